package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.check.Check;
import dev.ringfence.engine.admission.check.Checks;
import dev.ringfence.engine.admission.check.Refusal;
import dev.ringfence.engine.admission.engine.PodStandards;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The Pod Security Standards: which checks are in force at a level and version, and what they say
 * of a spec. A restricted check may take the place of baseline ones.
 *
 * <p>A pod's annotations are not looked at: before version 1.19 seccomp profiles stood there alone,
 * and those are let through.
 */
final class PodSecurity {

  private PodSecurity() {}

  /** What a pod with the spec violates, baseline checks first, by check id. */
  static List<Violation> violations(
      PodSecurityLevel level, PodSecurityVersion version, PodSpec spec) {
    List<Violation> violations = new ArrayList<>();
    if (level == PodSecurityLevel.PRIVILEGED) {
      return violations;
    }
    Set<String> replaced = replaced(level, version);
    for (Check check : Checks.all()) {
      Check.Version inForce = check.at(version.minor());
      if (inForce == null
          || replaced.contains(check.id())
          || (check.restricted() && level != PodSecurityLevel.RESTRICTED)) {
        continue;
      }
      Refusal refusal = inForce.rule().check(spec);
      if (refusal != null) {
        violations.add(new Violation(check.id(), refusal.reason(), refusal.detail()));
      }
    }
    return violations;
  }

  private static Set<String> replaced(PodSecurityLevel level, PodSecurityVersion version) {
    Set<String> replaced = new HashSet<>();
    if (level == PodSecurityLevel.RESTRICTED) {
      for (Check check : Checks.all()) {
        if (check.restricted() && check.at(version.minor()) != null) {
          replaced.addAll(check.replaces());
        }
      }
    }
    return replaced;
  }

  /** What the standards say of a spec, for engines that hold pods to them. */
  static PodStandards standards(PodSpec spec) {
    return (level, version) ->
        violations(PodSecurityLevel.parse(level), PodSecurityVersion.parse(version), spec).stream()
            .map(Violation::check)
            .toList();
  }
}
