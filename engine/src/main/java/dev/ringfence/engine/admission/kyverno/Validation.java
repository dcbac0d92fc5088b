package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code validate} part of a rule. */
final class Validation {

  private Validation() {}

  /**
   * The message where it refuses the object, or null.
   *
   * @throws ExpressionException where it cannot be decided
   */
  static @Nullable String of(
      Map<String, Object> validate, Map<String, Object> object, Variables variables) {
    boolean refused;
    if (validate.containsKey("pattern")) {
      refused = isRefusedBy(List.of(validate.get("pattern")), object, variables);
    } else if (validate.containsKey("anyPattern")) {
      refused = isRefusedBy(PlainObjects.items(validate.get("anyPattern")), object, variables);
    } else if (validate.containsKey("deny")) {
      refused = isDenied(validate.get("deny"), variables);
    } else if (validate.containsKey("foreach")) {
      refused = isRefusedForSome(validate, object, variables);
    } else {
      throw new ExpressionException(
          "validation by " + String.join(", ", validate.keySet()) + " is not evaluated");
    }
    if (!refused) {
      return null;
    }
    String message = PlainObjects.text(validate, "message");
    try {
      return String.valueOf(variables.filledIn(message));
    } catch (ExpressionException unknown) {
      return message;
    }
  }

  /** A pattern that does not apply refuses nothing; of several one must hold or not apply. */
  private static boolean isRefusedBy(
      List<?> patterns, @Nullable Object value, Variables variables) {
    for (Object pattern : patterns) {
      Object filled = variables.filledIn(java.util.Objects.requireNonNull(pattern));
      if (PatternMatch.of(value, filled) != PatternMatch.Outcome.FAIL) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDenied(@Nullable Object deny, Variables variables) {
    Object conditions = PlainObjects.at(deny, "conditions");
    return conditions == null || Conditions.hold(conditions, variables);
  }

  private static boolean isRefusedForSome(
      Map<String, Object> validate, Map<String, Object> object, Variables variables) {
    for (Map<String, Object> each : PlainObjects.maps(validate.get("foreach"))) {
      if (each.containsKey("context") || each.containsKey("foreach")) {
        throw new ExpressionException("a foreach with a context or another one in it");
      }
      Object found = variables.query(PlainObjects.text(each, "list"));
      List<Object> elements = PlainObjects.items(found);
      for (int at = 0; at < elements.size(); at++) {
        Variables ofOne = variables.with(elements.get(at), at);
        if (each.containsKey("preconditions")
            && !Conditions.hold(each.get("preconditions"), ofOne)) {
          continue;
        }
        Object value = Boolean.FALSE.equals(each.get("elementScope")) ? object : elements.get(at);
        boolean refused =
            each.containsKey("pattern")
                ? isRefusedBy(List.of(each.get("pattern")), value, ofOne)
                : each.containsKey("anyPattern")
                    ? isRefusedBy(PlainObjects.items(each.get("anyPattern")), value, ofOne)
                    : isDenied(each.get("deny"), ofOne);
        if (refused) {
          return true;
        }
      }
    }
    return false;
  }
}
