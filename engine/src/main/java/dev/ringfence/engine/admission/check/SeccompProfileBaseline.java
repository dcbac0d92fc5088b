package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline, from 1.19: a seccomp profile must not be set to Unconfined explicitly.
 *
 * <p>Restricted fields: securityContext.seccompProfile.type of the pod and of every container.
 * Allowed values: undefined, RuntimeDefault, Localhost. Before 1.19 the rule read annotations,
 * which are not in the model.
 */
final class SeccompProfileBaseline {

  static final Check CHECK =
      Check.baseline(
          "seccompProfile_baseline",
          Check.since(0, spec -> null),
          Check.since(19, SeccompProfileBaseline::check));

  private SeccompProfileBaseline() {}

  static @Nullable Refusal check(PodSpec spec) {
    Set<String> values = new TreeSet<>();
    boolean pod = collect(spec.securityContext().seccomp(), values);
    List<String> bad =
        Wording.offenders(
            spec, container -> collect(container.securityContext().seccomp(), values));
    String setters = Wording.setters(pod, bad);
    return setters.isEmpty()
        ? null
        : new Refusal(
            "seccompProfile",
            setters
                + " must not set securityContext.seccompProfile.type to "
                + Wording.quoted(values));
  }

  static boolean isAllowed(PodSecurityContext.Profile profile) {
    return profile.type().equals("RuntimeDefault") || profile.type().equals("Localhost");
  }

  private static boolean collect(PodSecurityContext.@Nullable Profile profile, Set<String> values) {
    if (profile == null || isAllowed(profile)) {
      return false;
    }
    values.add(profile.type());
    return true;
  }
}
