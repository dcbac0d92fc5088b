package dev.ringfence.engine.proof;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Entries that do not follow any more: looked at in order of time, because each rests on older. */
final class GoingLabels {
  private final WhoHas has;
  private final LiveSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final LabelEntries entries;

  /** What somebody begins with, who has it whatever goes. */
  private final int[] origins;

  /** Entries that some attackers have to be looked at for, see {@link LabelEntries}. */
  private final EntryQueue suspects = new EntryQueue();

  /** By fact: the attackers for whom some entry went that could have covered larger ones. */
  private final Map<Integer, Integer> lost = new HashMap<>();

  /** Rows of fact, set and attackers: entries that went and covered nothing but themselves. */
  private final IntSequence lostLargest = new IntSequence();

  /** The facts of which some entry went. */
  private final BitSet losers = new BitSet();

  GoingLabels(WhoHas has, int[] origins) {
    this.has = has;
    this.origins = origins;
    steps = has.steps;
    sets = has.sets;
    attackers = has.attackers;
    entries = has.entries;
  }

  /** Suspects what a step that goes has made. */
  void suspectWhatItMade(int step) {
    if (has.given != null && has.given.joint().isUncovered(step)) {
      suspectWhatItMakes(step); // what was given when it was taken may not be given any more
      return;
    }
    int fact = steps.conclusion(step);
    int[] row = entries.row(fact);
    for (int i = 0; i < LabelEntries.size(row); i++) {
      int made =
          madeBy(
              step,
              LabelEntries.set(row, i),
              LabelEntries.time(row, i),
              attackers.and(LabelEntries.attackers(row, i), has.mask(step)));
      suspect(fact, row, i, made);
    }
  }

  /** Suspects whatever a step could make. */
  private void suspectWhatItMakes(int step) {
    suspectWhatFollows(step, BoundarySets.NONE, 0, AttackerSets.ALL);
  }

  /** Suspects what rests on what is not given any more, or on steps that are covered now. */
  void suspectWhatWasGiven(Joint joint) {
    for (int i = 0; i < joint.lost.size(); i += 2) {
      IntSequence consumers = steps.consumers(joint.lost.get(i));
      for (int c = 0; consumers != null && c < consumers.size(); c++) {
        if (joint.isUncovered(consumers.get(c))) {
          suspectWhatFollows(consumers.get(c), joint.lost.get(i + 1), 0, AttackerSets.ALL);
        }
      }
    }
    for (int i = 0; i < joint.closed.size(); i++) {
      suspectWhatItMakes(joint.closed.get(i));
    }
  }

  /**
   * Takes away what no step makes any more; what it covered is looked for in what comes.
   *
   * @param most how many entries to look at
   * @return false where there are more; nothing is to be used any more then
   */
  boolean settle(ComingLabels coming, int most) {
    for (int looks = 0; !suspects.isEmpty(); looks++) {
      if (looks == most) {
        return false;
      }
      int time = suspects.oldestTime();
      int fact = suspects.oldestFact();
      suspects.removeOldest();
      look(time, fact);
    }
    losers.stream().forEach(entries::compact);
    losers.clear();
    for (int i = 0; i < lostLargest.size(); i += 3) {
      coming.takeAgain(lostLargest.get(i), lostLargest.get(i + 1), lostLargest.get(i + 2));
    }
    lostLargest.clear();
    lost.forEach((fact, of) -> coming.takeWhole(steps.producers(fact), of));
    lost.clear();
    return true;
  }

  private void suspect(int fact, int[] row, int at, int of) {
    if (of != AttackerSets.NONE) {
      int known = LabelEntries.suspects(row, at);
      LabelEntries.setSuspects(row, at, attackers.or(known, of));
      if (known == AttackerSets.NONE) {
        suspects.add(LabelEntries.time(row, at), fact);
      }
    }
  }

  /** Those of the attackers for whom the step gives its conclusion from entries of that age. */
  private int madeBy(int step, int set, int before, int of) {
    if (of == AttackerSets.NONE || !sets.contains(set, steps.fence(step))) {
      return AttackerSets.NONE;
    }
    int made = has.withPremises(step, of);
    for (int i = 0, count = steps.premiseCount(step); i < count; i++) {
      if (made == AttackerSets.NONE) {
        return made;
      }
      made = has.having(step, steps.premise(step, i), set, before, made);
    }
    return made;
  }

  /** Whether another step makes the entry; else it goes, and what was made from it is suspected. */
  private void look(int time, int fact) {
    int[] row = entries.row(fact);
    int at = entries.place(fact, time);
    int set = LabelEntries.set(row, at);
    int left = attackers.and(LabelEntries.attackers(row, at), LabelEntries.suspects(row, at));
    LabelEntries.setSuspects(row, at, AttackerSets.NONE);
    if (set == BoundarySets.NONE && isOrigin(fact)) {
      return;
    }
    IntSequence producers = steps.producers(fact);
    for (int i = 0; producers != null && i < producers.size() && left != AttackerSets.NONE; i++) {
      int step = producers.get(i);
      left = attackers.without(left, madeBy(step, set, time, attackers.and(left, has.mask(step))));
    }
    if (left != AttackerSets.NONE) {
      lose(fact, at, set, time, left);
    }
  }

  private void lose(int fact, int at, int set, int time, int of) {
    entries.lose(fact, at, of);
    losers.set(fact);
    if (sets.size(set) == steps.maximumDepth) {
      lostLargest.add(fact);
      lostLargest.add(set);
      lostLargest.add(of);
    } else {
      lost.merge(fact, of, attackers::or);
    }
    IntSequence consumers = steps.consumers(fact);
    for (int i = 0; consumers != null && i < consumers.size(); i++) {
      suspectWhatFollows(consumers.get(i), set, time, of);
    }
    if (has.given != null && has.given.joint().isOf(fact)) {
      has.given.holders().changed();
      BitSet uncovered = has.given.joint().uncovered();
      for (int step = uncovered.nextSetBit(0); step >= 0; step = uncovered.nextSetBit(step + 1)) {
        suspectWhatFollows(step, set, time, of);
      }
    }
  }

  private boolean isOrigin(int fact) {
    for (int origin : origins) {
      if (origin == fact) {
        return true;
      }
    }
    return false;
  }

  /** Suspects what a step may have made, after that time, of a premise with that set. */
  private void suspectWhatFollows(int step, int set, int time, int of) {
    int allowed = attackers.and(of, has.mask(step));
    int fact = steps.conclusion(step);
    int[] row = entries.row(fact);
    boolean alone = sets.size(set) == steps.maximumDepth; // then it is a part of no other
    for (int i = 0; allowed != AttackerSets.NONE && i < LabelEntries.size(row); i++) {
      int larger = LabelEntries.set(row, i);
      if ((larger == set || (!alone && sets.contains(larger, set)))
          && LabelEntries.time(row, i) > time
          && sets.contains(larger, steps.fence(step))) {
        suspect(fact, row, i, attackers.and(LabelEntries.attackers(row, i), allowed));
      }
    }
  }
}
