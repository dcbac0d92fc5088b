package dev.ringfence.engine.proof;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What has no entries because it was given, and needs some where it is given no more. */
final class LeftOut {
  private final WhoHas.Given given;
  private final LiveSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final LabelEntries entries;

  LeftOut(WhoHas has, WhoHas.Given given) {
    this.given = given;
    steps = has.steps;
    sets = has.sets;
    attackers = has.attackers;
    entries = has.entries;
  }

  /**
   * Looks for what was left out, and takes the steps that lead further for holders now.
   *
   * @param holdersBefore rows of set and attackers: who held the joint before the change
   */
  void take(IntSequence holdersBefore, ComingLabels coming) {
    Joint joint = given.joint();
    int everybody = given.holders().everybody();
    int before = everybody;
    for (int i = 0; i < holdersBefore.size(); i += 2) {
      int set = holdersBefore.get(i);
      int of = holdersBefore.get(i + 1);
      before = attackers.or(before, of);
      int losers = attackers.without(of, given.holders().of(set, LabelEntries.FOREVER));
      if (losers != AttackerSets.NONE) {
        takeWithoutJoint(set, losers, coming);
      }
    }
    for (int i = 0; i < joint.lost.size(); i += 2) {
      takeAll(steps.producers(joint.lost.get(i)), joint.lost.get(i + 1), before, coming);
    }
    // A step that is covered no more needs nothing else: either its conclusion is given less, or a
    // premise more, or it is new.
    for (int i = 0; i < joint.gained.size(); i++) {
      IntSequence consumers = steps.consumers(joint.gained.get(i));
      for (int c = 0; consumers != null && c < consumers.size(); c++) {
        if (joint.isUncovered(consumers.get(c))) {
          coming.takeWhole(consumers.get(c), everybody);
        }
      }
    }
  }

  private static void takeAll(@Nullable IntSequence some, int set, int of, ComingLabels coming) {
    for (int i = 0; some != null && i < some.size(); i++) {
      coming.takeFrom(some.get(i), ComingLabels.NOTHING, set, of);
    }
  }

  /**
   * Takes the steps that may give these attackers, when this set fails or a larger one, what they
   * were given before: those from entries with a boundary of it, with one in the fence, or from
   * what is given.
   */
  private void takeWithoutJoint(int set, int losers, ComingLabels coming) {
    if (set == BoundarySets.NONE) {
      for (int fact = 0; fact < steps.factCount(); fact++) {
        if (isGiven(fact)) {
          coming.takeWhole(steps.producers(fact), losers);
        }
      }
      return;
    }
    int boundary = sets.at(set, 0);
    BitSet facts = coming.factsWith(boundary);
    for (int fact = facts.nextSetBit(0); fact >= 0; fact = facts.nextSetBit(fact + 1)) {
      if (!takeFrom(fact, boundary, set, losers, coming)) {
        facts.clear(fact);
      }
    }
    takeAll(given.joint().fenced(boundary), set, losers, coming);
    takeAll(given.joint().uncovered(), set, losers, coming);
  }

  /** Takes steps from those entries whose sets the boundary is in; false where there are none. */
  private boolean takeFrom(int fact, int boundary, int set, int losers, ComingLabels coming) {
    int[] row = entries.row(fact);
    boolean any = false;
    for (int i = 0; i < LabelEntries.size(row); i++) {
      if (sets.has(LabelEntries.set(row, i), boundary)) {
        any = true;
        int theirs = attackers.and(LabelEntries.attackers(row, i), losers);
        int union =
            theirs == AttackerSets.NONE
                ? BoundarySets.TOO_LARGE
                : sets.union(LabelEntries.set(row, i), set);
        IntSequence consumers = union == BoundarySets.TOO_LARGE ? null : steps.consumers(fact);
        for (int c = 0; consumers != null && c < consumers.size(); c++) {
          if (isGiven(steps.conclusion(consumers.get(c)))) {
            coming.takeFrom(consumers.get(c), fact, union, theirs);
          }
        }
      }
    }
    return any;
  }

  private void takeAll(BitSet some, int set, int losers, ComingLabels coming) {
    for (int step = some.nextSetBit(0); step >= 0; step = some.nextSetBit(step + 1)) {
      if (isGiven(steps.conclusion(step))) {
        coming.takeFrom(step, ComingLabels.NOTHING, set, losers);
      }
    }
  }

  private boolean isGiven(int fact) {
    return given.joint().given(fact).length > 0;
  }
}
