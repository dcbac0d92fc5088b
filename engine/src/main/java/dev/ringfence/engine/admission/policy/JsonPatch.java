package dev.ringfence.engine.admission.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** RFC 6902 on plain values, as {@code evanphx/json-patch} v4 reads it. */
final class JsonPatch {

  private JsonPatch() {}

  /**
   * The object with all operations done, or the object itself where a {@code test} failed.
   *
   * @throws ExpressionException where an operation cannot be done
   */
  static Map<String, Object> apply(Map<String, Object> object, List<?> operations) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("", PlainObjects.copy(object));
    for (Object one : operations) {
      Map<String, Object> operation = PlainObjects.fields(one);
      String path = String.valueOf(operation.get("path"));
      Object value = operation.get("value");
      switch (String.valueOf(operation.get("op"))) {
        case "add" -> add(root, path, PlainObjects.copyOf(required(value, "value")));
        case "remove" -> remove(root, path);
        case "replace" -> {
          remove(root, path);
          add(root, path, PlainObjects.copyOf(required(value, "value")));
        }
        case "move" -> {
          String from = String.valueOf(operation.get("from"));
          Object moved = required(find(root, from), from);
          remove(root, from);
          add(root, path, moved);
        }
        case "copy" ->
            add(
                root,
                path,
                PlainObjects.copyOf(
                    required(find(root, String.valueOf(operation.get("from"))), "from")));
        case "test" -> {
          if (!Objects.equals(find(root, path), value)) {
            return object;
          }
        }
        default -> throw failed("Unexpected kind: " + operation.get("op"));
      }
    }
    return PlainObjects.fields(root.get(""));
  }

  private static ExpressionException failed(String why) {
    return new ExpressionException(ExpressionException.Kind.EVALUATION, "JSON Patch: " + why);
  }

  private static Object required(@Nullable Object value, String path) {
    if (value == null) {
      throw failed("missing value: " + path);
    }
    return value;
  }

  private static String word(String path, int segment) {
    return path.split("/", -1)[segment].replace("~1", "/").replace("~0", "~");
  }

  /** What holds the last segment. */
  private static Object parent(Map<String, Object> root, String path) {
    int segments = path.split("/", -1).length;
    Object at = root;
    for (int segment = 0; segment < segments - 1; segment++) {
      at = required(child(at, word(path, segment)), path);
    }
    return at;
  }

  private static @Nullable Object find(Map<String, Object> root, String path) {
    Object parent = parent(root, path);
    return child(parent, last(path));
  }

  private static String last(String path) {
    return word(path, path.split("/", -1).length - 1);
  }

  private static @Nullable Object child(Object parent, String name) {
    if (parent instanceof List<?> list) {
      int index = index(name, list.size());
      return index < list.size() ? list.get(index) : null;
    }
    return PlainObjects.fields(parent).get(name);
  }

  private static int index(String name, int size) {
    try {
      int index = Integer.parseInt(name);
      if (index < -size || index > size) {
        throw failed("Unable to access invalid index: " + index);
      }
      return index < 0 ? index + size : index;
    } catch (NumberFormatException noIndex) {
      throw failed("value was not a proper array index: " + name);
    }
  }

  @SuppressWarnings("unchecked") // lists of plain values
  private static void add(Map<String, Object> root, String path, Object value) {
    Object parent = parent(root, path);
    String name = last(path);
    if (parent instanceof List<?> list) {
      int index = name.equals("-") ? list.size() : index(name, list.size());
      ((List<Object>) list).add(index, value);
    } else if (parent instanceof Map<?, ?>) {
      PlainObjects.fields(parent).put(name, value);
    } else {
      throw failed("add operation does not apply: doc is missing path: " + path);
    }
  }

  private static void remove(Map<String, Object> root, String path) {
    Object parent = parent(root, path);
    String name = last(path);
    if (parent instanceof List<?> list) {
      int index = index(name, list.size());
      if (index >= list.size()) {
        throw failed("Unable to access invalid index: " + index);
      }
      list.remove(index);
    } else if (PlainObjects.fields(parent).remove(name) == null) {
      throw failed("remove operation does not apply: doc is missing path: " + path);
    }
  }
}
