package dev.ringfence.engine.admission.check;

import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: overriding or disabling the default AppArmor profile should be prevented.
 *
 * <p>Restricted fields: securityContext.appArmorProfile.type of the pod and of every container.
 * Allowed values: undefined, RuntimeDefault, Localhost. The annotations of old are not in the
 * model; the API server makes fields of them (1.30).
 */
final class AppArmorProfile {

  static final Check CHECK =
      Check.baseline("appArmorProfile", Check.since(0, AppArmorProfile::check));

  private AppArmorProfile() {}

  private static @Nullable Refusal check(PodSpec spec) {
    Set<String> values = new TreeSet<>();
    boolean pod = collect(spec.securityContext().appArmor(), values);
    List<String> bad =
        Wording.offenders(
            spec, container -> collect(container.securityContext().appArmor(), values));
    String setters = Wording.setters(pod, bad);
    return setters.isEmpty()
        ? null
        : new Refusal(
            Wording.plural("forbidden AppArmor profile", values.size()),
            setters + " must not set AppArmor profile type to " + Wording.quoted(values));
  }

  private static boolean collect(PodSecurityContext.@Nullable Profile profile, Set<String> values) {
    if (profile == null
        || profile.type().equals("RuntimeDefault")
        || profile.type().equals("Localhost")) {
      return false;
    }
    values.add(profile.type());
    return true;
  }
}
