package dev.ringfence.engine.admission.engine;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The labels and annotations that the policies of an engine name with a value: in selectors, in
 * patterns, and in conditions that compare one with something.
 */
public final class PolicyLabels {

  /** A label or annotation; a star in a value stands for any text. */
  public record Named(String key, String value) {}

  private static final Set<String> MAPS = Set.of("matchLabels", "labels", "annotations");

  /** What a query reads by its key. */
  private static final Pattern READ =
      Pattern.compile("(?:labels|annotations)\\.(?:\"([^\"]+)\"|([\\w-]+))");

  /** Around a field of a pattern: what the field is held against, and when. */
  private static final Pattern ANCHORED = Pattern.compile("[=X<^+]?\\((.*)\\)");

  private PolicyLabels() {}

  /** All that stand in an object. */
  public static Set<Named> of(@Nullable Object value) {
    Set<Named> named = new LinkedHashSet<>();
    collect(value, named);
    return named;
  }

  private static void collect(@Nullable Object value, Set<Named> into) {
    switch (value) {
      case List<?> list -> list.forEach(item -> collect(item, into));
      case Map<?, ?> map -> {
        Map<String, Object> fields = PlainObjects.fields(map);
        fields.forEach(
            (key, below) -> {
              if (MAPS.contains(plain(key))) {
                entries(PlainObjects.fields(below), into);
              }
              collect(below, into);
            });
        if (fields.get("key") instanceof String key) {
          compared(key, fields.get("values"), into);
          compared(key, fields.get("value"), into);
        }
      }
      case null, default -> {}
    }
  }

  private static void entries(Map<String, Object> labels, Set<Named> into) {
    labels.forEach(
        (key, value) -> {
          if (value instanceof String text) {
            into.add(new Named(plain(key), text));
          }
        });
  }

  /** A requirement of a selector names its key; a condition has a query for it. */
  private static void compared(String key, @Nullable Object values, Set<Named> into) {
    Set<String> keys = new LinkedHashSet<>(Set.of(key));
    Matcher read = READ.matcher(key);
    while (read.find()) {
      keys.add(read.group(1) != null ? read.group(1) : read.group(2));
    }
    List<?> all =
        values instanceof List<?> list ? list : values == null ? List.of() : List.of(values);
    for (Object value : all) {
      keys.forEach(one -> into.add(new Named(one, String.valueOf(value))));
    }
  }

  private static String plain(String field) {
    Matcher anchored = ANCHORED.matcher(field);
    return anchored.matches() ? anchored.group(1) : field;
  }
}
