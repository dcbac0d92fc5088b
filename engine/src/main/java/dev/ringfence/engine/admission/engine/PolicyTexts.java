package dev.ringfence.engine.admission.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts of an object, keys and values. */
public final class PolicyTexts {

  private PolicyTexts() {}

  /** All of them, in the order in which they stand there. */
  public static Set<String> of(@Nullable Object value) {
    Set<String> texts = new LinkedHashSet<>();
    collect(value, texts);
    return texts;
  }

  private static void collect(@Nullable Object value, Set<String> into) {
    switch (value) {
      case String text -> into.add(text);
      case Long number -> into.add(number.toString());
      case List<?> list -> list.forEach(item -> collect(item, into));
      case Map<?, ?> map ->
          map.forEach(
              (key, below) -> {
                into.add(String.valueOf(key));
                collect(below, into);
              });
      case null, default -> {}
    }
  }
}
