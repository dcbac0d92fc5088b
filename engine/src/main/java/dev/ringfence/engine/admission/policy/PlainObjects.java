package dev.ringfence.engine.admission.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects as maps, lists, texts, Long, Double and Boolean. */
public final class PlainObjects {

  private PlainObjects() {}

  /** The fields of a map; none of what is no map. */
  @SuppressWarnings("unchecked") // keys of every map here are texts
  public static Map<String, Object> fields(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : new LinkedHashMap<>();
  }

  /** The same anew; every map and list of it can be changed. */
  public static Map<String, Object> copy(Map<String, Object> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> copy.put(name, copyOf(value)));
    return copy;
  }

  /** A value anew. */
  static Object copyOf(Object value) {
    if (value instanceof Map<?, ?>) {
      return copy(fields(value));
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copyOf(java.util.Objects.requireNonNull(item))));
      return copy;
    }
    return value;
  }

  /** The items of a list; none of what is no list. */
  public static List<Object> items(@Nullable Object value) {
    List<Object> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> items.add(java.util.Objects.requireNonNull(item)));
    }
    return items;
  }

  /** The items of a list as maps. */
  public static List<Map<String, Object>> maps(@Nullable Object value) {
    return items(value).stream().map(PlainObjects::fields).toList();
  }

  /** The items of a list as texts. */
  public static List<String> texts(@Nullable Object value) {
    return items(value).stream().map(String::valueOf).toList();
  }

  /** What stands at the end of a path of fields, or null. */
  public static @Nullable Object at(@Nullable Object value, String... path) {
    Object at = value;
    for (String name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }

  /** The text at the end of a path of fields, or the empty one. */
  public static String text(@Nullable Object value, String... path) {
    Object at = at(value, path);
    return at == null ? "" : String.valueOf(at);
  }
}
