package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * Labels that premises of joins have, and what follows from several of them together: a set that is
 * the union of the premises' sets and of the join's fence, for the attackers that all of them have.
 *
 * <p>Unions that are no larger than the largest of their parts are left out: then that part is the
 * union, and its own closure takes the join.
 */
final class JoinCandidates {
  private static final int END = -1;

  private final RelevantSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;

  // Chains of candidates, a chain a join, the newest first.
  private final int[] headOfJoin;
  private final IntSequence next = new IntSequence();
  private final IntSequence premises = new IntSequence();
  private final IntSequence candidateSets = new IntSequence();
  private final IntSequence candidateAttackers = new IntSequence();

  /** The joins that a candidate was added to since the last combination. */
  private final IntSequence changed = new IntSequence();

  private final boolean[] isChanged;

  // Unions so far over the first premises of a join, each set once.
  private IntSequence unions = new IntSequence();
  private IntSequence unionAttackers = new IntSequence();
  private IntSequence nextUnions = new IntSequence();
  private IntSequence nextUnionAttackers = new IntSequence();
  private int[] positionOfSet = new int[0];

  JoinCandidates(RelevantSteps steps, AttackerSets attackers) {
    this.steps = steps;
    this.attackers = attackers;
    sets = steps.boundarySets;
    headOfJoin = new int[steps.joinTo.length];
    Arrays.fill(headOfJoin, END);
    isChanged = new boolean[steps.joinTo.length];
  }

  /**
   * A label of a premise, less the attackers that already have the join's conclusion by its set.
   */
  void add(int join, int premise, int set, int attackersOfPremise) {
    next.add(headOfJoin[join]);
    headOfJoin[join] = premises.size();
    premises.add(premise);
    candidateSets.add(set);
    candidateAttackers.add(attackersOfPremise);
    if (!isChanged[join]) {
      isChanged[join] = true;
      changed.add(join);
    }
  }

  /** Puts what follows from at least one label of this size, and none larger, into pending. */
  void combine(int size, RequiredBoundaries required, PendingLabels pending) {
    for (int i = 0; i < changed.size(); i++) {
      int join = changed.get(i);
      isChanged[join] = false;
      int first = steps.joinPremiseStarts[join];
      int end = steps.joinPremiseStarts[join + 1];
      for (int newest = first; newest < end; newest++) {
        combine(join, newest, size);
        for (int u = 0; u < unions.size(); u++) {
          int union = unions.get(u);
          int to = steps.joinTo[join];
          if (sets.size(union) > size && !required.exceeds(to, union)) {
            pending.add(union, sets.size(union), to, unionAttackers.get(u));
          }
        }
      }
    }
    changed.clear();
  }

  /**
   * All unions in which this premise has a label of this size, those before it have smaller ones
   * and those after it have any: over all premises, each combination once.
   */
  private void combine(int join, int newest, int size) {
    unions.clear();
    unionAttackers.clear();
    unions.add(steps.joinFences[join]);
    unionAttackers.add(AttackerSets.ALL);
    for (int p = steps.joinPremiseStarts[join]; p < steps.joinPremiseStarts[join + 1]; p++) {
      nextUnions.clear();
      nextUnionAttackers.clear();
      for (int c = headOfJoin[join]; c != END; c = next.get(c)) {
        int candidateSize = sets.size(candidateSets.get(c));
        boolean fits = p == newest ? candidateSize == size : p > newest || candidateSize < size;
        if (fits && premises.get(c) == steps.joinPremises[p]) {
          extend(candidateSets.get(c), candidateAttackers.get(c));
        }
      }
      for (int u = 0; u < nextUnions.size(); u++) {
        positionOfSet[nextUnions.get(u)] = 0;
      }
      IntSequence emptied = unions;
      unions = nextUnions;
      nextUnions = emptied;
      emptied = unionAttackers;
      unionAttackers = nextUnionAttackers;
      nextUnionAttackers = emptied;
    }
  }

  private void extend(int set, int attackersOfSet) {
    for (int u = 0; u < unions.size(); u++) {
      int both = attackers.and(unionAttackers.get(u), attackersOfSet);
      int union =
          both == AttackerSets.NONE ? BoundarySets.TOO_LARGE : sets.union(unions.get(u), set);
      if (union == BoundarySets.TOO_LARGE) {
        continue;
      }
      if (union >= positionOfSet.length) {
        positionOfSet =
            Arrays.copyOf(
                positionOfSet, Math.max(union + 1, IntSequence.grown(positionOfSet.length)));
      }
      int position = positionOfSet[union];
      if (position == 0) {
        nextUnions.add(union);
        nextUnionAttackers.add(both);
        positionOfSet[union] = nextUnions.size();
      } else {
        nextUnionAttackers.set(
            position - 1, attackers.or(nextUnionAttackers.get(position - 1), both));
      }
    }
  }
}
