package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.AdmissionRules.Parameter;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ValidatingAdmissionPolicies in force. A policy without a binding does nothing; each binding is
 * evaluated with each of its parameters, and whatever is refused once is refused.
 */
public final class ValidatingPolicies {

  private final List<PolicyInForce> bound;
  private final List<Parameter> parameters;
  private final Set<String> unreadable;
  private final ExpressionEngine engine;

  private ValidatingPolicies(Cluster cluster, List<PolicyInForce> bound, ExpressionEngine engine) {
    this(bound, cluster.admissionParameters(), Set.copyOf(cluster.unreadParameterKinds()), engine);
  }

  private ValidatingPolicies(
      List<PolicyInForce> bound,
      List<Parameter> parameters,
      Set<String> unreadable,
      ExpressionEngine engine) {
    this.bound = List.copyOf(bound);
    this.parameters = parameters;
    this.unreadable = unreadable;
    this.engine = engine;
  }

  /** Only those that may be asked about the creation of pods in a namespace of these labels. */
  public ValidatingPolicies onPodsIn(LabelSet namespace) {
    return new ValidatingPolicies(
        bound.stream().filter(one -> one.mayMeetPods(namespace)).toList(),
        parameters,
        unreadable,
        engine);
  }

  /** The policies of a cluster that some binding puts in force. */
  public static ValidatingPolicies of(Cluster cluster, ExpressionEngine engine) {
    return new ValidatingPolicies(cluster, PolicyInForce.of(cluster, false), engine);
  }

  /** Whether nothing is in force. */
  public boolean isEmpty() {
    return bound.isEmpty();
  }

  /** The policies in force. */
  public List<AdmissionRules.Policy> inForce() {
    return bound.stream().map(PolicyInForce::policy).toList();
  }

  /** The bindings by which they are. */
  public List<AdmissionRules.Binding> bindings() {
    return bound.stream().flatMap(one -> one.bindings().stream()).toList();
  }

  /** What all of them say of a request. */
  public PolicyOutcome review(AdmissionRequest request) {
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>();
    for (PolicyInForce one : bound) {
      for (AdmissionRules.Binding binding : one.asked(request)) {
        if (binding.validationActions().contains("Deny")) {
          review(one.policy(), binding, request, refusals, undecided);
        }
      }
    }
    return new PolicyOutcome(refusals, undecided);
  }

  private void review(
      AdmissionRules.Policy policy,
      AdmissionRules.Binding binding,
      AdmissionRequest request,
      List<PolicyOutcome.Refusal> refusals,
      List<PolicyOutcome.Undecided> undecided) {
    AdmissionRules.ParameterKind kind = policy.parameterKind();
    if (kind != null && binding.parameters() != null && unreadable.contains(kind.kind())) {
      undecided.add(
          new PolicyOutcome.Undecided(
              policy.meta(), "its parameters of kind " + kind.kind() + " were not read"));
      return;
    }
    try {
      for (@Nullable Parameter parameter :
          ParameterChoice.of(policy, binding, parameters, request)) {
        review(policy, binding, parameter, request, refusals, undecided);
      }
    } catch (ExpressionException missing) {
      failed(policy, binding, "failed to configure binding: " + missing.getMessage(), refusals);
    }
  }

  private void review(
      AdmissionRules.Policy policy,
      AdmissionRules.Binding binding,
      @Nullable Parameter parameter,
      AdmissionRequest request,
      List<PolicyOutcome.Refusal> refusals,
      List<PolicyOutcome.Undecided> undecided) {
    Map<String, @Nullable Object> variables =
        PolicyVariables.of(
            request, parameter == null ? null : parameter.content(), policy.variables(), engine);
    try {
      if (!PolicyInForce.conditionsHold(policy, variables, engine)) {
        return;
      }
    } catch (ExpressionException problem) {
      if (problem.kind() == ExpressionException.Kind.NOT_DECIDABLE) {
        undecided.add(new PolicyOutcome.Undecided(policy.meta(), why(problem)));
      } else {
        failed(policy, binding, why(problem), refusals);
      }
      return;
    }
    for (AdmissionRules.Validation validation : policy.validations()) {
      try {
        Object holds = engine.compile(validation.expression()).evaluate(variables);
        if (!Boolean.TRUE.equals(holds)) {
          refusals.add(refusal(policy, binding, message(validation, variables)));
        }
      } catch (ExpressionException problem) {
        if (problem.kind() == ExpressionException.Kind.NOT_DECIDABLE) {
          undecided.add(new PolicyOutcome.Undecided(policy.meta(), why(problem)));
        } else {
          failed(policy, binding, why(problem), refusals);
        }
      }
    }
  }

  private static void failed(
      AdmissionRules.Policy policy,
      AdmissionRules.Binding binding,
      String why,
      List<PolicyOutcome.Refusal> refusals) {
    if (policy.failClosed()) {
      refusals.add(refusal(policy, binding, why));
    }
  }

  private static PolicyOutcome.Refusal refusal(
      AdmissionRules.Policy policy, AdmissionRules.Binding binding, String message) {
    return new PolicyOutcome.Refusal(policy.meta(), binding.meta().name(), message);
  }

  private static String why(ExpressionException problem) {
    return String.valueOf(problem.getMessage());
  }

  /** A message expression that is an error, empty or of several lines is passed over. */
  private String message(
      AdmissionRules.Validation validation, Map<String, @Nullable Object> variables) {
    if (!validation.messageExpression().isEmpty()) {
      try {
        Object text = engine.compile(validation.messageExpression()).evaluate(variables);
        if (text instanceof String message && !message.isBlank() && message.indexOf('\n') < 0) {
          return message.strip();
        }
      } catch (ExpressionException passedOver) {
        // The API server does the same and says nothing of it in its answer.
      }
    }
    String message = validation.message().strip();
    return message.isEmpty() ? "failed expression: " + validation.expression().strip() : message;
  }
}
