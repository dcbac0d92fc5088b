package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: privileged pods disable most security mechanisms and must be disallowed.
 *
 * <p>Restricted field: securityContext.privileged of every container. Allowed values: undefined,
 * false.
 */
final class Privileged {

  static final Check CHECK = Check.baseline("privileged", Check.since(0, Privileged::check));

  private Privileged() {}

  private static @Nullable Refusal check(PodSpec spec) {
    List<String> bad =
        Wording.offenders(spec, container -> container.securityContext().isPrivileged());
    return bad.isEmpty()
        ? null
        : new Refusal(
            "privileged",
            Wording.containers(bad) + " must not set securityContext.privileged=true");
  }
}
