package dev.ringfence.engine.proof;

import org.jspecify.annotations.Nullable;

/**
 * The labels of one failed set: for each fact, the attackers that get it when this set fails and
 * when no proper part of it does. Never changed once its level is done.
 */
final class Labels {
  /** With labels at more than one fact in so many, an array over all facts is the better table. */
  private static final int DENSE = 4;

  /** By slot: fact + 1, or 0 = free; null where {@link #attackers} is by fact. */
  private final int @Nullable [] facts;

  private final int[] attackers;

  /**
   * Copies what is there.
   *
   * @param labelled the facts that have a label, each once
   * @param attackersOfFact by fact; read at these facts only
   */
  Labels(IntSequence labelled, int[] attackersOfFact) {
    int count = labelled.size();
    if (count > attackersOfFact.length / DENSE) {
      facts = null;
      attackers = new int[attackersOfFact.length];
      for (int i = 0; i < count; i++) {
        attackers[labelled.get(i)] = attackersOfFact[labelled.get(i)];
      }
    } else {
      int capacity = Integer.highestOneBit(Math.max(1, count)) * 4;
      int[] table = new int[capacity];
      attackers = new int[capacity];
      for (int i = 0; i < count; i++) {
        int fact = labelled.get(i);
        int slot = slot(fact, capacity);
        while (table[slot] != 0) {
          slot = (slot + 1) & (capacity - 1);
        }
        table[slot] = fact + 1;
        attackers[slot] = attackersOfFact[fact];
      }
      facts = table;
    }
  }

  int attackers(int fact) {
    int[] table = facts;
    if (table == null) {
      return attackers[fact];
    }
    int slot = slot(fact, table.length);
    while (table[slot] != 0) {
      if (table[slot] == fact + 1) {
        return attackers[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return AttackerSets.NONE;
  }

  /** Replaces each set of attackers by what it is called elsewhere. */
  void rename(int[] nameOfSet) {
    for (int i = 0; i < attackers.length; i++) {
      attackers[i] = nameOfSet[attackers[i]];
    }
  }

  private static int slot(int fact, int capacity) {
    int mixed = fact * 0x9E3779B1;
    return (mixed ^ mixed >>> 15) & (capacity - 1);
  }
}
