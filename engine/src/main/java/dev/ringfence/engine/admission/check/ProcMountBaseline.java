package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: the default /proc masks should be required; from 1.35 any value where the pod has a
 * user namespace of its own.
 *
 * <p>Restricted field: securityContext.procMount of every container. Allowed values: undefined,
 * Default.
 */
final class ProcMountBaseline {

  static final Check CHECK =
      Check.baseline(
          "procMount",
          Check.since(0, ProcMountBaseline::check),
          Check.since(35, spec -> Wording.hasUserNamespace(spec) ? null : check(spec)));

  private ProcMountBaseline() {}

  static @Nullable Refusal check(PodSpec spec) {
    Set<String> forbidden = new TreeSet<>();
    List<String> bad = Wording.offenders(spec, container -> collect(container, forbidden));
    return bad.isEmpty()
        ? null
        : new Refusal(
            "procMount",
            Wording.containers(bad)
                + " must not set securityContext.procMount to "
                + Wording.quoted(forbidden));
  }

  private static boolean collect(Container container, Set<String> forbidden) {
    String procMount = container.securityContext().procMount();
    if (procMount == null || procMount.equals("Default")) {
      return false;
    }
    forbidden.add(procMount);
    return true;
  }
}
