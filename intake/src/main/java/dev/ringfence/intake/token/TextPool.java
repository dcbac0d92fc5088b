package dev.ringfence.intake.token;

import org.jspecify.annotations.Nullable;

/**
 * Makes strings of characters, and the same string of the same characters if it was met lately.
 * Images, labels and names repeat tens of thousands of times in a cluster; a direct-mapped table of
 * bounded size catches nearly all of them without a lookup that allocates.
 */
final class TextPool {

  /** Longer texts hardly repeat. */
  private static final int LONGEST = 128;

  private static final int SLOTS = 1 << 15;

  private final @Nullable String[] slots = new String[SLOTS];

  String text(char[] characters, int start, int length) {
    if (length > LONGEST) {
      return new String(characters, start, length);
    }
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + characters[i];
    }
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    String known = slots[slot];
    if (known != null && equal(known, characters, start, length)) {
      return known;
    }
    String text = new String(characters, start, length);
    slots[slot] = text;
    return text;
  }

  private static boolean equal(String text, char[] characters, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != characters[start + i]) {
        return false;
      }
    }
    return true;
  }
}
