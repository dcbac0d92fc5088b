package dev.ringfence.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code find}, {@code findAll} and {@code format}. */
final class Texts {

  private Texts() {}

  static void addTo(CelLibrary library) {
    library.member(
        "find", CelLibrary.TEXT, a -> find(a[0], a[1]), CelLibrary.TEXT, CelLibrary.TEXT);
    library.member(
        "findAll",
        CelLibrary.TEXTS,
        a -> findAll(a[0], a[1], -1),
        CelLibrary.TEXT,
        CelLibrary.TEXT);
    library.member(
        "findAll",
        CelLibrary.TEXTS,
        a -> findAll(a[0], a[1], (Long) a[2]),
        CelLibrary.TEXT,
        CelLibrary.TEXT,
        CelLibrary.INTEGER);
    library.member(
        "format",
        CelLibrary.TEXT,
        a -> format((String) a[0], (List<?>) a[1]),
        CelLibrary.TEXT,
        CelLibrary.LIST);
  }

  private static Matcher matcher(Object text, Object expression) throws CelEvaluationException {
    try {
      return Pattern.compile((String) expression).matcher((String) text);
    } catch (PatternSyntaxException illegal) {
      throw CelLibrary.error("Illegal regex: " + illegal.getMessage());
    }
  }

  private static String find(Object text, Object expression) throws CelEvaluationException {
    Matcher matcher = matcher(text, expression);
    return matcher.find() ? matcher.group() : "";
  }

  private static List<String> findAll(Object text, Object expression, long most)
      throws CelEvaluationException {
    List<String> found = new ArrayList<>();
    Matcher matcher = matcher(text, expression);
    while ((most < 0 || found.size() < most) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /** {@code %s %d %f %e %b %x %X %o %%}, as cel-go's strings extension has them. */
  private static String format(String pattern, List<?> arguments) throws CelEvaluationException {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (int at = 0; at < pattern.length(); at++) {
      if (pattern.charAt(at) != '%') {
        text.append(pattern.charAt(at));
        continue;
      }
      int end = at + 1;
      while (end < pattern.length() && (".0123456789".indexOf(pattern.charAt(end)) >= 0)) {
        end++;
      }
      if (end >= pattern.length()) {
        throw CelLibrary.error("unexpected end of string");
      }
      String precision = pattern.substring(at + 1, end);
      char clause = pattern.charAt(end);
      at = end;
      if (clause == '%') {
        text.append('%');
        continue;
      }
      if (next >= arguments.size()) {
        throw CelLibrary.error("index " + next + " out of range");
      }
      text.append(clause(clause, precision, arguments.get(next++)));
    }
    return text.toString();
  }

  private static String clause(char clause, String precision, Object value)
      throws CelEvaluationException {
    try {
      return switch (clause) {
        case 's' -> text(value);
        case 'd' -> Long.toString(((Number) value).longValue());
        case 'b' ->
            value instanceof Boolean flag ? (flag ? "1" : "0") : Long.toBinaryString((Long) value);
        case 'o' -> Long.toOctalString((Long) value);
        case 'x' -> value instanceof Long number ? Long.toHexString(number) : hex((String) value);
        case 'X' ->
            (value instanceof Long number ? Long.toHexString(number) : hex((String) value))
                .toUpperCase(Locale.ROOT);
        case 'f', 'e' ->
            String.format(
                Locale.ROOT,
                "%" + (precision.isEmpty() ? ".6" : precision) + clause,
                ((Number) value).doubleValue());
        default -> throw CelLibrary.error("unrecognized formatting clause \"" + clause + "\"");
      };
    } catch (ClassCastException other) {
      throw CelLibrary.error("could not format as %" + clause);
    }
  }

  private static String hex(String text) {
    StringBuilder digits = new StringBuilder();
    for (byte one : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      digits.append(String.format(Locale.ROOT, "%02x", one));
    }
    return digits.toString();
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> list -> {
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(text(item)));
        yield "[" + String.join(", ", items) + "]";
      }
      case Map<?, ?> map -> {
        List<String> items = new ArrayList<>();
        map.forEach((key, item) -> items.add(text(key) + ": " + text(item)));
        items.sort(null);
        yield "{" + String.join(", ", items) + "}";
      }
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Long.toString(number.longValue());
      case dev.cel.common.values.NullValue nothing -> "null";
      default -> value.toString();
    };
  }
}
