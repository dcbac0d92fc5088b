package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ValidatingAdmissionPolicy that is asked about one request, by one binding with one parameter.
 * {@code apiserver/pkg/admission/plugin/policy/validating/validator.go}.
 */
final class BindingReview {

  private static final int LONGEST_MESSAGE = 5 * 1024;

  private final AdmissionRules.Policy policy;
  private final AdmissionRules.Binding binding;
  private final AdmissionRules.@Nullable Parameter parameter;
  private final AdmissionRequest request;
  private final ExpressionEngine engine;

  BindingReview(
      AdmissionRules.Policy policy,
      AdmissionRules.Binding binding,
      AdmissionRules.@Nullable Parameter parameter,
      AdmissionRequest request,
      ExpressionEngine engine) {
    this.policy = policy;
    this.binding = binding;
    this.parameter = parameter;
    this.request = request;
    this.engine = engine;
  }

  static boolean denies(AdmissionRules.Binding binding) {
    return binding.validationActions().contains("Deny");
  }

  PolicyOutcome outcome() {
    // A binding that only warns or audits refuses nothing, except by what is wrong with it: missing
    // parameters, and audit annotations that cannot be evaluated.
    PolicyDecisions said = new PolicyDecisions(policy, binding);
    PolicyDecisions annotated = new PolicyDecisions(policy, binding);
    try {
      if (!pass(CostBudget.ofMatchConditions()).conditionsHold(policy.matchConditions())) {
        return said.outcome();
      }
      validate(said);
      annotate(annotated);
    } catch (ExpressionException problem) {
      // One error is all that the server says then, whatever validations said before it.
      said = new PolicyDecisions(policy, binding);
      said.trouble(problem);
      annotated = new PolicyDecisions(policy, binding);
    }
    PolicyDecisions all = new PolicyDecisions(policy, binding);
    if (denies(binding)) {
      all.add(said);
    }
    all.add(annotated);
    return all.outcome();
  }

  private PolicyPass pass(CostBudget budget) {
    return PolicyPass.of(policy, parameter, request, engine, budget);
  }

  private void validate(PolicyDecisions decisions) {
    CostBudget budget = CostBudget.ofPolicy();
    PolicyPass pass = pass(budget);
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
    Messages messages = messages(budget);
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

  private Messages messages(CostBudget rest) {
    PolicyPass pass = pass(rest);
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
  private void annotate(PolicyDecisions decisions) {
    PolicyPass pass = pass(CostBudget.ofPolicy());
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
}
