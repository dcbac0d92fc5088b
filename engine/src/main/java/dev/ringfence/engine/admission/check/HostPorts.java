package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: host ports should be disallowed entirely.
 *
 * <p>Restricted field: ports[*].hostPort of every container. Allowed values: undefined, 0.
 */
final class HostPorts {

  static final Check CHECK = Check.baseline("hostPorts", Check.since(0, HostPorts::check));

  private HostPorts() {}

  private static @Nullable Refusal check(PodSpec spec) {
    Set<String> forbidden = new TreeSet<>();
    List<String> bad = Wording.offenders(spec, container -> collect(container, forbidden));
    return bad.isEmpty()
        ? null
        : new Refusal(
            "hostPort",
            Wording.containers(bad)
                + " "
                + Wording.use(bad.size())
                + " "
                + Wording.plural("hostPort", forbidden.size())
                + " "
                + String.join(", ", forbidden));
  }

  private static boolean collect(Container container, Set<String> forbidden) {
    boolean bad = false;
    for (Container.Port port : container.ports()) {
      if (port.hostPort() != 0) {
        forbidden.add(Integer.toString(port.hostPort()));
        bad = true;
      }
    }
    return bad;
  }
}
