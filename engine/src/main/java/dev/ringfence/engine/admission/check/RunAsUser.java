package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restricted, from 1.23: containers must not set runAsUser to 0; from 1.35 waived where the pod has
 * a user namespace of its own.
 *
 * <p>Restricted fields: securityContext.runAsUser of the pod and of every container.
 */
final class RunAsUser {

  static final Check CHECK =
      Check.restricted(
          "runAsUser",
          List.of(),
          Check.since(23, RunAsUser::check),
          Check.since(35, spec -> Wording.hasUserNamespace(spec) ? null : check(spec)));

  private RunAsUser() {}

  private static @Nullable Refusal check(PodSpec spec) {
    List<String> bad =
        Wording.offenders(spec, container -> isRoot(container.securityContext().runAsUser()));
    String setters = Wording.setters(isRoot(spec.securityContext().runAsUser()), bad);
    return setters.isEmpty()
        ? null
        : new Refusal("runAsUser=0", setters + " must not set runAsUser=0");
  }

  private static boolean isRoot(@Nullable Long user) {
    return user != null && user == 0;
  }
}
