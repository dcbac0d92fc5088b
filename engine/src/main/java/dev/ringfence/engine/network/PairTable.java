package dev.ringfence.engine.network;

import java.util.Arrays;

/**
 * A number for each pair of numbers, whichever comes first: open addressing over primitives, since
 * every cell of every row asks. Not thread-safe.
 */
final class PairTable {

  /** Answers where there is nothing. */
  static final int ABSENT = Integer.MIN_VALUE;

  private static final long NO_KEY = -1;

  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  PairTable() {
    Arrays.fill(keys, NO_KEY);
  }

  private static long key(int one, int other) {
    return ((long) Math.min(one, other) << 32) | Math.max(one, other);
  }

  /** Where the key is, or the free place where it would be. */
  private int place(long key) {
    int mask = keys.length - 1;
    int place = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (keys[place] != key && keys[place] != NO_KEY) {
      place = (place + 1) & mask;
    }
    return place;
  }

  /**
   * @param one not negative, nor the other
   */
  int get(int one, int other) {
    long key = key(one, other);
    int place = place(key);
    return keys[place] == key ? values[place] : ABSENT;
  }

  void put(int one, int other, int value) {
    if (2 * ++size > keys.length) {
      grow();
    }
    long key = key(one, other);
    int place = place(key);
    keys[place] = key;
    values[place] = value;
  }

  private void grow() {
    long[] before = keys;
    int[] known = values;
    keys = new long[2 * before.length];
    values = new int[keys.length];
    Arrays.fill(keys, NO_KEY);
    for (int old = 0; old < before.length; old++) {
      if (before[old] != NO_KEY) {
        int place = place(before[old]);
        keys[place] = before[old];
        values[place] = known[old];
      }
    }
  }
}
