package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * For each fact the boundaries that every way from it to a goal needs: a label that with them is
 * larger than the maximum depth can be dropped. It is a set, so that a boundary that the label
 * already has is not paid again, and it bounds from below: other premises' boundaries are not
 * looked at.
 */
final class RequiredBoundaries {
  private final BoundarySets sets;

  /** By fact; {@link BoundarySets#TOO_LARGE} where every way needs more than the maximum depth. */
  private final int[] required;

  private final int maximumDepth;

  RequiredBoundaries(RelevantSteps steps, Producers producers, int maximumDepth) {
    this.maximumDepth = maximumDepth;
    sets = steps.boundarySets;
    required = new int[steps.factCount];
    Arrays.fill(required, BoundarySets.TOO_LARGE);
    IntSequence open = new IntSequence();
    for (int goal : steps.factOfGoal) {
      if (goal >= 0 && required[goal] != BoundarySets.NONE) {
        required[goal] = BoundarySets.NONE;
        open.add(goal);
      }
    }
    // Sets only shrink, so a fact is visited again at most maximumDepth + 1 times.
    while (open.size() > 0) {
      int fact = open.removeLast();
      for (int i = producers.starts[fact]; i < producers.starts[fact + 1]; i++) {
        int onward = sets.union(required[fact], producers.fences[i]);
        int premise = producers.premises[i];
        int both = onward == BoundarySets.TOO_LARGE ? required[premise] : common(premise, onward);
        if (both != required[premise]) {
          required[premise] = both;
          open.add(premise);
        }
      }
    }
  }

  private int common(int premise, int onward) {
    return required[premise] == BoundarySets.TOO_LARGE
        ? onward
        : sets.intersection(required[premise], onward);
  }

  /** Whether the set is too large together with what all ways onward from the fact need. */
  boolean exceeds(int fact, int set) {
    int more = required[fact];
    if (more == BoundarySets.NONE) {
      return false;
    }
    if (more == BoundarySets.TOO_LARGE) {
      return true;
    }
    return sets.unionSize(set, more) > maximumDepth;
  }
}
