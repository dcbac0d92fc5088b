package dev.ringfence.engine.proof;

import java.util.Arrays;

/** Rows of ascending ints; equal rows are kept once and have one id. Row 0 is the empty row. */
final class IntRows {
  static final int EMPTY = 0;

  private int[] starts = new int[64];
  private int[] values = new int[128];
  private int count;

  /** Open addressing, linear probing, at most half full: id + 1, or 0. */
  private int[] table = new int[128];

  IntRows() {
    intern(new int[0], 0);
  }

  int count() {
    return count;
  }

  int size(int row) {
    return starts[row + 1] - starts[row];
  }

  int at(int row, int i) {
    return values[starts[row] + i];
  }

  int[] copy(int row) {
    return Arrays.copyOfRange(values, starts[row], starts[row + 1]);
  }

  /** The id of the row that is {@code source[0..length)}, which must be ascending. */
  int intern(int[] source, int length) {
    int slot = slot(source, length);
    if (table[slot] != 0) {
      return table[slot] - 1;
    }
    if (count + 2 > starts.length) {
      starts = Arrays.copyOf(starts, IntSequence.grown(starts.length));
    }
    int start = starts[count];
    if (start + length > values.length) {
      values = Arrays.copyOf(values, Math.max(start + length, IntSequence.grown(values.length)));
    }
    System.arraycopy(source, 0, values, start, length);
    starts[count + 1] = start + length;
    table[slot] = ++count;
    if (count * 2 > table.length) {
      rehash();
    }
    return count - 1;
  }

  /** The id, or -1 where there is no such row. */
  int find(int[] source, int length) {
    return table[slot(source, length)] - 1;
  }

  private int slot(int[] source, int length) {
    int slot = hash(source, 0, length) & (table.length - 1);
    while (table[slot] != 0 && !equal(table[slot] - 1, source, length)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private boolean equal(int row, int[] source, int length) {
    return Arrays.equals(values, starts[row], starts[row + 1], source, 0, length);
  }

  private void rehash() {
    int[] larger = new int[table.length * 2];
    for (int row = 0; row < count; row++) {
      int slot = hash(values, starts[row], starts[row + 1]) & (larger.length - 1);
      while (larger[slot] != 0) {
        slot = (slot + 1) & (larger.length - 1);
      }
      larger[slot] = row + 1;
    }
    table = larger;
  }

  private static int hash(int[] values, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = (hash ^ values[i]) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
