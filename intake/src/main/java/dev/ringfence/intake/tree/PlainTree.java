package dev.ringfence.intake.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
}
