package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.ExpressionException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of JMESPath that policies commonly use. */
final class QueryFunctions {

  private QueryFunctions() {}

  static @Nullable Object call(String name, List<@Nullable Object> given) {
    Object first = given.isEmpty() ? null : given.getFirst();
    return switch (name) {
      case "length" -> length(first);
      case "keys" -> first instanceof Map<?, ?> map ? new ArrayList<>(map.keySet()) : bad(name);
      case "values" -> first instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : bad(name);
      case "to_string" ->
          first instanceof Map || first instanceof List ? bad(name) : String.valueOf(first);
      case "to_number" -> number(first);
      case "to_lower" -> text(first, name).toLowerCase(Locale.ROOT);
      case "to_upper" -> text(first, name).toUpperCase(Locale.ROOT);
      case "contains" -> contains(first, given.get(1));
      case "starts_with" -> text(first, name).startsWith(text(given.get(1), name));
      case "ends_with" -> text(first, name).endsWith(text(given.get(1), name));
      case "join" -> joined(text(first, name), given.get(1));
      case "split" ->
          List.of(
              (Object[])
                  text(first, name)
                      .split(java.util.regex.Pattern.quote(text(given.get(1), name)), -1));
      case "not_null" -> given.stream().filter(java.util.Objects::nonNull).findFirst().orElse(null);
      default ->
          switch (first) {
            case null -> "null";
            case Boolean flag -> "boolean";
            case Number number -> "number";
            case List<?> list -> "array";
            case Map<?, ?> map -> "object";
            default -> "string";
          };
    };
  }

  private static Object bad(String name) {
    throw new ExpressionException(
        ExpressionException.Kind.EVALUATION, name + " was called with what it does not take");
  }

  private static String text(@Nullable Object value, String name) {
    return value instanceof String text ? text : (String) bad(name);
  }

  private static Object length(@Nullable Object value) {
    return switch (value) {
      case String text -> (long) text.codePointCount(0, text.length());
      case List<?> list -> (long) list.size();
      case Map<?, ?> map -> (long) map.size();
      case null, default -> bad("length");
    };
  }

  private static @Nullable Object number(@Nullable Object value) {
    if (value instanceof Number) {
      return value;
    }
    try {
      return value instanceof String text ? new BigDecimal(text) : null;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static Object contains(@Nullable Object where, @Nullable Object what) {
    return where instanceof List<?> list
        ? list.contains(what)
        : text(where, "contains").contains(text(what, "contains"));
  }

  private static Object joined(String glue, @Nullable Object items) {
    if (!(items instanceof List<?> list)) {
      return bad("join");
    }
    return String.join(glue, list.stream().map(String::valueOf).toList());
  }
}
