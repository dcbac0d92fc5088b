package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import dev.ringfence.policy.shape.Spelling;

/** A {@code metav1.LabelSelector} in a document. */
final class LabelSelectorShape {

  /** The four operators of label selectors; node selectors' two others are not allowed here. */
  private enum Operator {
    IN(LabelSelector.Operator.IN),
    NOT_IN(LabelSelector.Operator.NOT_IN),
    EXISTS(LabelSelector.Operator.EXISTS),
    DOES_NOT_EXIST(LabelSelector.Operator.DOES_NOT_EXIST);

    private final LabelSelector.Operator operator;

    Operator(LabelSelector.Operator operator) {
      this.operator = operator;
    }
  }

  private static final Shape.Fields REQUIREMENT =
      Shape.Fields.of(
          Field.required("key", Shape.labelKey(), "The label."),
          Field.required("operator", Shape.choice(Operator.class), "How it is compared."),
          Field.optional(
              "values",
              new Shape.Listing(Shape.labelValue(), 0),
              "With what; not with Exists and DoesNotExist."));

  static final Shape.Fields SHAPE =
      Shape.Fields.of(
          Field.optional("matchLabels", Shape.labels(), "Labels that must be there."),
          Field.optional(
              "matchExpressions",
              new Shape.Listing(REQUIREMENT, 0),
              "Expressions that must all hold."));

  private LabelSelectorShape() {}

  static LabelSelector read(Section section, Checks checks) {
    return new LabelSelector(
        section.table("matchLabels"),
        section.sections("matchExpressions", item -> requirement(item, checks)));
  }

  private static LabelSelector.Requirement requirement(Section section, Checks checks) {
    LabelSelector.Operator operator =
        Spelling.constant(Operator.class, section.text("operator", "")).operator;
    boolean needsValues =
        operator == LabelSelector.Operator.IN || operator == LabelSelector.Operator.NOT_IN;
    boolean hasValues = !section.texts("values").isEmpty();
    if (needsValues != hasValues) {
      checks.add(
          section.position("values"),
          "spec.namespaces.selector.matchExpressions",
          section.text("operator", "")
              + (needsValues ? " needs at least one value" : " takes no values"));
    }
    return new LabelSelector.Requirement(
        section.text("key", ""), operator, section.texts("values"));
  }
}
