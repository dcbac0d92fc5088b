package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A policy with the bindings that put it in force; one without any does nothing. */
record PolicyInForce(AdmissionRules.Policy policy, List<AdmissionRules.Binding> bindings) {

  /** Resources that no policy is asked about, so that nobody locks himself out. */
  private static final Set<String> EXEMPT =
      Set.of(
          "admissionregistration.k8s.io/validatingadmissionpolicies",
          "admissionregistration.k8s.io/validatingadmissionpolicybindings",
          "admissionregistration.k8s.io/mutatingadmissionpolicies",
          "admissionregistration.k8s.io/mutatingadmissionpolicybindings",
          "authentication.k8s.io/tokenreviews",
          "authentication.k8s.io/selfsubjectreviews",
          "authorization.k8s.io/subjectaccessreviews",
          "authorization.k8s.io/localsubjectaccessreviews",
          "authorization.k8s.io/selfsubjectaccessreviews",
          "authorization.k8s.io/selfsubjectrulesreviews");

  PolicyInForce {
    bindings = List.copyOf(bindings);
  }

  /** The policies of one of the two kinds that some binding puts in force. */
  static List<PolicyInForce> of(Cluster cluster, boolean mutating) {
    Map<String, List<AdmissionRules.Binding>> byPolicy = new HashMap<>();
    for (AdmissionRules.Binding binding : cluster.admissionBindings()) {
      if (binding.mutating() == mutating) {
        byPolicy.computeIfAbsent(binding.policyName(), name -> new ArrayList<>()).add(binding);
      }
    }
    List<PolicyInForce> inForce = new ArrayList<>();
    for (AdmissionRules.Policy policy : cluster.admissionPolicies()) {
      List<AdmissionRules.Binding> bindings = byPolicy.get(policy.meta().name());
      if (policy.mutating() == mutating && bindings != null) {
        inForce.add(new PolicyInForce(policy, bindings));
      }
    }
    return inForce;
  }

  /** Whether it may be asked about the creation of a pod in a namespace of these labels. */
  boolean mayMeetPods(LabelSet namespace) {
    AdmissionRules.MatchResources constraints = policy.matchConstraints();
    return constraints != null && constraints.namesPods() && mayBeAskedIn(namespace, constraints);
  }

  /** The same of pods, and of what makes pods. */
  boolean mayMeetMakersOfPods(LabelSet namespace) {
    AdmissionRules.MatchResources constraints = policy.matchConstraints();
    return constraints != null
        && constraints.mayChangePods()
        && mayBeAskedIn(namespace, constraints);
  }

  private boolean mayBeAskedIn(LabelSet namespace, AdmissionRules.MatchResources constraints) {
    return constraints.namespaceSelector().matches(namespace)
        && bindings.stream()
            .map(AdmissionRules.Binding::matchResources)
            .anyMatch(one -> one == null || one.namespaceSelector().matches(namespace));
  }

  /** Whether it may be asked about a resource of the core group or one of its subresources. */
  boolean isAbout(String resource) {
    AdmissionRules.MatchResources constraints = policy.matchConstraints();
    return constraints != null
        && constraints.resourceRules().stream()
            .flatMap(rule -> rule.resources().stream())
            .anyMatch(one -> one.startsWith(resource) || one.startsWith("*"));
  }

  /** The bindings by which the policy is asked about the request. */
  List<AdmissionRules.Binding> asked(AdmissionRequest request) {
    AdmissionRules.MatchResources constraints = policy.matchConstraints();
    if (EXEMPT.contains(request.group() + "/" + request.resource())
        || constraints == null
        || !RequestMatch.matches(constraints, false, request)) {
      return List.of();
    }
    List<AdmissionRules.Binding> asked = new ArrayList<>();
    for (AdmissionRules.Binding binding : bindings) {
      if (binding.matchResources() == null
          || RequestMatch.matches(binding.matchResources(), true, request)) {
        asked.add(binding);
      }
    }
    return asked;
  }
}
