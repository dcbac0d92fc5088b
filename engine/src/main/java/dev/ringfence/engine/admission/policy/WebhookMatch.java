package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a webhook is asked about a request: by its rules, its selectors and its match conditions.
 * An object's labels are its maker's, so an {@code objectSelector} that asks for any keeps the
 * webhook from nothing. Source: Kubernetes, "Dynamic Admission Control".
 */
public final class WebhookMatch {

  /** What can be told. */
  public enum Answer {
    ASKED,
    NOT_ASKED,
    /** A match condition cannot be evaluated here. */
    NOT_TOLD
  }

  private WebhookMatch() {}

  public static Answer of(
      AdmissionRules.Webhook webhook, AdmissionRequest request, ExpressionEngine engine) {
    if (!webhook.matches().objectSelector().isEmpty()
        || !RequestMatch.matches(webhook.matches(), false, request)) {
      return Answer.NOT_ASKED;
    }
    Answer answer = Answer.ASKED;
    CostBudget budget = CostBudget.ofPolicy();
    Map<String, @Nullable Object> variables =
        PolicyVariables.of(request, null, List.of(), engine, budget);
    for (AdmissionRules.Named condition : webhook.matchConditions()) {
      try {
        Object holds = engine.compile(condition.expression()).evaluate(variables, budget);
        if (Boolean.FALSE.equals(holds)) {
          return Answer.NOT_ASKED;
        }
      } catch (ExpressionException problem) {
        // One condition that is false decides, whatever is the matter with another.
        answer = Answer.NOT_TOLD;
      }
    }
    return answer;
  }
}
