package dev.ringfence.engine.proof;

import java.util.Arrays;

/** A growing array of ints. */
final class IntSequence {
  private int[] values;
  private int size;

  IntSequence() {
    this(16);
  }

  IntSequence(int capacity) {
    values = new int[Math.max(1, capacity)];
  }

  int size() {
    return size;
  }

  int get(int i) {
    return values[i];
  }

  void set(int i, int value) {
    values[i] = value;
  }

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, grown(size));
    }
    values[size++] = value;
  }

  boolean isEqualTo(IntSequence other) {
    return Arrays.equals(values, 0, size, other.values, 0, other.size);
  }

  int removeLast() {
    return values[--size];
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /** The largest of some numbers, or -1. */
  static int highest(int[] numbers) {
    int highest = -1;
    for (int number : numbers) {
      highest = Math.max(highest, number);
    }
    return highest;
  }

  /** Half as much again, up to the largest array there is. */
  static int grown(int size) {
    if (size >= Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "more than 2^31 entries: the system is too large for one proof");
    }
    return (int) Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 16L);
  }

  /** A new array: ascending, each value once. */
  static int[] sortedDistinct(int[] values) {
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    int kept = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[kept++] = sorted[i];
      }
    }
    return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
  }

  /** Turns counts, {@code counts[i + 1]} for row i, into the rows' starts. */
  static void countsToStarts(int[] counts) {
    for (int i = 1; i < counts.length; i++) {
      counts[i] = Math.addExact(counts[i], counts[i - 1]);
    }
  }
}
