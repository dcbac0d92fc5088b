package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline, from 1.34: the host field of probes and lifecycle hooks must be left empty, because the
 * kubelet connects there from the node.
 *
 * <p>Restricted fields: httpGet.host and tcpSocket.host of every probe and hook.
 */
final class HostProbesAndHostLifecycle {

  static final Check CHECK =
      Check.baseline(
          "hostProbesAndHostLifecycle", Check.since(34, HostProbesAndHostLifecycle::check));

  private HostProbesAndHostLifecycle() {}

  private static @Nullable Refusal check(PodSpec spec) {
    Set<String> hosts = new TreeSet<>();
    Set<String> bad = new TreeSet<>();
    for (Container container : spec.containers()) {
      for (String host : container.hostFields()) {
        if (!host.isEmpty()) {
          hosts.add(host);
          bad.add(container.name());
        }
      }
    }
    return bad.isEmpty()
        ? null
        : new Refusal(
            "probe or lifecycle host",
            Wording.containers(bad)
                + " "
                + Wording.use(bad.size())
                + " "
                + Wording.plural("probe or lifecycle host", hosts.size())
                + " "
                + Wording.quoted(hosts));
  }
}
