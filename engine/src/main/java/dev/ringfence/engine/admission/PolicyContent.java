package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Origin;
import java.util.Map;

/** What policies say, wherever they were read: the same content gives the same verdicts. */
final class PolicyContent {

  /** Where nobody asks. */
  static final Origin ANYWHERE = new Origin(Origin.Source.IMPLIED, "", 0);

  private PolicyContent() {}

  /** A policy but for where it was read, which changes no verdict. */
  static AdmissionRules.Policy of(AdmissionRules.Policy policy) {
    return new AdmissionRules.Policy(
        anywhere(policy.meta()),
        policy.mutating(),
        policy.parameterKind(),
        policy.matchConstraints(),
        policy.matchConditions(),
        policy.variables(),
        policy.validations(),
        policy.mutations(),
        policy.auditAnnotations(),
        policy.failClosed(),
        policy.reinvoked());
  }

  static AdmissionRules.Binding of(AdmissionRules.Binding binding) {
    return new AdmissionRules.Binding(
        anywhere(binding.meta()),
        binding.mutating(),
        binding.policyName(),
        binding.parameters(),
        binding.matchResources(),
        binding.validationActions());
  }

  private static ObjectMeta anywhere(ObjectMeta meta) {
    return new ObjectMeta(meta.reference(), LabelSet.EMPTY, Map.of(), null, ANYWHERE);
  }
}
