package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restricted, from 1.19: a seccomp profile must be set, by the pod or by every container. From 1.25
 * Windows pods are left out.
 */
final class SeccompProfileRestricted {

  static final Check CHECK =
      Check.restricted(
          "seccompProfile_restricted",
          List.of("seccompProfile_baseline"),
          Check.since(19, SeccompProfileRestricted::check),
          Check.since(25, spec -> Wording.isWindows(spec) ? null : check(spec)));

  private SeccompProfileRestricted() {}

  private static @Nullable Refusal check(PodSpec spec) {
    Refusal explicit = SeccompProfileBaseline.check(spec);
    PodSecurityContext.Profile ofPod = spec.securityContext().seccomp();
    if (explicit != null || (ofPod != null && SeccompProfileBaseline.isAllowed(ofPod))) {
      return explicit;
    }
    List<String> implicit =
        Wording.offenders(spec, container -> container.securityContext().seccomp() == null);
    return implicit.isEmpty()
        ? null
        : new Refusal(
            "seccompProfile",
            "pod or "
                + Wording.containers(implicit)
                + " must set securityContext.seccompProfile.type to"
                + " \"RuntimeDefault\" or \"Localhost\"");
  }
}
