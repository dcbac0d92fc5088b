package dev.ringfence.intake.tree;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list. */
public final class Items implements Tree {

  public static final Items EMPTY = new Items(new Tree[0]);

  private final Tree[] values;

  Items(Tree[] values) {
    this.values = values;
  }

  public int size() {
    return values.length;
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  public Tree get(int index) {
    return values[index];
  }

  /** The item as a mapping; a null item is an empty one, as the API server's decoder has it. */
  public Fields fields(int index) {
    if (values[index] instanceof Fields fields) {
      return fields;
    }
    if (values[index] == Mark.NULL) {
      return Fields.EMPTY;
    }
    throw new ShapeException(this, "[" + index + "]", "a mapping", values[index]);
  }

  /** The item as a text. */
  public String text(int index) {
    if (values[index] instanceof Text text) {
      return text.value();
    }
    if (values[index] == Mark.NULL) {
      return "";
    }
    throw new ShapeException(this, "[" + index + "]", "a text", values[index]);
  }

  Items prune(UnaryOperator<Tree> item) {
    Tree[] pruned = new Tree[values.length];
    for (int i = 0; i < values.length; i++) {
      pruned[i] = item.apply(values[i]);
    }
    return new Items(pruned);
  }

  @Override
  public String typeName() {
    return "a list";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Items that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
