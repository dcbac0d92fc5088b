package dev.ringfence.enforce;

import dev.ringfence.policy.traits.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object holds all that is wanted of it. What the server or others added beside is not
 * looked at, lists are compared whole.
 */
final class Comparison {

  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]+(\\.[0-9]+)?([numkMGTPE]|[KMGTPE]i)?");

  private final List<Difference.Field> fields = new ArrayList<>();

  private Comparison() {}

  static List<Difference.Field> of(
      Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> found) {
    Comparison comparison = new Comparison();
    comparison.compare("", wanted, found);
    return comparison.fields;
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
