package dev.ringfence.engine.cluster;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an object: sorted, immutable, with value equality and a cached hash, so that equal
 * sets can be interned and a selector evaluated once for each. A set may be {@link #watched}: then
 * it notes which of its labels anybody asks for.
 */
public final class LabelSet {

  public static final LabelSet EMPTY = new LabelSet(new String[0], new String[0]);

  private final String[] keys;
  private final String[] values;
  private final int hash;

  /** Null where nobody wants to know what is read; no part of the value. */
  private final @Nullable LabelReads reads;

  private LabelSet(String[] keys, String[] values) {
    this.keys = keys;
    this.values = values;
    this.hash = 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
    this.reads = null;
  }

  private LabelSet(LabelSet same, @Nullable LabelReads reads) {
    this.keys = same.keys;
    this.values = same.values;
    this.hash = same.hash;
    this.reads = reads;
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
    if (reads != null) {
      reads.note(key);
    }
    int index = Arrays.binarySearch(keys, key);
    return index < 0 ? null : values[index];
  }

  public int size() {
    noteAll();
    return keys.length;
  }

  public String key(int index) {
    noteAll();
    return keys[index];
  }

  public String value(int index) {
    noteAll();
    return values[index];
  }

  /** Other labels, of which it is noted in the same place which are asked for. */
  LabelSet instead(LabelSet labels) {
    return new LabelSet(labels, reads);
  }

  /** An equal set that notes which labels are asked for from here on. */
  public LabelSet watched(LabelReads reads) {
    return new LabelSet(this, reads);
  }

  /** An equal set for one reader: what it asks for is noted as such. */
  public LabelSet readBy(LabelReads.Reader reader) {
    return reads == null ? this : new LabelSet(this, reads.of(reader));
  }

  /**
   * The readers who have asked for some label in which the sets differ.
   *
   * @return null where somebody else has, or where the two do not note in one place
   */
  // Whoever watches watches both.
  @SuppressWarnings("ReferenceEquality")
  @Nullable Set<LabelReads.Reader> whoReadsDifferenceTo(LabelSet other) {
    Set<String> changed = changedKeys(this, other);
    return reads == null || reads != other.reads || reads.anyBesideReaders(changed)
        ? null
        : reads.readersOf(changed);
  }

  /** An equal set that notes nothing. */
  public LabelSet unwatched() {
    return reads == null ? this : new LabelSet(this, null);
  }

  /** The labels whose keys end so; only these count as read. */
  public void withKeysEndingIn(String ending, BiConsumer<String, String> action) {
    if (reads != null) {
      reads.noteEnding(ending);
    }
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].endsWith(ending)) {
        action.accept(keys[i], values[i]);
      }
    }
  }

  /** Whether the set notes what is asked for. */
  public boolean isWatched() {
    return reads != null;
  }

  /**
   * Goes through all labels without that counting as reading them: for an index, which says by
   * {@link #noteAsked} what it is asked for.
   */
  public void forIndex(BiConsumer<String, String> index) {
    for (int i = 0; i < keys.length; i++) {
      index.accept(keys[i], values[i]);
    }
  }

  /** An index of this set was asked for a label, whatever its value. */
  public void noteAsked(String key) {
    if (reads != null) {
      reads.note(key);
    }
  }

  /** The keys whose labels differ between the two sets. */
  public static Set<String> changedKeys(LabelSet before, LabelSet after) {
    Set<String> changed = new TreeSet<>();
    Map<String, String> then = before.copy();
    after
        .copy()
        .forEach(
            (key, value) -> {
              if (!value.equals(then.remove(key))) {
                changed.add(key);
              }
            });
    changed.addAll(then.keySet());
    return changed;
  }

  private void noteAll() {
    if (reads != null) {
      reads.noteAll();
    }
  }

  /** The same labels with one more, or with another value of it. */
  public LabelSet with(String key, String value) {
    int index = Arrays.binarySearch(keys, key);
    if (index >= 0 && values[index].equals(value)) {
      return this;
    }
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
    noteAll();
    return copy();
  }

  private Map<String, String> copy() {
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
    return copy().toString();
  }
}
