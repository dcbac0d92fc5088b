package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Sets of numbers by number, made as they are needed. */
final class BitRows {
  private @Nullable BitSet[] rows = new @Nullable BitSet[64];

  boolean get(int row, int bit) {
    BitSet known = row < rows.length ? rows[row] : null;
    return known != null && known.get(bit);
  }

  /** The row itself: what is changed in it is changed here. */
  BitSet row(int row) {
    if (row >= rows.length) {
      rows = Arrays.copyOf(rows, IntSequence.grown(row));
    }
    BitSet known = rows[row];
    if (known == null) {
      known = new BitSet();
      rows[row] = known;
    }
    return known;
  }
}
