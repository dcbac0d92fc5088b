package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sets of at most so many boundaries, known by id; set 0 is the empty one. */
final class BoundarySets {
  static final int NONE = IntRows.EMPTY;

  /** What {@link #union} answers where the union would be too large. */
  static final int TOO_LARGE = -1;

  private static final int[] NO_SETS = {};

  private final int largest;
  private final IntRows rows = new IntRows();
  private final int[] scratch;

  /** By set: its parts, which all have numbers then; null where nobody asked. */
  private int[] @Nullable [] parts = new int[64] @Nullable [];

  /** By set: whether it is a part of the one that is {@link #marked}; what is new is none. */
  private boolean[] isPart = new boolean[64];

  private int marked = TOO_LARGE;

  BoundarySets(int largest) {
    this.largest = largest;
    scratch = new int[largest + 1];
  }

  int count() {
    return rows.count();
  }

  int size(int set) {
    return rows.size(set);
  }

  int at(int set, int i) {
    return rows.at(set, i);
  }

  int[] boundaries(int set) {
    return rows.copy(set);
  }

  /** The set that is this row of other rows, or {@link #TOO_LARGE}. */
  int of(IntRows other, int row) {
    int size = other.size(row);
    if (size > largest) {
      return TOO_LARGE;
    }
    for (int i = 0; i < size; i++) {
      scratch[i] = other.at(row, i);
    }
    return rows.intern(scratch, size);
  }

  /** The set of these boundaries, ascending and each once, or {@link #TOO_LARGE}. */
  int of(int[] boundaries) {
    return boundaries.length > largest ? TOO_LARGE : rows.intern(boundaries, boundaries.length);
  }

  int union(int left, int right) {
    if (left == right || right == NONE) {
      return left;
    }
    if (left == NONE) {
      return right;
    }
    int leftSize = rows.size(left);
    int rightSize = rows.size(right);
    int size = 0;
    int l = 0;
    int r = 0;
    while (l < leftSize || r < rightSize) {
      if (size == largest) {
        return TOO_LARGE;
      }
      int nextLeft = l < leftSize ? rows.at(left, l) : Integer.MAX_VALUE;
      int nextRight = r < rightSize ? rows.at(right, r) : Integer.MAX_VALUE;
      scratch[size++] = Math.min(nextLeft, nextRight);
      if (nextLeft <= nextRight) {
        l++;
      }
      if (nextRight <= nextLeft) {
        r++;
      }
    }
    return rows.intern(scratch, size);
  }

  /** How large {@link #union} is, also where it is too large. */
  int unionSize(int left, int right) {
    int size = rows.size(left);
    for (int r = 0; r < rows.size(right); r++) {
      boolean shared = false;
      for (int l = 0; l < rows.size(left); l++) {
        shared |= rows.at(left, l) == rows.at(right, r);
      }
      size += shared ? 0 : 1;
    }
    return size;
  }

  int intersection(int left, int right) {
    int size = 0;
    for (int l = 0; l < rows.size(left); l++) {
      for (int r = 0; r < rows.size(right); r++) {
        if (rows.at(left, l) == rows.at(right, r)) {
          scratch[size++] = rows.at(left, l);
        }
      }
    }
    return rows.intern(scratch, size);
  }

  /** Whether every boundary of part is in whole. */
  boolean contains(int whole, int part) {
    if (part == NONE || part == whole) {
      return true;
    }
    int partSize = rows.size(part);
    int wholeSize = rows.size(whole);
    int w = 0;
    for (int p = 0; p < partSize; p++) {
      int boundary = rows.at(part, p);
      while (w < wholeSize && rows.at(whole, w) < boundary) {
        w++;
      }
      if (w == wholeSize || rows.at(whole, w) != boundary) {
        return false;
      }
    }
    return true;
  }

  boolean has(int set, int boundary) {
    for (int i = 0; i < rows.size(set); i++) {
      if (rows.at(set, i) == boundary) {
        return true;
      }
    }
    return false;
  }

  /** Whether sets have so few parts that it is worth the while to mark them. */
  boolean haveFewParts() {
    return largest <= 4;
  }

  /**
   * Marks the parts of a set, which is asked about again and again.
   *
   * @return by set, of all that there are, whether it is a part; until the next set is marked
   */
  boolean[] marking(int set) {
    int[] now = partsOf(set); // before it is asked how many sets there are
    if (rows.count() > isPart.length) {
      isPart = Arrays.copyOf(isPart, Math.max(rows.count(), IntSequence.grown(isPart.length)));
    }
    if (set != marked) {
      for (int part : marked == TOO_LARGE ? NO_SETS : partsOf(marked)) {
        isPart[part] = false;
      }
      for (int part : now) {
        isPart[part] = true;
      }
      marked = set;
    }
    return isPart;
  }

  /** The parts of a set, itself and the empty one among them; not to be changed. */
  int[] partsOf(int set) {
    if (set >= parts.length) {
      parts = Arrays.copyOf(parts, Math.max(set + 1, IntSequence.grown(parts.length)));
    }
    int[] known = parts[set];
    if (known == null) {
      int[] boundaries = rows.copy(set);
      int[] some = new int[boundaries.length];
      known = new int[1 << boundaries.length];
      for (int choice = 0; choice < known.length; choice++) {
        int size = 0;
        for (int i = 0; i < boundaries.length; i++) {
          if ((choice >>> i & 1) != 0) {
            some[size++] = boundaries[i];
          }
        }
        known[choice] = rows.intern(some, size);
      }
      parts[set] = known;
    }
    return known;
  }

  /**
   * The part of a set that keeps the i-th boundary where bit i of the choice is set; -1 where no
   * such set was ever made.
   *
   * @param space at least as long as the set; overwritten
   */
  int part(int set, int choice, int[] space) {
    int size = 0;
    for (int i = 0; i < rows.size(set); i++) {
      if ((choice >>> i & 1) != 0) {
        space[size++] = rows.at(set, i);
      }
    }
    return rows.find(space, size);
  }
}
