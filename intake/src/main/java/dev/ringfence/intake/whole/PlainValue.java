package dev.ringfence.intake.whole;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.PlainTree;
import dev.ringfence.intake.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trees as plain values: maps and lists that can be changed, texts, Long, Double, Boolean. */
public final class PlainValue {

  private PlainValue() {}

  /** The fields as a map; what is null is left out, as the API server leaves it out. */
  public static Map<String, Object> of(Fields fields) {
    return Objects.requireNonNull(castMap(plain(fields)));
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

  private static @Nullable Object plain(Tree tree) {
    return switch (tree) {
      case Fields fields -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int at = 0; at < fields.size(); at++) {
          Object value = plain(fields.value(at));
          if (value != null) {
            map.put(fields.name(at), value);
          }
        }
        yield map;
      }
      case Items items -> {
        List<Object> list = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
          Object value = plain(items.get(at));
          if (value != null) {
            list.add(value);
          }
        }
        yield list;
      }
      case Tree.Text text -> text.value();
      case Tree.Numeral numeral -> number(numeral.digits());
      case Tree.Flag flag -> flag == Tree.Flag.TRUE;
      case Tree.Mark mark -> null;
      case Tree.Withheld withheld -> null;
    };
  }

  private static Object number(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException noInteger) {
      try {
        return Double.valueOf(digits);
      } catch (NumberFormatException otherSpelling) {
        return digits; // YAML has spellings of numbers that the API server refuses as such
      }
    }
  }
}
