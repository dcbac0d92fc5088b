package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.intake.pod.QualifiedName;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.util.List;

/** What the API server takes for the key and the value of a label, in a selector. */
final class LabelSyntax {

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
    if (!QualifiedName.isOne(key)) {
      throw ShapeException.refused(
          parent, field, "asks for \"" + key + "\", which is no label's key");
    }
    for (String value : values) {
      if (!value.isEmpty() && !QualifiedName.isName(value)) {
        throw ShapeException.refused(
            parent, field, "asks for \"" + value + "\", which no label " + key + " can have");
      }
    }
  }
}
