package dev.ringfence.engine.admission.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges an apply configuration into an object as {@code structured-merge-diff} does: structures by
 * field, lists by the keys of their items; what is atomic may not be part of one.
 */
final class StructuredMerge {

  private StructuredMerge() {}

  /**
   * The object with the patch merged in; neither is changed.
   *
   * @throws ExpressionException where the API server refuses the patch, or where it cannot be told
   */
  static Map<String, Object> merge(
      String group, String kind, Map<String, Object> object, Map<String, Object> patch) {
    boolean known = MergeSchema.knows(group, kind);
    for (Map.Entry<String, Object> field : patch.entrySet()) {
      if (!known && !field.getKey().equals("metadata")) {
        throw new ExpressionException(
            "how fields of " + kind + " are merged is not known, beyond metadata");
      }
    }
    if (!known) {
      Map<String, Object> merged = new LinkedHashMap<>(object);
      Object of = patch.get("metadata");
      if (of != null) {
        merged.put(
            "metadata",
            value(
                new MergeSchema.Field(false, null, "ObjectMeta"), object.get("metadata"), of, ""));
      }
      return merged;
    }
    return structure(kind, object, patch, "");
  }

  private static Map<String, Object> structure(
      String type, Map<String, Object> object, Map<String, Object> patch, String path) {
    Map<String, Object> merged = new LinkedHashMap<>(object);
    patch.forEach(
        (name, value) ->
            merged.put(
                name,
                value(MergeSchema.field(type, name), object.get(name), value, path + "." + name)));
    return merged;
  }

  private static Object value(
      MergeSchema.Field field, @Nullable Object before, Object after, String path) {
    if (field.atomic() && (after instanceof Map || after instanceof List)) {
      throw new ExpressionException(
          ExpressionException.Kind.EVALUATION,
          "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or"
              + " structs: "
              + path);
    }
    if (after instanceof Map) {
      return structure(field.type(), PlainObjects.fields(before), PlainObjects.fields(after), path);
    }
    if (after instanceof List<?> items && field.keys() != null) {
      return new ListMerge(field, before instanceof List<?> list ? list : List.of(), items, path)
          .merged();
    }
    return after;
  }

  /** {@code visitListItems} of structured-merge-diff: what both have stays where it was. */
  private static final class ListMerge {
    private final MergeSchema.Field field;
    private final String path;
    private final List<?> before;
    private final List<Object> keysBefore = new ArrayList<>();
    private final List<Object> keysAfter = new ArrayList<>();
    private final Map<Object, @Nullable Object> ofBefore = new LinkedHashMap<>();
    private final Map<Object, @Nullable Object> ofAfter = new LinkedHashMap<>();

    ListMerge(MergeSchema.Field field, List<?> before, List<?> after, String path) {
      this.field = field;
      this.path = path;
      this.before = before;
      for (Object item : before) {
        Object key = key(item);
        keysBefore.add(key);
        ofBefore.put(key, ofBefore.containsKey(key) ? null : item);
      }
      for (Object item : after) {
        Object key = key(item);
        if (ofAfter.containsKey(key)) {
          throw refused("duplicate entries for key " + key);
        }
        keysAfter.add(key);
        ofAfter.put(key, item);
      }
    }

    private ExpressionException refused(String why) {
      return new ExpressionException(
          ExpressionException.Kind.EVALUATION, "error applying patch: " + path + ": " + why);
    }

    /** What tells an item apart; an item of a set is its own key. */
    private Object key(@Nullable Object item) {
      List<String> keys = field.keys();
      if (keys == null || keys.isEmpty()) {
        return String.valueOf(item);
      }
      Map<String, Object> fields = PlainObjects.fields(item);
      List<Object> key = new ArrayList<>();
      for (String name : keys) {
        Object value = fields.get(name);
        if (value == null && name.equals("protocol")) {
          value = "TCP";
        }
        if (value == null) {
          throw refused("associative list with keys has an element that omits key field " + name);
        }
        key.add(value);
      }
      return key;
    }

    private @Nullable Object item(@Nullable Object left, Object right) {
      return left != null && right instanceof Map
          ? structure(field.type(), PlainObjects.fields(left), PlainObjects.fields(right), path)
          : right instanceof Map
              ? structure(field.type(), new LinkedHashMap<>(), PlainObjects.fields(right), path)
              : right;
    }

    List<Object> merged() {
      List<Object> shared = new ArrayList<>(keysAfter);
      shared.removeIf(key -> !ofBefore.containsKey(key));
      List<Object> out = new ArrayList<>();
      List<Object> taken = new ArrayList<>();
      int next = 0;
      int left = 0;
      int right = 0;
      while (left < keysBefore.size() || right < keysAfter.size()) {
        boolean both = left < keysBefore.size() && right < keysAfter.size();
        Object wanted = next < shared.size() ? shared.get(next) : null;
        Object key = left < keysBefore.size() ? keysBefore.get(left) : null;
        if (both && keysAfter.get(right).equals(key)) {
          take(right, taken, out);
          left++;
          right++;
          next++;
          continue;
        }
        if (both && ofAfter.containsKey(key) && wanted != null && !wanted.equals(key)) {
          left++;
          continue;
        }
        if (key != null) {
          if (!ofAfter.containsKey(key)) {
            out.add(java.util.Objects.requireNonNull(before.get(left)));
            left++;
            continue;
          }
          if (taken.contains(key)) {
            left++;
          }
        }
        if (right < keysAfter.size()) {
          Object taking = keysAfter.get(right);
          take(right, taken, out);
          right++;
          next += taking.equals(wanted) ? 1 : 0;
        }
      }
      return out;
    }

    private void take(int right, List<Object> taken, List<Object> out) {
      Object key = keysAfter.get(right);
      taken.add(key);
      Object merged = item(ofBefore.get(key), java.util.Objects.requireNonNull(ofAfter.get(key)));
      if (merged != null) {
        out.add(merged);
      }
    }
  }
}
