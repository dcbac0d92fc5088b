package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.util.List;
import java.util.regex.Pattern;

/** What the API server takes for the key and the value of a label, in a selector. */
final class LabelSyntax {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private LabelSyntax() {}

  /** The selector, unless it asks for what no label can be. */
  static LabelSelector checked(Fields parent, String field, LabelSelector selector) {
    selector.matchLabels().forEach((key, value) -> check(parent, field, key, List.of(value)));
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      check(parent, field, requirement.key(), requirement.values());
    }
    return selector;
  }

  private static void check(Fields parent, String field, String key, List<String> values) {
    if (!isKey(key)) {
      throw ShapeException.refused(
          parent, field, "asks for \"" + key + "\", which is no label's key");
    }
    for (String value : values) {
      if (!value.isEmpty() && !isName(value)) {
        throw ShapeException.refused(
            parent, field, "asks for \"" + value + "\", which no label " + key + " can have");
      }
    }
  }

  private static boolean isKey(String key) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    return isName(key.substring(slash + 1))
        && (slash < 0 || (prefix.length() <= 253 && PREFIX.matcher(prefix).matches()));
  }

  private static boolean isName(String text) {
    return text.length() <= 63 && NAME.matcher(text).matches();
  }
}
