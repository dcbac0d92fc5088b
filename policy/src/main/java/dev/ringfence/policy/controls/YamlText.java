package dev.ringfence.policy.controls;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Values as YAML that cannot be read otherwise: in double quotes, which YAML shares with JSON. */
public final class YamlText {

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
