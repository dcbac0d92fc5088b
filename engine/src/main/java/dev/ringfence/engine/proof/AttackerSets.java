package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * Sets of attackers, each kept once and known by a small id, with and, or and without on ids.
 *
 * <p>Most facts are reached by one of few sets (all, one tenant, all but one), so that a label is
 * an int instead of a vector, and most operations are found in a cache.
 */
final class AttackerSets {
  static final int NONE = 0;
  static final int ALL = 1;

  private static final int SEVERAL = -1;

  /*
   * Layout: set i lies in words[i * width, (i + 1) * width), attacker a in bit a & 63 of word a >> 6.
   * The table of ids is open-addressed with linear probing and at most half full, 0 = free.
   *
   * Each operation has a direct-mapped cache of its last results, as BDD packages have: the key is
   * the pair of ids, a collision overwrites. A miss costs one pass over two vectors and a probe,
   * some 20 ns at 16 words. With one word, the pass is as cheap as the cache would be, and the cache
   * is left out. Cost in all: width * 8 + 12 bytes for each different set.
   */
  private static final int CACHE_SIZE = 1 << 16;

  private final int attackerCount;
  private final int width;
  private long[] words;
  private int count;

  /** By set: the attacker where it is one alone, or -1; operations on those are but a look. */
  private int[] only = new int[64];

  private int[] table = new int[1 << 10];
  private final long[] scratch;
  private final Cache intersections = new Cache();
  private final Cache unions = new Cache();
  private final Cache differences = new Cache();

  AttackerSets(int attackerCount) {
    this.attackerCount = attackerCount;
    width = Math.max(1, (attackerCount + 63) >> 6);
    words = new long[width * 64];
    scratch = new long[width];
    count = 1;
    only[NONE] = SEVERAL;
    only[ALL] = SEVERAL;
    for (int attacker = 0; attacker < attackerCount; attacker++) {
      scratch[attacker >> 6] |= 1L << attacker;
    }
    if (attackerCount == 0) {
      count = 2; // then all is none; the ids stay apart
    } else {
      intern();
    }
  }

  /** A copy that grows on its own: what there is keeps its ids. */
  AttackerSets(AttackerSets other) {
    attackerCount = other.attackerCount;
    width = other.width;
    words = other.words.clone();
    count = other.count;
    only = other.only.clone();
    table = other.table.clone();
    scratch = new long[width];
  }

  /** Forgets the sets from this id on, and makes their ids free for others. */
  void truncate(int countBefore) {
    count = countBefore;
    Arrays.fill(table, 0);
    for (int id = ALL; id < count; id++) {
      insert(table, id);
    }
    intersections.clear();
    unions.clear();
    differences.clear();
  }

  /** The id here of a set of another table. */
  int of(AttackerSets other, int set) {
    System.arraycopy(other.words, set * width, scratch, 0, width);
    return intern();
  }

  /** How many different sets there are; their ids are below. */
  int count() {
    return count;
  }

  int attackerCount() {
    return attackerCount;
  }

  /** Words a set. */
  int width() {
    return width;
  }

  /** How many attackers are in the set. */
  int size(int set) {
    int size = 0;
    for (int i = 0; i < width; i++) {
      size += Long.bitCount(word(set, i));
    }
    return size;
  }

  long word(int set, int i) {
    return words[set * width + i];
  }

  boolean contains(int set, int attacker) {
    return (words[set * width + (attacker >> 6)] >>> attacker & 1L) != 0;
  }

  /** The set as words, a copy. */
  long[] bits(int set) {
    return Arrays.copyOfRange(words, set * width, (set + 1) * width);
  }

  /** The id of the set with these bits. */
  int of(long[] bits) {
    Arrays.fill(scratch, 0);
    System.arraycopy(bits, 0, scratch, 0, Math.min(bits.length, width));
    return intern();
  }

  int and(int left, int right) {
    if (left == right || right == ALL) {
      return left;
    }
    if (left == ALL) {
      return right;
    }
    if (left == NONE || right == NONE) {
      return NONE;
    }
    if (only[left] != SEVERAL) {
      return contains(right, only[left]) ? left : NONE;
    }
    if (only[right] != SEVERAL) {
      return contains(left, only[right]) ? right : NONE;
    }
    if (width == 1) {
      scratch[0] = words[left] & words[right];
      return intern();
    }
    int slot = intersections.slot(left, right);
    if (!intersections.has(slot, left, right)) {
      int l = left * width;
      int r = right * width;
      for (int i = 0; i < width; i++) {
        scratch[i] = words[l + i] & words[r + i];
      }
      intersections.put(slot, left, right, intern());
    }
    return intersections.result(slot);
  }

  int or(int left, int right) {
    if (left == right || right == NONE) {
      return left;
    }
    if (left == NONE) {
      return right;
    }
    if (left == ALL || right == ALL) {
      return ALL;
    }
    if (width == 1) {
      scratch[0] = words[left] | words[right];
      return intern();
    }
    int slot = unions.slot(left, right);
    if (!unions.has(slot, left, right)) {
      int l = left * width;
      int r = right * width;
      for (int i = 0; i < width; i++) {
        scratch[i] = words[l + i] | words[r + i];
      }
      unions.put(slot, left, right, intern());
    }
    return unions.result(slot);
  }

  /** The attackers in left that are not in right. */
  int without(int left, int right) {
    if (left == right || left == NONE || right == ALL) {
      return NONE;
    }
    if (right == NONE) {
      return left;
    }
    if (only[left] != SEVERAL) {
      return contains(right, only[left]) ? NONE : left;
    }
    if (width == 1) {
      scratch[0] = words[left] & ~words[right];
      return intern();
    }
    int slot = differences.slot(left, right);
    if (!differences.has(slot, left, right)) {
      int l = left * width;
      int r = right * width;
      for (int i = 0; i < width; i++) {
        scratch[i] = words[l + i] & ~words[r + i];
      }
      differences.put(slot, left, right, intern());
    }
    return differences.result(slot);
  }

  private int intern() {
    long any = 0;
    for (int i = 0; i < width; i++) {
      any |= scratch[i];
    }
    if (any == 0) {
      return NONE;
    }
    int slot = hash(scratch, 0) & (table.length - 1);
    while (table[slot] != 0) {
      int start = table[slot] * width;
      if (Arrays.equals(words, start, start + width, scratch, 0, width)) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    int start = Math.multiplyExact(count, width);
    if (start + width > words.length) {
      words = Arrays.copyOf(words, Math.max(start + width, IntSequence.grown(words.length)));
    }
    System.arraycopy(scratch, 0, words, start, width);
    if (count == only.length) {
      only = Arrays.copyOf(only, IntSequence.grown(count));
    }
    only[count] = onlyOne();
    table[slot] = count++;
    if (count * 2 > table.length) {
      rehash();
    }
    return count - 1;
  }

  /** The attacker in the work space, where it is one alone. */
  private int onlyOne() {
    int one = SEVERAL;
    for (int i = 0; i < width; i++) {
      long word = scratch[i];
      if (word != 0) {
        if (one != SEVERAL || Long.bitCount(word) > 1) {
          return SEVERAL;
        }
        one = 64 * i + Long.numberOfTrailingZeros(word);
      }
    }
    return one;
  }

  private void rehash() {
    int[] larger = new int[table.length * 2];
    for (int id = ALL; id < count; id++) {
      insert(larger, id);
    }
    table = larger;
  }

  private void insert(int[] into, int id) {
    int slot = hash(words, id * width) & (into.length - 1);
    while (into[slot] != 0) {
      slot = (slot + 1) & (into.length - 1);
    }
    into[slot] = id;
  }

  private int hash(long[] source, int start) {
    long hash = 0;
    for (int i = 0; i < width; i++) {
      hash = (hash ^ source[start + i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash ^ hash >>> 32);
  }

  /** The last results of one operation. */
  private static final class Cache {
    private long[] keys = new long[0];
    private int[] results = new int[0];

    /** Keys are never 0, since operations on set 0 are answered before. */
    int slot(int left, int right) {
      if (keys.length == 0) {
        keys = new long[CACHE_SIZE];
        results = new int[CACHE_SIZE];
      }
      int mixed = left * 0x9E3779B1 + right * 0x85EBCA77;
      return (mixed ^ mixed >>> 15) & (keys.length - 1);
    }

    boolean has(int slot, int left, int right) {
      return keys[slot] == ((long) left << 32 | right);
    }

    void put(int slot, int left, int right, int result) {
      keys[slot] = (long) left << 32 | right;
      results[slot] = result;
    }

    int result(int slot) {
      return results[slot];
    }

    void clear() {
      Arrays.fill(keys, 0);
    }
  }
}
