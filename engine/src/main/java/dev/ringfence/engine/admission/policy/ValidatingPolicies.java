package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.AdmissionRules.Parameter;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ValidatingAdmissionPolicies in force. A policy without a binding does nothing; each binding is
 * evaluated with each of its parameters, and whatever is refused once is refused.
 */
public final class ValidatingPolicies {

  private static final int LONGEST_MESSAGE = 5 * 1024;

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

  /** Only those that are about a resource of the core group, by its plural name. */
  public ValidatingPolicies about(String resource) {
    return new ValidatingPolicies(
        bound.stream().filter(one -> one.isAbout(resource)).toList(),
        parameters,
        unreadable,
        engine);
  }

  /** Whether one of them surely refuses a request: those after it are not asked. */
  public boolean refuse(AdmissionRequest request) {
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>();
    for (PolicyInForce one : bound) {
      for (AdmissionRules.Binding binding : one.asked(request)) {
        review(one.policy(), binding, request, refusals, undecided);
        if (!refusals.isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** What all of them say of a request. */
  public PolicyOutcome review(AdmissionRequest request) {
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>();
    for (PolicyInForce one : bound) {
      for (AdmissionRules.Binding binding : one.asked(request)) {
        review(one.policy(), binding, request, refusals, undecided);
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
      if (denies(binding)) {
        undecided.add(
            new PolicyOutcome.Undecided(
                policy.meta(), "its parameters of kind " + kind.kind() + " were not read"));
      }
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
    // A binding that only warns or audits refuses nothing, except by what is wrong with it: missing
    // parameters, and audit annotations that cannot be evaluated.
    Decisions said = new Decisions(policy, binding);
    Decisions annotated = new Decisions(policy, binding);
    try {
      CostBudget conditions = CostBudget.ofMatchConditions();
      if (!PolicyPass.of(policy, parameter, request, engine, conditions)
          .conditionsHold(policy.matchConditions())) {
        return;
      }
      validate(policy, parameter, request, said);
      annotate(policy, parameter, request, annotated);
    } catch (ExpressionException problem) {
      // One error is all that the server says then, whatever validations said before it.
      said = new Decisions(policy, binding);
      said.trouble(problem);
      annotated = new Decisions(policy, binding);
    }
    if (denies(binding)) {
      refusals.addAll(said.refusals);
      undecided.addAll(said.undecided);
    }
    refusals.addAll(annotated.refusals);
    undecided.addAll(annotated.undecided);
  }

  private static boolean denies(AdmissionRules.Binding binding) {
    return binding.validationActions().contains("Deny");
  }

  private void validate(
      AdmissionRules.Policy policy,
      @Nullable Parameter parameter,
      AdmissionRequest request,
      Decisions decisions) {
    CostBudget budget = CostBudget.ofPolicy();
    PolicyPass pass = PolicyPass.of(policy, parameter, request, engine, budget);
    List<@Nullable ExpressionException> problems = new ArrayList<>();
    List<Boolean> holds = new ArrayList<>();
    for (AdmissionRules.Validation validation : policy.validations()) {
      Object value = null;
      ExpressionException problem = null;
      try {
        value = pass.evaluate(validation.expression());
      } catch (ExpressionException own) {
        problem = own;
      }
      if (problem != null && endsAll(problem, budget)) {
        throw problem;
      }
      problems.add(problem);
      holds.add(Boolean.TRUE.equals(value));
    }
    Messages messages = messages(policy, parameter, request, budget);
    for (int at = 0; at < holds.size(); at++) {
      ExpressionException problem = problems.get(at);
      if (problem != null) {
        decisions.trouble(problem);
      } else if (messages.problem() != null) {
        decisions.trouble(messages.problem());
      } else if (!holds.get(at)) {
        decisions.refuse(messages.texts().get(at));
      }
    }
  }

  private static boolean endsAll(ExpressionException problem, CostBudget budget) {
    return problem.kind() == ExpressionException.Kind.OUT_OF_BUDGET || budget.isUncertain();
  }

  /**
   * What each validation would say; of all of them, for the server works them out before it looks
   * at what holds. Where that costs too much, every validation is an error.
   *
   * @param texts empty where there is a problem
   */
  private record Messages(List<String> texts, @Nullable ExpressionException problem) {}

  private Messages messages(
      AdmissionRules.Policy policy,
      @Nullable Parameter parameter,
      AdmissionRequest request,
      CostBudget rest) {
    PolicyPass pass = PolicyPass.of(policy, parameter, request, engine, rest);
    List<String> texts = new ArrayList<>();
    for (AdmissionRules.Validation validation : policy.validations()) {
      String text = "";
      if (!validation.messageExpression().isEmpty()) {
        try {
          if (pass.evaluate(validation.messageExpression()) instanceof String said) {
            text = said.strip();
          }
        } catch (ExpressionException problem) {
          if (problem.kind() == ExpressionException.Kind.OUT_OF_BUDGET) {
            return new Messages(
                List.of(),
                new ExpressionException(
                    ExpressionException.Kind.EVALUATION,
                    "failed messageExpression: " + problem.getMessage()));
          }
          if (rest.isUncertain()) {
            return new Messages(List.of(), problem);
          }
          // Else the API server says nothing of it in its answer either.
        }
      }
      texts.add(message(validation, text));
    }
    return new Messages(texts, null);
  }

  /** A message expression that is empty, too long or of several lines is passed over. */
  private static String message(AdmissionRules.Validation validation, String text) {
    if (!text.isEmpty()
        && text.indexOf('\n') < 0
        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_MESSAGE) {
      return text;
    }
    String message = validation.message().strip();
    return message.isEmpty() ? "failed expression: " + validation.expression().strip() : message;
  }

  /** An annotation for the audit log that is an error is one of the policy. */
  private void annotate(
      AdmissionRules.Policy policy,
      @Nullable Parameter parameter,
      AdmissionRequest request,
      Decisions decisions) {
    PolicyPass pass = PolicyPass.of(policy, parameter, request, engine, CostBudget.ofPolicy());
    for (AdmissionRules.Named annotation : policy.auditAnnotations()) {
      try {
        pass.evaluate(annotation.expression());
      } catch (ExpressionException problem) {
        if (problem.kind() == ExpressionException.Kind.OUT_OF_BUDGET) {
          throw problem;
        }
        decisions.trouble(problem);
      }
    }
  }

  /** What one policy says by one binding with one parameter. */
  private static final class Decisions {
    private final AdmissionRules.Policy policy;
    private final AdmissionRules.Binding binding;
    private final List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    private final List<PolicyOutcome.Undecided> undecided = new ArrayList<>();

    Decisions(AdmissionRules.Policy policy, AdmissionRules.Binding binding) {
      this.policy = policy;
      this.binding = binding;
    }

    void refuse(String message) {
      refusals.add(refusal(policy, binding, message));
    }

    void trouble(ExpressionException problem) {
      if (problem.kind() == ExpressionException.Kind.NOT_DECIDABLE) {
        undecided.add(new PolicyOutcome.Undecided(policy.meta(), why(problem)));
      } else {
        failed(policy, binding, why(problem), refusals);
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
}
