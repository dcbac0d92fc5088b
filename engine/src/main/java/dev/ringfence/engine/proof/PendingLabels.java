package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * Labels found for sets whose turn has not come: (set, fact, attackers), chained by set. They may
 * be covered by smaller sets when their turn comes, and may repeat.
 */
final class PendingLabels {
  private static final int END = -1;

  private int[] headOfSet = new int[0];
  private final IntSequence next = new IntSequence();
  private final IntSequence facts = new IntSequence();
  private final IntSequence attackers = new IntSequence();
  private final IntSequence[] setsOfSize;

  PendingLabels(int maximumDepth) {
    setsOfSize = new IntSequence[maximumDepth + 1];
    Arrays.setAll(setsOfSize, size -> new IntSequence());
  }

  void add(int set, int setSize, int fact, int attackersOfFact) {
    if (set >= headOfSet.length) {
      int known = headOfSet.length;
      headOfSet = Arrays.copyOf(headOfSet, Math.max(set + 1, IntSequence.grown(known)));
      Arrays.fill(headOfSet, known, headOfSet.length, END);
    }
    if (headOfSet[set] == END) {
      setsOfSize[setSize].add(set);
    }
    next.add(headOfSet[set]);
    headOfSet[set] = facts.size();
    facts.add(fact);
    attackers.add(attackersOfFact);
  }

  /** The sets of this size for which something is pending, in the order in which they came up. */
  IntSequence setsOfSize(int size) {
    return setsOfSize[size];
  }

  /** The first entry of a set that something is pending for; -1 ends the chain. */
  int first(int set) {
    return headOfSet[set];
  }

  int next(int entry) {
    return next.get(entry);
  }

  int fact(int entry) {
    return facts.get(entry);
  }

  int attackers(int entry) {
    return attackers.get(entry);
  }
}
