package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * Boundaries that fail together.
 *
 * @param boundaries ids, ascending, each once
 */
@SuppressWarnings(
    "ArrayRecordComponent") // thousands are made: copies and value equality are its own
public record FailureSet(int[] boundaries) implements Comparable<FailureSet> {
  /** Nothing fails: what is open as configured. */
  public static final FailureSet NONE = new FailureSet(new int[0]);

  /** Sorts its own copy and drops repetitions. */
  public FailureSet {
    boundaries = IntSequence.sortedDistinct(boundaries);
  }

  /** The set of these boundaries, in any order. */
  public static FailureSet of(int... boundaries) {
    return new FailureSet(boundaries);
  }

  /** A copy: the set itself never changes. */
  @Override
  public int[] boundaries() {
    return boundaries.clone();
  }

  /** How many boundaries must fail. */
  public int size() {
    return boundaries.length;
  }

  /** The i-th boundary, ascending. */
  public int boundary(int i) {
    return boundaries[i];
  }

  /** Whether this boundary is among them. */
  public boolean contains(int boundary) {
    // Two or three at most: going through them is faster than searching.
    for (int one : boundaries) {
      if (one == boundary) {
        return true;
      }
    }
    return false;
  }

  /** By size, then by boundary ids: the order in which sets are listed. */
  @Override
  public int compareTo(FailureSet other) {
    int bySize = Integer.compare(boundaries.length, other.boundaries.length);
    return bySize != 0 ? bySize : Arrays.compare(boundaries, other.boundaries);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FailureSet set && Arrays.equals(boundaries, set.boundaries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(boundaries);
  }

  @Override
  public String toString() {
    return Arrays.toString(boundaries);
  }
}
