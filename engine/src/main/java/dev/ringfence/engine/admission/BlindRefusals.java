package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refusals that no annotation could change, because nothing that they stand on reads one: neither
 * the validation, nor a variable or condition before it; selectors never do. They spare most of the
 * search among updates, since annotations are what is free where labels are not.
 *
 * <p>It is told by the words of expressions, and errs towards searching: whatever holds an object
 * or its metadata as a whole reads everything.
 */
final class BlindRefusals {

  /** Reads that say which field they are of, or whether there is an object at all. */
  private static final Pattern OF_A_FIELD =
      Pattern.compile(
          "\\b(?:object|oldObject|namespaceObject)(?:\\s*[=!]=\\s*null\\b"
              + "|(?:\\s*\\.\\s*\\??\\s*metadata)?\\s*\\.\\s*\\??\\s*(?!metadata\\b|annotations\\b)[A-Za-z_]\\w*)");

  private static final Pattern WHOLE =
      Pattern.compile("\\b(?:object|oldObject|namespaceObject|metadata)\\b|annotations");

  private final List<AdmissionRules.Policy> policies;
  private final Map<PolicyOutcome.Refusal, Boolean> known = new HashMap<>();

  BlindRefusals(List<AdmissionRules.Policy> policies) {
    this.policies = List.copyOf(policies);
  }

  /** The policy of a refusal that stands whatever annotations there are, null where none does. */
  @Nullable ObjectMeta in(PolicyOutcome outcome) {
    for (PolicyOutcome.Refusal refusal : outcome.refusals()) {
      if (known.computeIfAbsent(refusal, this::isBlind)) {
        return refusal.policy();
      }
    }
    return null;
  }

  /** Of several policies by one name, or validations of one message, none may read annotations. */
  private boolean isBlind(PolicyOutcome.Refusal refusal) {
    boolean found = false;
    for (AdmissionRules.Policy policy : policies) {
      if (!policy.meta().equals(refusal.policy())) {
        continue;
      }
      if (policy.matchConditions().stream().anyMatch(one -> reads(policy, one.expression()))) {
        return false;
      }
      for (AdmissionRules.Validation validation : policy.validations()) {
        if (ExpressionTexts.said(validation).equals(refusal.message())) {
          if (reads(policy, validation.expression())) {
            return false;
          }
          found = true;
        }
      }
    }
    return found;
  }

  private static boolean reads(AdmissionRules.Policy policy, String expression) {
    String closure = ExpressionTexts.closure(policy, expression);
    return WHOLE.matcher(OF_A_FIELD.matcher(closure).replaceAll("")).find();
  }
}
