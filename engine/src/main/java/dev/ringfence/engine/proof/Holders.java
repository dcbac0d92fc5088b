package dev.ringfence.engine.proof;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who holds a {@link Joint} when which set fails, by the entries of the joint's facts. */
final class Holders {
  private static final int UNKNOWN = -1;

  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final LabelEntries entries;
  private final Joint joint;

  /** By set. */
  private int[] bySet = new int[0];

  private @Nullable IntSequence rows;
  private int version;

  Holders(LiveSteps steps, LabelEntries entries, Joint joint) {
    this.sets = steps.sets;
    this.attackers = steps.attackers;
    this.entries = entries;
    this.joint = joint;
  }

  /** How often it has changed who holds the joint. */
  int version() {
    return version;
  }

  /** The entries of one of the joint's facts have changed. */
  void changed() {
    Arrays.fill(bySet, UNKNOWN);
    rows = null;
    version++;
  }

  /** Who has all the joint's facts by entries of that age when the set fails. */
  int of(int set, int before) {
    if (before != LabelEntries.FOREVER) {
      return workOut(set, before);
    }
    if (set >= bySet.length) {
      int known = bySet.length;
      bySet = Arrays.copyOf(bySet, Math.max(set + 1, IntSequence.grown(known)));
      Arrays.fill(bySet, known, bySet.length, UNKNOWN);
    }
    if (bySet[set] == UNKNOWN) {
      bySet[set] = workOut(set, before);
    }
    return bySet[set];
  }

  private int workOut(int set, int before) {
    int of = AttackerSets.ALL;
    for (int i = 0; i < joint.factCount() && of != AttackerSets.NONE; i++) {
      of = entries.having(joint.fact(i), set, before, of);
    }
    return of;
  }

  /**
   * Rows of set and attackers: for whom the set is a minimal one with which they hold the joint.
   */
  IntSequence rows() {
    IntSequence known = rows;
    if (known == null) {
      IntSequence unions = new IntSequence();
      unions.add(BoundarySets.NONE);
      for (int i = 0; i < joint.factCount(); i++) {
        unions = unions(unions, entries.row(joint.fact(i)));
      }
      known = new IntSequence();
      for (int i = 0; i < unions.size(); i++) {
        int set = unions.get(i);
        int of = of(set, LabelEntries.FOREVER);
        for (int part : sets.partsOf(set)) {
          of = part == set ? of : attackers.without(of, of(part, LabelEntries.FOREVER));
        }
        if (of != AttackerSets.NONE) {
          known.add(set);
          known.add(of);
        }
      }
      rows = known;
    }
    return known;
  }

  private IntSequence unions(IntSequence some, int[] row) {
    IntSequence unions = new IntSequence();
    for (int i = 0; i < some.size(); i++) {
      for (int entry = 0; entry < LabelEntries.size(row); entry++) {
        int union = sets.union(some.get(i), LabelEntries.set(row, entry));
        if (union != BoundarySets.TOO_LARGE) {
          unions.add(union);
        }
      }
    }
    IntSequence distinct = new IntSequence();
    for (int union : IntSequence.sortedDistinct(unions.toArray())) {
      distinct.add(union);
    }
    return distinct;
  }

  /** Who holds the joint when anything fails. */
  int everybody() {
    int of = AttackerSets.NONE;
    for (int i = 1; i < rows().size(); i += 2) {
      of = attackers.or(of, rows().get(i));
    }
    return of;
  }
}
