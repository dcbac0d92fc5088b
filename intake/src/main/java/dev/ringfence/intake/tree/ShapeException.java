package dev.ringfence.intake.tree;

import org.jspecify.annotations.Nullable;

/**
 * A field has another type than the API gives it. It carries the node rather than the path, so that
 * reading costs nothing for paths; whoever holds the root finds the path with {@link #pathFrom}.
 */
public final class ShapeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Tree parent;
  private final String step;

  ShapeException(Tree parent, String step, String wanted, Tree found) {
    this(parent, step, wanted, found, null);
  }

  ShapeException(Tree parent, String step, String wanted, Tree found, @Nullable Throwable cause) {
    this("must be " + wanted + ", but is " + found.typeName(), parent, step, cause);
  }

  private ShapeException(String message, Tree parent, String step, @Nullable Throwable cause) {
    super(message, cause);
    this.parent = parent;
    this.step = step;
  }

  /** A field has the right type and a value that the API server refuses. */
  public static ShapeException refused(Fields parent, String field, String why) {
    return new ShapeException(why, parent, field, null);
  }

  /** The path of the field under {@code root}, for example {@code spec.containers[0].image}. */
  public String pathFrom(Tree root) {
    String path = find(root, "");
    return path == null ? step : join(path, step);
  }

  @SuppressWarnings("ReferenceEquality") // this very node, not one that is equal
  private @Nullable String find(Tree node, String path) {
    if (node == parent) {
      return path;
    }
    if (node instanceof Fields fields) {
      for (int i = 0; i < fields.size(); i++) {
        String found = find(fields.value(i), join(path, fields.name(i)));
        if (found != null) {
          return found;
        }
      }
    } else if (node instanceof Items items) {
      for (int i = 0; i < items.size(); i++) {
        String found = find(items.get(i), path + "[" + i + "]");
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static String join(String path, String step) {
    return path.isEmpty() || step.startsWith("[") ? path + step : path + "." + step;
  }
}
