package dev.ringfence.enforce;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.traits.Amount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object is what is wanted of it: all that is wanted is there, and nothing beside that
 * others have added and the server does not fill in by itself: an {@code egress} rule added to a
 * default-deny policy is a hole although every wanted field is there. Lists are compared whole.
 *
 * <p>Namespaces and accounts are shared with others, and only what is a fence's own is looked at.
 */
final class Comparison {

  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]+(\\.[0-9]+)?([numkMGTPE]|[KMGTPE]i)?");

  /** What is no part of what an object says. */
  private static final Set<String> SERVERS_OWN = Set.of("apiVersion", "kind", "metadata", "status");

  private static final Map<String, String> FILLED_IN =
      Map.ofEntries(
          Map.entry("failurePolicy", "Fail"),
          Map.entry("matchPolicy", "Equivalent"),
          Map.entry("preemptionPolicy", "PreemptLowerPriority"),
          Map.entry("protocol", "TCP"),
          Map.entry("reinvocationPolicy", "Never"),
          Map.entry("scope", "*"));

  private final List<Difference.Field> fields = new ArrayList<>();

  private Comparison() {}

  /** What differs of an object, as the server lists it. */
  static List<Difference.Field> of(ControlObject object, Map<String, @Nullable Object> found) {
    Map<String, @Nullable Object> wanted = new LinkedHashMap<>(Trees.ofYaml(object.text()));
    // Items of a list do not repeat what the list is of.
    wanted.keySet().removeAll(List.of("apiVersion", "kind"));
    return of(object.kind(), wanted, found);
  }

  private static List<Difference.Field> of(
      String kind, Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> found) {
    Comparison comparison = new Comparison();
    comparison.compare("", wanted, found);
    switch (kind) {
      case "ServiceAccount" -> {}
      case "Namespace" -> {
        comparison.addedMarks("labels", wanted, found);
        comparison.addedMarks("annotations", wanted, found);
      }
      default ->
          found.forEach(
              (field, value) -> {
                if (!SERVERS_OWN.contains(field)) {
                  comparison.added(field, wanted.get(field), value);
                }
              });
    }
    return comparison.fields;
  }

  /** Labels and annotations that policies and Pod Security read. */
  private void addedMarks(
      String field, Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> found) {
    Map<String, @Nullable Object> own = Trees.map(Trees.map(wanted, "metadata"), field);
    Trees.map(Trees.map(found, "metadata"), field)
        .forEach(
            (key, value) -> {
              boolean isAFences =
                  key.startsWith("ringfence.dev/") || key.startsWith("pod-security.kubernetes.io/");
              if (isAFences && !own.containsKey(key)) {
                fields.add(
                    new Difference.Field(
                        join("metadata." + field, key), null, String.valueOf(value)));
              }
            });
  }

  /** What is there and not wanted, but for what the server fills in. */
  private void added(String path, @Nullable Object wanted, @Nullable Object found) {
    if (found instanceof Map<?, ?> && (wanted instanceof Map<?, ?> || wanted == null)) {
      Map<String, @Nullable Object> own = Trees.map(wanted);
      Map<String, @Nullable Object> there = Trees.map(found);
      if (wanted == null && !there.isEmpty() && !isFilledIn(path, found)) {
        fields.add(new Difference.Field(path, null, found.toString()));
        return;
      }
      there.forEach((key, value) -> added(join(path, key), own.get(key), value));
    } else if (found instanceof List<?> there && wanted instanceof List<?> own) {
      for (int index = 0; index < Math.min(own.size(), there.size()); index++) {
        added(path + "[" + index + "]", own.get(index), there.get(index));
      }
    } else if (wanted == null && found != null && !isEmpty(found) && !isFilledIn(path, found)) {
      fields.add(new Difference.Field(path, null, found.toString()));
    }
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || value.equals("")
        || value.equals("false");
  }

  /** What the API server writes into these kinds where nobody says it, by the field's own name. */
  private static boolean isFilledIn(String path, Object value) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    return value.toString().equals(FILLED_IN.get(name));
  }

  private void compare(String path, @Nullable Object wanted, @Nullable Object found) {
    if (wanted instanceof Map<?, ?> && (found instanceof Map<?, ?> || found == null)) {
      Map<String, @Nullable Object> there = Trees.map(found);
      if (found == null && !Trees.map(wanted).isEmpty()) {
        add(path, wanted, null);
        return;
      }
      Trees.map(wanted).forEach((key, value) -> compare(join(path, key), value, there.get(key)));
    } else if (wanted instanceof List<?> list && found instanceof List<?> there) {
      if (list.size() != there.size()) {
        add(path, wanted, found);
        return;
      }
      for (int index = 0; index < list.size(); index++) {
        compare(path + "[" + index + "]", list.get(index), there.get(index));
      }
    } else if (!isEqual(wanted, found)) {
      add(path, wanted, found);
    }
  }

  /** Absent, empty and null are one to the API; so are false and absent, and 0 and absent. */
  private static boolean isEqual(@Nullable Object wanted, @Nullable Object found) {
    if (found == null) {
      return wanted == null
          || wanted.equals("")
          || wanted.equals("false")
          || (wanted instanceof List<?> list && list.isEmpty());
    }
    return wanted != null
        && (strip(wanted).equals(strip(found)) || isSameQuantity(strip(wanted), strip(found)));
  }

  /** The server spells 2000 as 2k, and 1024Mi as 1Gi. */
  private static boolean isSameQuantity(String wanted, String found) {
    return QUANTITY.matcher(wanted).matches()
        && QUANTITY.matcher(found).matches()
        && Amount.of(wanted) == Amount.of(found);
  }

  private static String strip(Object value) {
    return value.toString().stripTrailing();
  }

  private void add(String path, @Nullable Object wanted, @Nullable Object found) {
    fields.add(
        new Difference.Field(
            path, String.valueOf(wanted), found == null ? null : found.toString()));
  }

  private static String join(String path, String key) {
    if (!key.matches("[A-Za-z0-9_-]+")) {
      return path + "[" + key + "]";
    }
    return path.isEmpty() ? key : path + "." + key;
  }
}
