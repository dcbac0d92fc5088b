package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The entries of {@link StandingLabels}: by fact, a row of them, oldest first. */
final class LabelEntries {
  /*
   * A row is one array, because following pointers is what most time goes into: how many entries
   * there are, then all their sets, all their attackers, all their times, and for whom each has to
   * be looked at; each with the room of a quarter of the rest.
   */
  /** A time after all others. */
  static final int FOREVER = Integer.MAX_VALUE;

  private static final IntSequence NOTHING = new IntSequence();
  private static final int[] EMPTY = {0};
  private static final int FIELDS = 4;

  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final MinimalRows collected;
  private int[][] rows = {};

  /** By fact: rows of set and attackers, minimal; null where they have to be worked out anew. */
  private @Nullable IntSequence[] minimal = {};

  /** By fact: who has an entry of it, of whatever set. */
  private int[] everybody = {};

  private int clock;

  /** The facts whose entries have changed since {@link #takeChanged}. */
  private BitSet changed = new BitSet();

  LabelEntries(BoundarySets sets, AttackerSets attackers) {
    this.sets = sets;
    this.attackers = attackers;
    this.collected = new MinimalRows(sets, attackers);
    makeRoom(1024);
  }

  void makeRoom(int facts) {
    int before = rows.length;
    rows = Arrays.copyOf(rows, facts);
    Arrays.fill(rows, before, facts, EMPTY);
    minimal = Arrays.copyOf(minimal, facts);
    everybody = Arrays.copyOf(everybody, facts);
  }

  /** How many facts there is room for. */
  int factCount() {
    return rows.length;
  }

  /** The time of the youngest entry: how many there ever were. */
  int clock() {
    return clock;
  }

  /** The entries of a fact, until more come or some are dropped. */
  int[] row(int fact) {
    return rows[fact];
  }

  static int size(int[] row) {
    return row[0];
  }

  private static int room(int[] row) {
    return row.length / FIELDS;
  }

  static int set(int[] row, int entry) {
    return row[1 + entry];
  }

  /** Attackers may be taken away, see {@link #compact}. */
  static int attackers(int[] row, int entry) {
    return row[1 + room(row) + entry];
  }

  static int time(int[] row, int entry) {
    return row[1 + 2 * room(row) + entry];
  }

  /** For whom the entry has to be looked at. */
  static int suspects(int[] row, int entry) {
    return row[1 + 3 * room(row) + entry];
  }

  static void setAttackers(int[] row, int entry, int of) {
    row[1 + room(row) + entry] = of;
  }

  static void setSuspects(int[] row, int entry, int of) {
    row[1 + 3 * room(row) + entry] = of;
  }

  /** Where the entry of that time stands: times ascend. */
  int place(int fact, int time) {
    int[] row = rows[fact];
    int first = 1 + 2 * room(row);
    int at = Arrays.binarySearch(row, first, first + size(row), time);
    if (at < 0) {
      throw new IllegalStateException("no entry of fact " + fact + " at " + time);
    }
    return at - first;
  }

  /** One more entry, younger than all others. */
  void add(int fact, int set, int of) {
    add(fact, set, of, ++clock);
    everybody[fact] = attackers.or(everybody[fact], of);
    minimal[fact] = null;
    changed.set(fact);
  }

  private void add(int fact, int set, int of, int time) {
    int[] row = rows[fact];
    int entry = size(row);
    if (entry == room(row)) {
      row = withRoom(row, entry + (entry >> 1) + 1);
      rows[fact] = row;
    }
    int room = room(row);
    row[0] = entry + 1;
    row[1 + entry] = set;
    row[1 + room + entry] = of;
    row[1 + 2 * room + entry] = time;
    row[1 + 3 * room + entry] = AttackerSets.NONE;
  }

  private static int[] withRoom(int[] row, int room) {
    int[] larger = new int[1 + FIELDS * room];
    larger[0] = row[0];
    for (int field = 0; field < FIELDS; field++) {
      System.arraycopy(row, 1 + field * room(row), larger, 1 + field * room, row[0]);
    }
    return larger;
  }

  /** Who has an entry of a fact, of whatever set. */
  int everybody(int fact) {
    return everybody[fact];
  }

  /** Takes an entry away from some of its attackers. */
  void lose(int fact, int entry, int of) {
    int[] row = rows[fact];
    setAttackers(row, entry, attackers.without(attackers(row, entry), of));
    int left = of;
    for (int i = 0; i < size(row) && left != AttackerSets.NONE; i++) {
      left = attackers.without(left, attackers(row, i));
    }
    everybody[fact] = attackers.without(everybody[fact], left);
  }

  /** Drops the entries that nobody has any more. */
  void compact(int fact) {
    int[] row = rows[fact];
    rows[fact] = new int[1 + FIELDS * size(row)];
    for (int entry = 0; entry < size(row); entry++) {
      if (attackers(row, entry) != AttackerSets.NONE) {
        add(fact, set(row, entry), attackers(row, entry), time(row, entry));
      }
    }
    minimal[fact] = null;
    changed.set(fact);
  }

  /** The facts whose entries have changed since this was asked last. */
  BitSet takeChanged() {
    BitSet taken = changed;
    changed = new BitSet();
    return taken;
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
    int[] row = rows[fact];
    int end = of == AttackerSets.NONE ? 0 : size(row);
    if (end == 0) {
      return of;
    }
    boolean[] parts = sets.haveFewParts() ? sets.marking(set) : null;
    int left = of;
    for (int entry = 0; entry < end && left != AttackerSets.NONE; entry++) {
      int part = set(row, entry);
      if (parts == null ? sets.contains(set, part) : parts[part]) {
        if (time(row, entry) >= before) {
          break;
        }
        left = attackers.without(left, attackers(row, entry));
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

  private IntSequence workOutMinimal(int[] row) {
    for (int i = 0; i < size(row); i++) {
      collected.add(set(row, i), attackers(row, i));
    }
    return collected.take();
  }
}
