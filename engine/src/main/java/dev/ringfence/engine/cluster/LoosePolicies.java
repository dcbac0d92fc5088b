package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Bindings of admission policies to policies, or to parameters, that are not there. */
final class LoosePolicies {

  private LoosePolicies() {}

  static List<String> of(Cluster cluster) {
    Map<String, AdmissionRules.Policy> policies = new HashMap<>();
    for (AdmissionRules.Policy policy : cluster.admissionPolicies()) {
      policies.put(policy.mutating() + " " + policy.meta().name(), policy);
    }
    List<String> ends = new ArrayList<>();
    for (AdmissionRules.Binding binding : cluster.admissionBindings()) {
      AdmissionRules.Policy policy = policies.get(binding.mutating() + " " + binding.policyName());
      String place = LooseEnds.place(binding.meta());
      if (policy == null) {
        ends.add(
            place
                + ": policyName names "
                + (binding.mutating() ? "MutatingAdmissionPolicy " : "ValidatingAdmissionPolicy ")
                + binding.policyName()
                + ", which is not there: nothing is asked");
      } else if (isWithoutParameters(cluster, policy, binding)) {
        AdmissionRules.ParameterReference reference = Objects.requireNonNull(binding.parameters());
        ends.add(
            place
                + ": paramRef names "
                + Objects.requireNonNull(policy.parameterKind()).kind()
                + " "
                + reference.namespace()
                + (reference.namespace().isEmpty() ? "" : "/")
                + reference.name()
                + ", which is not there: "
                + (reference.denyIfMissing() ? "all is refused" : "nothing is asked"));
      }
    }
    return ends;
  }

  private static boolean isWithoutParameters(
      Cluster cluster, AdmissionRules.Policy policy, AdmissionRules.Binding binding) {
    AdmissionRules.ParameterKind kind = policy.parameterKind();
    AdmissionRules.ParameterReference reference = binding.parameters();
    return kind != null
        && reference != null
        && !reference.name().isEmpty()
        && cluster.unreadParameterKinds().stream().noneMatch(unread -> unread.contains(kind.kind()))
        && cluster.admissionParameters().stream()
            .noneMatch(
                one ->
                    one.kind().equals(kind.kind())
                        && one.meta().name().equals(reference.name())
                        && (reference.namespace().isEmpty()
                            || one.meta().namespace().isEmpty()
                            || one.meta().namespace().equals(reference.namespace())));
  }
}
