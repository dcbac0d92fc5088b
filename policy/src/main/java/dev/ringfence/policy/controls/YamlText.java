package dev.ringfence.policy.controls;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Values as YAML that cannot be read otherwise: in double quotes, which YAML shares with JSON. */
public final class YamlText {

  /** Words that YAML 1.1 or 1.2 reads as truths or as nothing. */
  private static final Set<String> NO_TEXTS =
      Set.of("", "y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private YamlText() {}

  /** A text in double quotes. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < ' ' || (letter >= 0x7f && letter <= 0xa0) || letter == 0xfeff) {
        quoted.append(String.format("\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * A name made of letters, digits, dashes and dots: in quotes where YAML would take it for
   * something else, a number, a date, a truth or nothing.
   */
  public static String name(String name) {
    boolean digit = !name.isEmpty() && Character.isDigit(name.charAt(0));
    return digit || NO_TEXTS.contains(name.toLowerCase(Locale.ROOT)) ? quoted(name) : name;
  }

  /** A list on one line. */
  public static String list(Collection<String> texts) {
    return "[" + String.join(", ", texts.stream().map(YamlText::quoted).toList()) + "]";
  }

  /** A mapping on one line, sorted by key. */
  public static String map(Map<String, String> entries) {
    StringBuilder line = new StringBuilder("{");
    new TreeMap<>(entries)
        .forEach(
            (key, value) ->
                line.append(line.length() == 1 ? "" : ", ")
                    .append(quoted(key))
                    .append(": ")
                    .append(quoted(value)));
    return line.append('}').toString();
  }

  /** A text of several lines, each moved right. */
  public static String indented(String text, int by) {
    return text.stripTrailing().indent(by).stripTrailing();
  }
}
