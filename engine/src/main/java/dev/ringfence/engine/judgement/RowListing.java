package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.proof.StepChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one row as it named them when all of it was run last: so that of the next time only
 * what differs has to be told. Rows name their steps in nearly the same order each time; where they
 * do not, more is told than differs, and it comes to the same.
 */
final class RowListing implements StepSink.Target {

  /** How many steps may have gone at one place. */
  private static final int GONE_AT_ONCE = 64;

  private static final int NOBODY_ALONE = -1;

  /*
   * A step lies in as many words as its first says: that, the conclusion, whether it rests on no
   * assumption, whose it is alone, how many premises, those, and the boundaries.
   */
  private static final int CONCLUSION = 1;
  private static final int CERTAIN = 2;
  private static final int ATTACKERS = 3;
  private static final int PREMISE_COUNT = 4;
  private static final int PREMISES = 5;

  private final int row;
  private int[] before = new int[0];
  private int beforeSize;
  private int at;
  private int[] now = new int[1024];
  private int size;
  private final List<long[]> attackers = new ArrayList<>();
  private StepChange change = new StepChange();

  RowListing(int row) {
    this.row = row;
  }

  /** What comes is what the row names now, until {@link #end}. */
  void begin(StepChange into) {
    int[] free = before;
    before = now;
    beforeSize = size;
    now = free;
    size = 0;
    at = 0;
    change = into;
  }

  /** The row has named all. */
  void end() {
    goUpTo(beforeSize);
  }

  @Override
  public void step(
      int rule,
      int conclusion,
      int[] premises,
      int[] boundaries,
      int[] assumptions,
      long @Nullable [] only) {
    int start = size;
    int length = PREMISES + premises.length + boundaries.length;
    if (start + length > now.length) {
      now = Arrays.copyOf(now, Math.max(start + length, 2 * now.length));
    }
    now[start] = length;
    now[start + CONCLUSION] = conclusion;
    now[start + CERTAIN] = assumptions.length == 0 ? 1 : 0;
    now[start + ATTACKERS] = only == null ? NOBODY_ALONE : known(only);
    now[start + PREMISE_COUNT] = premises.length;
    System.arraycopy(premises, 0, now, start + PREMISES, premises.length);
    System.arraycopy(boundaries, 0, now, start + PREMISES + premises.length, boundaries.length);
    size += length;
    int place = at;
    for (int look = 0; look < GONE_AT_ONCE && place < beforeSize; look++) {
      if (before[place] == length
          && Arrays.equals(before, place, place + length, now, start, size)) {
        goUpTo(place);
        at = place + length;
        return;
      }
      place += before[place];
    }
    change.comes(row, conclusion, premises, boundaries, assumptions.length == 0, only);
  }

  @Override
  public void start(int tenant, int fact, int[] assumptions) {
    throw new IllegalStateException("no row names what a tenant begins with");
  }

  private int known(long[] only) {
    for (int i = 0; i < attackers.size(); i++) {
      if (Arrays.equals(attackers.get(i), only)) {
        return i;
      }
    }
    attackers.add(only.clone());
    return attackers.size() - 1;
  }

  private void goUpTo(int place) {
    while (at < place) {
      int boundaries = at + PREMISES + before[at + PREMISE_COUNT];
      int end = at + before[at];
      int alone = before[at + ATTACKERS];
      change.goes(
          row,
          before[at + CONCLUSION],
          Arrays.copyOfRange(before, at + PREMISES, boundaries),
          Arrays.copyOfRange(before, boundaries, end),
          before[at + CERTAIN] == 1,
          alone == NOBODY_ALONE ? null : attackers.get(alone));
      at = end;
    }
  }
}
