package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.ArrayList;
import java.util.List;

/** What one policy says by one binding, while it is worked out. */
final class PolicyDecisions {

  private final AdmissionRules.Policy policy;
  private final AdmissionRules.Binding binding;
  private final List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
  private final List<PolicyOutcome.Undecided> undecided = new ArrayList<>();

  PolicyDecisions(AdmissionRules.Policy policy, AdmissionRules.Binding binding) {
    this.policy = policy;
    this.binding = binding;
  }

  void refuse(String message) {
    refusals.add(new PolicyOutcome.Refusal(policy.meta(), binding.meta().name(), message));
  }

  void leaveOpen(String why) {
    undecided.add(new PolicyOutcome.Undecided(policy.meta(), why));
  }

  /** What cannot be told here stays open; of what is an error the failure policy decides. */
  void trouble(ExpressionException problem) {
    String why = String.valueOf(problem.getMessage());
    if (problem.kind() == ExpressionException.Kind.NOT_DECIDABLE) {
      leaveOpen(why);
    } else {
      fail(why);
    }
  }

  void fail(String why) {
    if (policy.failClosed()) {
      refuse(why);
    }
  }

  void add(PolicyDecisions others) {
    refusals.addAll(others.refusals);
    undecided.addAll(others.undecided);
  }

  PolicyOutcome outcome() {
    return new PolicyOutcome(refusals, undecided);
  }
}
