package dev.ringfence.intake.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of plain values: maps with texts as keys, lists, texts, numbers and booleans. */
public final class PlainTree {

  private PlainTree() {}

  /** The fields of a map, without those of the given names. */
  public static Fields of(Map<String, Object> map, String... without) {
    List<String> names = new ArrayList<>();
    List<Tree> values = new ArrayList<>();
    List<String> left = List.of(without);
    map.forEach(
        (name, value) -> {
          if (!left.contains(name)) {
            names.add(name);
            values.add(tree(value));
          }
        });
    return new Fields(names.toArray(String[]::new), values.toArray(Tree[]::new));
  }

  @SuppressWarnings("unchecked") // keys of plain maps are texts
  private static Tree tree(Object value) {
    return switch (value) {
      case Map<?, ?> map -> of((Map<String, Object>) map);
      case List<?> list ->
          new Items(list.stream().map(item -> tree((Object) item)).toArray(Tree[]::new));
      case Boolean flag -> flag ? Tree.Flag.TRUE : Tree.Flag.FALSE;
      case Number number -> new Tree.Numeral(number.toString());
      default -> new Tree.Text(value.toString());
    };
  }

  /** The fields as a map that can be changed; what is null is left out. */
  public static Map<String, Object> values(Fields fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int at = 0; at < fields.size(); at++) {
      Object value = plain(fields.value(at));
      if (value != null) {
        map.put(fields.name(at), value);
      }
    }
    return map;
  }

  private static @Nullable Object plain(Tree tree) {
    return switch (tree) {
      case Fields fields -> values(fields);
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
