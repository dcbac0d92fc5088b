package dev.ringfence.intake.whole;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.PlainTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees as plain values: maps and lists that can be changed, texts, Long, Double, Boolean. */
public final class PlainValue {

  private PlainValue() {}

  /** The fields as a map; what is null is left out, as the API server leaves it out. */
  public static Map<String, Object> of(Fields fields) {
    return PlainTree.values(fields);
  }

  /** An object of which somebody has plain values. */
  static WholeObject whole(Map<String, Object> content, Origin origin) {
    return new WholeObject(
        String.valueOf(content.get("apiVersion")),
        String.valueOf(content.get("kind")),
        PlainTree.of(content, "apiVersion", "kind"),
        origin);
  }

  @SuppressWarnings("unchecked") // every map here has texts as keys
  static @Nullable Map<String, Object> castMap(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : null;
  }
}
