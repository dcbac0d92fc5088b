package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restricted: privilege escalation, such as by set-user-ID file modes, should not be allowed. From
 * 1.25 Windows pods are left out.
 *
 * <p>Restricted field: securityContext.allowPrivilegeEscalation of every container. Allowed value:
 * false.
 */
final class AllowPrivilegeEscalation {

  static final Check CHECK =
      Check.restricted(
          "allowPrivilegeEscalation",
          List.of(),
          Check.since(8, AllowPrivilegeEscalation::check),
          Check.since(25, spec -> Wording.isWindows(spec) ? null : check(spec)));

  private AllowPrivilegeEscalation() {}

  private static @Nullable Refusal check(PodSpec spec) {
    List<String> bad =
        Wording.offenders(
            spec,
            container ->
                !Boolean.FALSE.equals(container.securityContext().allowPrivilegeEscalation()));
    return bad.isEmpty()
        ? null
        : new Refusal(
            "allowPrivilegeEscalation != false",
            Wording.containers(bad) + " must set securityContext.allowPrivilegeEscalation=false");
  }
}
