package dev.ringfence.engine.cluster;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an object: sorted, immutable, with value equality and a cached hash, so that equal
 * sets can be interned and a selector evaluated once for each.
 */
public final class LabelSet {

  public static final LabelSet EMPTY = new LabelSet(new String[0], new String[0]);

  private final String[] keys;
  private final String[] values;
  private final int hash;

  private LabelSet(String[] keys, String[] values) {
    this.keys = keys;
    this.values = values;
    this.hash = 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  public static LabelSet of(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return EMPTY;
    }
    TreeMap<String, String> sorted = new TreeMap<>(labels);
    return new LabelSet(
        sorted.keySet().toArray(String[]::new), sorted.values().toArray(String[]::new));
  }

  /**
   * A set of these labels. Takes the arrays over and sorts them together; keys must be unique. For
   * readers of many objects, which find them sorted already.
   */
  public static LabelSet of(String[] keys, String[] values) {
    for (int i = 1; i < keys.length; i++) {
      String key = keys[i];
      String value = values[i];
      int place = i;
      while (place > 0 && keys[place - 1].compareTo(key) > 0) {
        keys[place] = keys[place - 1];
        values[place] = values[place - 1];
        place--;
      }
      keys[place] = key;
      values[place] = value;
    }
    return keys.length == 0 ? EMPTY : new LabelSet(keys, values);
  }

  /** The value of a label, or null where it is absent. */
  public @Nullable String get(String key) {
    int index = Arrays.binarySearch(keys, key);
    return index < 0 ? null : values[index];
  }

  public int size() {
    return keys.length;
  }

  public String key(int index) {
    return keys[index];
  }

  public String value(int index) {
    return values[index];
  }

  /** The same labels with one more, or with another value of it. */
  public LabelSet with(String key, String value) {
    Map<String, String> copy = toMap();
    copy.put(key, value);
    return of(copy);
  }

  /** Only those labels whose key passes. */
  public LabelSet keeping(Predicate<String> key) {
    Map<String, String> copy = toMap();
    copy.keySet().removeIf(key.negate());
    return copy.size() == keys.length ? this : of(copy);
  }

  /** A sorted, mutable copy. */
  public Map<String, String> toMap() {
    Map<String, String> copy = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      copy.put(keys[i], values[i]);
    }
    return copy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelSet that
        && hash == that.hash
        && Arrays.equals(keys, that.keys)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
