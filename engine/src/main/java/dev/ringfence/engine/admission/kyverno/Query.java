package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JMESPath query, as far as policies commonly use the language: fields, indices, projections,
 * flattening, filters, comparisons, {@code ||}, {@code &&}, {@code !}, pipes, literals and a few
 * functions. Anything else is not decidable.
 */
interface Query {

  @Nullable Object of(@Nullable Object value);

  /**
   * @throws ExpressionException where the text is no such query
   */
  static Query parse(String text) {
    return new QueryParser(text).whole();
  }

  /** What JMESPath takes for false. */
  static boolean isFalse(@Nullable Object value) {
    return value == null
        || Boolean.FALSE.equals(value)
        || "".equals(value)
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  /** The right side for every item of what the left side finds; none for what is no list. */
  static Query projection(Query left, Query right) {
    return value -> {
      if (!(left.of(value) instanceof List<?> items)) {
        return null;
      }
      List<Object> found = new ArrayList<>();
      for (Object item : items) {
        Object one = right.of(item);
        if (one != null) {
          found.add(one);
        }
      }
      return found;
    };
  }

  static Query flattened(Query left) {
    return value -> {
      if (!(left.of(value) instanceof List<?> items)) {
        return null;
      }
      List<@Nullable Object> flat = new ArrayList<>();
      for (Object item : items) {
        if (item instanceof List<?> inner) {
          flat.addAll(inner);
        } else {
          flat.add(item); // null, too: what is projected from it is left out
        }
      }
      return flat;
    };
  }

  static Query filtered(Query left, Query condition) {
    return value ->
        left.of(value) instanceof List<?> items
            ? items.stream().filter(item -> !isFalse(condition.of(item))).toList()
            : null;
  }

  static Query compared(Query left, String operator, Query right) {
    return value -> {
      Object first = left.of(value);
      Object second = right.of(value);
      if (operator.equals("==") || operator.equals("!=")) {
        boolean same =
            (first instanceof Number a && second instanceof Number b)
                ? a.doubleValue() == b.doubleValue()
                : Objects.equals(first, second);
        return same == operator.equals("==");
      }
      if (!(first instanceof Number a) || !(second instanceof Number b)) {
        return null;
      }
      int order = Double.compare(a.doubleValue(), b.doubleValue());
      return switch (operator) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    };
  }

  static Query called(String name, List<Query> arguments) {
    switch (name) {
      case "length",
          "keys",
          "values",
          "to_string",
          "to_number",
          "to_lower",
          "to_upper",
          "type" -> {}
      case "contains", "starts_with", "ends_with", "join", "split", "not_null" -> {}
      default -> throw new ExpressionException("the function " + name + " is not known");
    }
    return value -> {
      List<@Nullable Object> given = new ArrayList<>();
      arguments.forEach(argument -> given.add(argument.of(value)));
      return QueryFunctions.call(name, given);
    };
  }
}
