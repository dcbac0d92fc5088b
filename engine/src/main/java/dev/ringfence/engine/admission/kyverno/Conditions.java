package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.admission.policy.PlainObjects;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Preconditions and deny conditions: {@code pkg/engine/variables/operator}. */
final class Conditions {

  private Conditions() {}

  /** {@code any} and {@code all}; a plain list is {@code all}. */
  static boolean hold(@Nullable Object conditions, Variables variables) {
    if (conditions instanceof List<?>) {
      return PlainObjects.maps(conditions).stream().allMatch(one -> holds(one, variables));
    }
    Map<String, Object> groups = PlainObjects.fields(conditions);
    List<Map<String, Object>> any = PlainObjects.maps(groups.get("any"));
    List<Map<String, Object>> all = PlainObjects.maps(groups.get("all"));
    boolean one = any.isEmpty() || any.stream().anyMatch(each -> holds(each, variables));
    return one && all.stream().allMatch(each -> holds(each, variables));
  }

  private static boolean holds(Map<String, Object> condition, Variables variables) {
    Object key = variables.filledIn(condition.getOrDefault("key", ""));
    Object value = variables.filledIn(condition.getOrDefault("value", ""));
    String operator = PlainObjects.text(condition, "operator");
    return switch (operator) {
      case "Equals", "Equal" -> equal(key, value);
      case "NotEquals", "NotEqual" -> !equal(key, value);
      case "AnyIn" -> keys(key).stream().anyMatch(one -> isIn(one, value));
      case "In", "AllIn" -> keys(key).stream().allMatch(one -> isIn(one, value));
      case "NotIn", "AllNotIn" -> keys(key).stream().noneMatch(one -> isIn(one, value));
      case "AnyNotIn" -> keys(key).stream().anyMatch(one -> !isIn(one, value));
      case "GreaterThan", "DurationGreaterThan" -> compared(key, value) > 0;
      case "GreaterThanOrEquals", "DurationGreaterThanOrEquals" -> compared(key, value) >= 0;
      case "LessThan", "DurationLessThan" -> compared(key, value) < 0;
      case "LessThanOrEquals", "DurationLessThanOrEquals" -> compared(key, value) <= 0;
      default -> throw new ExpressionException("the operator " + operator + " is not known");
    };
  }

  private static List<Object> keys(Object key) {
    return key instanceof List<?> ? PlainObjects.items(key) : List.of(key);
  }

  private static boolean isIn(Object key, Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .anyMatch(
              one ->
                  Wildcard.matches(String.valueOf(one), String.valueOf(key))
                      || Wildcard.matches(String.valueOf(key), String.valueOf(one)));
    }
    return (key instanceof Map || value instanceof Map)
        ? refused()
        : PatternValue.matches(key, String.valueOf(value));
  }

  private static boolean refused() {
    throw new ExpressionException("membership of a mapping is not decided");
  }

  private static boolean equal(Object key, Object value) {
    if (key instanceof Number || value instanceof Number) {
      BigDecimal first = PatternValue.quantity(String.valueOf(key));
      BigDecimal second = PatternValue.quantity(String.valueOf(value));
      return first != null && second != null && first.compareTo(second) == 0;
    }
    if (key instanceof String text && value instanceof String pattern) {
      BigDecimal first = PatternValue.quantity(text);
      BigDecimal second = PatternValue.quantity(pattern);
      if (first != null && second != null) {
        return first.compareTo(second) == 0;
      }
      return Wildcard.matches(pattern, text);
    }
    return key.equals(value);
  }

  private static int compared(Object key, Object value) {
    String left = String.valueOf(key);
    String right = String.valueOf(value);
    BigDecimal first = PatternValue.quantity(left);
    BigDecimal second = PatternValue.quantity(right);
    if (first != null && second != null) {
      return first.compareTo(second);
    }
    Long time = PatternValue.duration(left);
    Long other = PatternValue.duration(right);
    if (time != null && other != null) {
      return time.compareTo(other);
    }
    throw new ExpressionException(left + " and " + right + " are not compared by size");
  }
}
