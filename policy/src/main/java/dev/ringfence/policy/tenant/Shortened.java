package dev.ringfence.policy.tenant;

import java.util.List;

/** A list in a sentence: its beginning, and how many more there are, so that nothing is hidden. */
final class Shortened {

  private static final int SHOWN = 20;

  private Shortened() {}

  static String list(List<String> names) {
    if (names.size() <= SHOWN) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
  }
}
