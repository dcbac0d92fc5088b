package dev.ringfence.engine.admission.kyverno;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One value against one leaf of a pattern: {@code pkg/engine/pattern}. */
final class PatternValue {

  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]*)?|[+-]?\\.[0-9]+)([eE][+-]?[0-9]+|[a-zA-Z]*)");
  private static final Pattern RANGE = Pattern.compile("([-+]?\\w+(?:\\.\\d+)?)(!?-)([-+]?\\w+.*)");
  private static final Pattern DURATION_PART = Pattern.compile("([0-9.]+)(h|ms|m|s|us|ns)");
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", new BigDecimal(1L << 10)),
          Map.entry("Mi", new BigDecimal(1L << 20)),
          Map.entry("Gi", new BigDecimal(1L << 30)),
          Map.entry("Ti", new BigDecimal(1L << 40)),
          Map.entry("Pi", new BigDecimal(1L << 50)),
          Map.entry("Ei", new BigDecimal(1L << 60)));

  private PatternValue() {}

  static boolean matches(@Nullable Object value, @Nullable Object pattern) {
    return switch (pattern) {
      case null -> isNothing(value);
      case Boolean flag -> flag.equals(value);
      case Number number -> matchesNumber(value, number);
      case String text -> matchesText(value, text);
      case Map<?, ?> map -> value instanceof Map<?, ?>;
      default -> false;
    };
  }

  private static boolean isNothing(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Number number -> number.doubleValue() == 0;
      case String text -> text.isEmpty();
      case Boolean flag -> !flag;
      default -> false;
    };
  }

  private static boolean matchesNumber(@Nullable Object value, Number pattern) {
    try {
      return (value instanceof Number || value instanceof String)
          && new BigDecimal(value.toString()).compareTo(new BigDecimal(pattern.toString())) == 0;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  private static boolean matchesText(@Nullable Object value, String pattern) {
    if (pattern.equals(value)) {
      return true;
    }
    for (String any : pattern.split("\\|", -1)) {
      boolean all = true;
      for (String each : any.strip().split("&", -1)) {
        all = all && matchesOne(value, each.strip());
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesOne(@Nullable Object value, String pattern) {
    for (String operator : List.of(">=", "<=", ">", "<", "!")) {
      if (pattern.startsWith(operator)) {
        return compares(value, pattern.substring(operator.length()).strip(), operator);
      }
    }
    Matcher range = RANGE.matcher(pattern);
    if (range.matches() && quantity(range.group(1)) != null && quantity(range.group(3)) != null) {
      return range.group(2).equals("-")
          ? compares(value, range.group(1), ">=") && compares(value, range.group(3), "<=")
          : compares(value, range.group(1), "<") || compares(value, range.group(3), ">");
    }
    return compares(value, pattern, "=");
  }

  private static boolean compares(@Nullable Object value, String pattern, String operator) {
    BigDecimal wanted = quantity(pattern);
    String written = value == null ? "0" : value.toString();
    BigDecimal found =
        value == null || value instanceof Number || value instanceof String
            ? quantity(written)
            : null;
    if (wanted != null && found != null && holds(found.compareTo(wanted), operator)) {
      return true;
    }
    Long time = duration(pattern);
    Long other = value instanceof String ? duration(written) : null;
    if (time != null && other != null && holds(other.compareTo(time), operator)) {
      return true;
    }
    if (value == null || value instanceof Map || value instanceof List) {
      return false;
    }
    boolean same = Wildcard.matches(pattern, written);
    return (operator.equals("=") && same) || (operator.equals("!") && !same);
  }

  private static boolean holds(int comparison, String operator) {
    return switch (operator) {
      case ">=" -> comparison >= 0;
      case "<=" -> comparison <= 0;
      case ">" -> comparison > 0;
      case "<" -> comparison < 0;
      case "!" -> comparison != 0;
      default -> comparison == 0;
    };
  }

  /** The number that a quantity stands for, or null. */
  static @Nullable BigDecimal quantity(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String suffix = matcher.group(2);
    if (suffix.length() > 1
        && (suffix.startsWith("e") || suffix.startsWith("E"))
        && !SUFFIXES.containsKey(suffix)) {
      return new BigDecimal(matcher.group(1) + suffix);
    }
    BigDecimal factor = SUFFIXES.get(suffix);
    return factor == null ? null : new BigDecimal(matcher.group(1)).multiply(factor);
  }

  /** The nanoseconds of a duration as Go writes it, or null. */
  static @Nullable Long duration(String text) {
    Matcher part = DURATION_PART.matcher(text);
    long sum = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      double number = Double.parseDouble(part.group(1));
      double nanoseconds =
          switch (part.group(2)) {
            case "h" -> 3.6e12;
            case "m" -> 6e10;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "us" -> 1e3;
            default -> 1;
          };
      sum += (long) (number * nanoseconds);
    }
    return end == text.length() && end > 0 ? sum : null;
  }
}
