package dev.ringfence.verify;

import java.util.List;

/** Sets of attackers, a bit each, and small sets of boundaries, ascending. */
final class Bits {

  private Bits() {}

  static long[] of(List<Long> words) {
    long[] bits = new long[words.size()];
    for (int word = 0; word < bits.length; word++) {
      bits[word] = words.get(word);
    }
    return bits;
  }

  static long[] all(int attackers) {
    long[] bits = new long[(attackers + 63) / 64];
    for (int attacker = 0; attacker < attackers; attacker++) {
      bits[attacker / 64] |= 1L << attacker % 64;
    }
    return bits;
  }

  static boolean has(List<Long> words, int attacker) {
    return (words.get(attacker / 64) >>> attacker % 64 & 1) != 0;
  }

  static boolean isEmpty(long[] bits) {
    for (long word : bits) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  static long[] and(long[] left, long[] right) {
    long[] both = new long[left.length];
    for (int word = 0; word < both.length; word++) {
      both[word] = left[word] & right[word];
    }
    return both;
  }

  static long[] without(long[] left, long[] right) {
    long[] rest = new long[left.length];
    for (int word = 0; word < rest.length; word++) {
      rest[word] = left[word] & ~right[word];
    }
    return rest;
  }

  static int first(long[] bits) {
    for (int word = 0; word < bits.length; word++) {
      if (bits[word] != 0) {
        return word * 64 + Long.numberOfTrailingZeros(bits[word]);
      }
    }
    return -1;
  }

  /** Whether every boundary of part is in whole; both ascending. */
  static boolean contains(int[] whole, int[] part) {
    int at = 0;
    for (int boundary : part) {
      while (at < whole.length && whole[at] < boundary) {
        at++;
      }
      if (at == whole.length || whole[at] != boundary) {
        return false;
      }
    }
    return true;
  }

  static int[] union(int[] left, int[] right) {
    return java.util.stream.IntStream.concat(
            java.util.Arrays.stream(left), java.util.Arrays.stream(right))
        .sorted()
        .distinct()
        .toArray();
  }

  static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
