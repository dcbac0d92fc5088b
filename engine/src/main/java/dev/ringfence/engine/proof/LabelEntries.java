package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of {@link StandingLabels}: by fact, rows of set, attackers, time and the attackers
 * for whom it is to be looked at, oldest first.
 */
final class LabelEntries {
  /** How many numbers an entry has. */
  static final int WIDTH = 4;

  /** A time after all others. */
  static final int FOREVER = Integer.MAX_VALUE;

  private static final IntSequence NOTHING = new IntSequence();

  private final BoundarySets sets;
  private final AttackerSets attackers;
  private @Nullable IntSequence[] rows = new @Nullable IntSequence[1024];

  /** By fact: rows of set and attackers, minimal; null where they have to be worked out anew. */
  private @Nullable IntSequence[] minimal = new @Nullable IntSequence[1024];

  private int clock;

  LabelEntries(BoundarySets sets, AttackerSets attackers) {
    this.sets = sets;
    this.attackers = attackers;
  }

  void makeRoom(int facts) {
    rows = Arrays.copyOf(rows, facts);
    minimal = Arrays.copyOf(minimal, facts);
  }

  /** The time of the youngest entry: how many there ever were. */
  int clock() {
    return clock;
  }

  /** Rows of {@link #WIDTH}; attackers may be taken out of them, see {@link #compact}. */
  @Nullable IntSequence row(int fact) {
    return rows[fact];
  }

  /** The row of a fact that has one. */
  IntSequence known(int fact) {
    IntSequence row = rows[fact];
    if (row == null) {
      throw new IllegalStateException("fact " + fact + " has no entry");
    }
    return row;
  }

  /** Where the entry of that time stands. */
  int place(int fact, int time) {
    IntSequence row = known(fact);
    for (int at = 0; at < row.size(); at += WIDTH) {
      if (row.get(at + 2) == time) {
        return at;
      }
    }
    throw new IllegalStateException("no entry of fact " + fact + " at " + time);
  }

  /** One more entry, younger than all others. */
  void add(int fact, int set, int of) {
    IntSequence row = rows[fact];
    if (row == null) {
      row = new IntSequence(WIDTH);
      rows[fact] = row;
    }
    row.add(set);
    row.add(of);
    row.add(++clock);
    row.add(AttackerSets.NONE);
    minimal[fact] = null;
  }

  /** Drops the entries that nobody has any more. */
  void compact(int fact) {
    IntSequence row = rows[fact];
    if (row == null) {
      return;
    }
    IntSequence kept = new IntSequence(row.size());
    for (int i = 0; i < row.size(); i += WIDTH) {
      for (int j = i; row.get(i + 1) != AttackerSets.NONE && j < i + WIDTH; j++) {
        kept.add(row.get(j));
      }
    }
    rows[fact] = kept;
    minimal[fact] = null;
  }

  /** Those of the attackers that have the fact by entries of that age when the set fails. */
  int having(int fact, int set, int before, int of) {
    return attackers.without(of, lacking(fact, set, before, of));
  }

  /**
   * The others. Nothing is asked as often; most rows have some twenty entries, of which hardly any
   * is for a part of the set.
   */
  int lacking(int fact, int set, int before, int of) {
    IntSequence row = rows[fact];
    if (row == null || of == AttackerSets.NONE) {
      return of;
    }
    boolean marks = sets.haveFewParts();
    if (marks) {
      sets.mark(set);
    }
    int left = of;
    int end = row.size();
    for (int i = 0; i < end && left != AttackerSets.NONE; i += WIDTH) {
      int part = row.get(i);
      if (marks ? sets.isMarked(part) : sets.contains(set, part)) {
        if (row.get(i + 2) >= before) {
          break;
        }
        left = attackers.without(left, row.get(i + 1));
      }
    }
    return left;
  }

  /** Rows of set and attackers: the minimal sets of a fact, each once; not to be changed. */
  IntSequence minimal(int fact) {
    IntSequence known = fact < minimal.length ? minimal[fact] : NOTHING;
    if (known == null) {
      known = workOutMinimal(rows[fact]);
      minimal[fact] = known;
    }
    return known;
  }

  private IntSequence workOutMinimal(@Nullable IntSequence row) {
    IntSequence rows = new IntSequence(2);
    for (int i = 0; row != null && i < row.size(); i += WIDTH) {
      int set = row.get(i);
      int of = AttackerSets.NONE;
      boolean first = true;
      for (int j = 0; j < row.size(); j += WIDTH) {
        first &= j >= i || row.get(j) != set;
        of = row.get(j) == set ? attackers.or(of, row.get(j + 1)) : of;
      }
      for (int j = 0; first && j < row.size(); j += WIDTH) {
        if (row.get(j) != set && sets.contains(set, row.get(j))) {
          of = attackers.without(of, row.get(j + 1));
        }
      }
      if (first && of != AttackerSets.NONE) {
        rows.add(set);
        rows.add(of);
      }
    }
    return rows;
  }
}
