package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass over expressions of a policy, for one request and one parameter: its variables, each
 * worked out once a pass, and what all of them may cost together.
 */
final class PolicyPass {

  private final ExpressionEngine engine;
  private final Map<String, @Nullable Object> variables;
  private final CostBudget budget;

  private PolicyPass(
      ExpressionEngine engine, Map<String, @Nullable Object> variables, CostBudget budget) {
    this.engine = engine;
    this.variables = variables;
    this.budget = budget;
  }

  static PolicyPass of(
      AdmissionRules.Policy policy,
      AdmissionRules.@Nullable Parameter parameter,
      AdmissionRequest request,
      ExpressionEngine engine,
      CostBudget budget) {
    Object content = parameter == null ? null : parameter.content();
    List<AdmissionRules.Named> named = policy.variables();
    return new PolicyPass(
        engine, PolicyVariables.of(request, content, named, engine, budget), budget);
  }

  /**
   * @throws ExpressionException where it is an error, cannot be decided or is more than the pass
   *     may cost; the last comes first, as on the server
   */
  @Nullable Object evaluate(String expression) {
    Object value = null;
    ExpressionException problem = null;
    try {
      value = engine.compile(expression).evaluate(variables, budget);
    } catch (ExpressionException own) {
      problem = own;
    }
    budget.check();
    if (problem != null) {
      throw problem;
    }
    return value;
  }

  /** Any condition that is false ends it, even where another one is an error. */
  boolean conditionsHold(List<AdmissionRules.Named> conditions) {
    ExpressionException first = null;
    for (AdmissionRules.Named condition : conditions) {
      try {
        if (!Boolean.TRUE.equals(evaluate(condition.expression()))) {
          return false;
        }
      } catch (ExpressionException problem) {
        if (problem.kind() == ExpressionException.Kind.OUT_OF_BUDGET) {
          throw problem;
        }
        first = first == null ? problem : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return true;
  }
}
