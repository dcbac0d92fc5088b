package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restricted: containers must be required to run as non-root users; from 1.35 waived where the pod
 * has a user namespace of its own.
 *
 * <p>Restricted fields: securityContext.runAsNonRoot of the pod and of every container, which goes
 * before the pod's. Allowed value: true.
 */
final class RunAsNonRoot {

  static final Check CHECK =
      Check.restricted(
          "runAsNonRoot",
          List.of(),
          Check.since(0, RunAsNonRoot::check),
          Check.since(35, spec -> Wording.hasUserNamespace(spec) ? null : check(spec)));

  private RunAsNonRoot() {}

  private static @Nullable Refusal check(PodSpec spec) {
    Boolean ofPod = spec.securityContext().runAsNonRoot();
    List<String> explicit =
        Wording.offenders(
            spec, container -> Boolean.FALSE.equals(container.securityContext().runAsNonRoot()));
    String setters = Wording.setters(Boolean.FALSE.equals(ofPod), explicit);
    if (!setters.isEmpty()) {
      return new Refusal(
          "runAsNonRoot != true", setters + " must not set securityContext.runAsNonRoot=false");
    }
    List<String> implicit =
        Boolean.TRUE.equals(ofPod)
            ? List.of()
            : Wording.offenders(
                spec, container -> container.securityContext().runAsNonRoot() == null);
    return implicit.isEmpty()
        ? null
        : new Refusal(
            "runAsNonRoot != true",
            "pod or "
                + Wording.containers(implicit)
                + " must set securityContext.runAsNonRoot=true");
  }
}
