package dev.ringfence.engine.admission.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects as maps, lists, texts, Long, Double and Boolean. */
final class PlainObjects {

  private PlainObjects() {}

  /** The fields of a map; none of what is no map. */
  @SuppressWarnings("unchecked") // keys of every map here are texts
  static Map<String, Object> fields(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : new LinkedHashMap<>();
  }

  /** The same anew; every map and list of it can be changed. */
  static Map<String, Object> copy(Map<String, Object> map) {
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
}
