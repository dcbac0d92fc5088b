package dev.ringfence.engine.proof;

import java.util.Arrays;

/** Collects who gets something by which set, and leaves out who gets it by a part already. */
final class MinimalRows {
  private final BoundarySets sets;
  private final AttackerSets attackers;

  /** By set: who gets it. */
  private int[] of = new int[64];

  private final IntSequence found = new IntSequence();

  MinimalRows(BoundarySets sets, AttackerSets attackers) {
    this.sets = sets;
    this.attackers = attackers;
  }

  void add(int set, int more) {
    if (more == AttackerSets.NONE) {
      return;
    }
    if (set >= of.length) {
      of = Arrays.copyOf(of, Math.max(set + 1, IntSequence.grown(of.length)));
    }
    if (of[set] == AttackerSets.NONE) {
      found.add(set);
    }
    of[set] = attackers.or(of[set], more);
  }

  /** Rows of set and attackers, each set once; what was collected is forgotten. */
  IntSequence take() {
    IntSequence rows = new IntSequence(2 * found.size());
    for (int i = 0; i < found.size(); i++) {
      int set = found.get(i);
      int left = of[set];
      if (sets.haveFewParts()) {
        for (int part : sets.partsOf(set)) {
          left = part == set || part >= of.length ? left : attackers.without(left, of[part]);
        }
      } else {
        for (int j = 0; j < found.size() && left != AttackerSets.NONE; j++) {
          int part = found.get(j);
          left = part != set && sets.contains(set, part) ? attackers.without(left, of[part]) : left;
        }
      }
      if (left != AttackerSets.NONE) {
        rows.add(set);
        rows.add(left);
      }
    }
    for (int i = 0; i < found.size(); i++) {
      of[found.get(i)] = AttackerSets.NONE;
    }
    found.clear();
    return rows;
  }
}
