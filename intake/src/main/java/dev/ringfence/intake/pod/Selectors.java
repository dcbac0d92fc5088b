package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Operator;
import dev.ringfence.engine.cluster.LabelSelector.Requirement;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Label selectors and the like, which many kinds have. */
public final class Selectors {

  private Selectors() {}

  /** The selector behind a field, or null where it is absent, which is not the empty one. */
  public static @Nullable LabelSelector labelsOrNull(Fields parent, String field) {
    Fields selector = parent.fieldsOrNull(field);
    return selector == null ? null : labels(selector);
  }

  /** A {@code metav1.LabelSelector}. */
  public static LabelSelector labels(Fields selector) {
    if (selector.isEmpty()) {
      return LabelSelector.EVERYTHING;
    }
    return new LabelSelector(
        selector.textMap("matchLabels"), requirements(selector, "matchExpressions", false));
  }

  /** Expressions of label selectors, or of node selectors, which also compare numbers. */
  public static List<Requirement> requirements(Fields parent, String field, boolean ofNodes) {
    Items items = parent.items(field);
    List<Requirement> requirements = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      if (item.isEmpty()) {
        throw ShapeException.refused(
            parent, field + "[" + i + "]", "must have a key and an operator");
      }
      String name = item.text("operator");
      Operator operator =
          switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case "Gt" -> ofNodes ? Operator.GT : unknown(item, name);
            case "Lt" -> ofNodes ? Operator.LT : unknown(item, name);
            default -> unknown(item, name);
          };
      List<String> values = item.texts("values");
      boolean needsValues = operator == Operator.IN || operator == Operator.NOT_IN;
      boolean needsOne = operator == Operator.GT || operator == Operator.LT;
      if (needsValues ? values.isEmpty() : values.size() != (needsOne ? 1 : 0)) {
        throw ShapeException.refused(
            item,
            "values",
            needsValues
                ? "must not be empty where the operator is " + name
                : "must have "
                    + (needsOne ? "one entry" : "no entry")
                    + " where the operator is "
                    + name);
      }
      if (item.text("key").isEmpty()) {
        throw ShapeException.refused(item, "key", "is missing");
      }
      requirements.add(new Requirement(item.text("key"), operator, values));
    }
    return requirements;
  }

  private static Operator unknown(Fields item, String name) {
    throw ShapeException.refused(
        item, "operator", "is no operator of a selector: \"" + name + "\" (In, NotIn, Exists, …)");
  }
}
