package dev.ringfence.policy.shape;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that somebody probably meant. */
public final class NearMiss {

  private NearMiss() {}

  /**
   * The name nearest to what was written, or null where none is near: at most a third of its
   * letters may be wrong, missing, too many or swapped with a neighbour; case does not count.
   */
  public static @Nullable String of(String written, List<String> names) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String name : names) {
      int allowed = Math.max(1, name.length() / 3);
      if (Math.abs(name.length() - written.length()) > allowed) {
        continue;
      }
      int distance = distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < bestDistance && distance <= allowed) {
        best = name;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** {@code ; did you mean X?}, or nothing. */
  public static String question(String written, List<String> names) {
    String near = of(written, names);
    return near == null || near.equals(written) ? "" : "; did you mean " + near + "?";
  }

  /** The optimal string alignment distance, in three rolling rows. */
  private static int distance(String left, String right) {
    if (left.length() > 100) {
      return Integer.MAX_VALUE;
    }
    int[] beforeLast = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    Arrays.setAll(last, column -> column);
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        char a = left.charAt(row - 1);
        char b = right.charAt(column - 1);
        int best = Math.min(last[column], current[column - 1]) + 1;
        best = Math.min(best, last[column - 1] + (a == b ? 0 : 1));
        if (row > 1 && column > 1 && a == right.charAt(column - 2) && left.charAt(row - 2) == b) {
          best = Math.min(best, beforeLast[column - 2] + 1);
        }
        current[column] = best;
      }
      beforeLast = last;
      last = current;
    }
    return last[right.length()];
  }
}
