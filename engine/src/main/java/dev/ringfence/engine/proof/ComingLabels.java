package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What follows by steps from what is had: found first, then entered, smaller sets first. */
final class ComingLabels {
  /** Entries beyond which a change is not worth following up. */
  private static final int MOST_ENTRIES = 1 << 24;

  /** Sets of attackers beyond which the same is so. */
  private static final int MOST_ATTACKER_SETS = 1 << 21;

  /** No premise is taken already. */
  static final int NOTHING = -1;

  private final WhoHas has;
  private final LiveSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final LabelEntries entries;

  /** By fact: rows of set and attackers that were found and are not entries yet. */
  private @Nullable IntSequence[] found = new @Nullable IntSequence[1024];

  /** By size of the set: the facts for which something was found. */
  private final IntSequence[] open;

  /** By boundary: the facts that have, or had, an entry whose set it is in; only with a joint. */
  private final BitRows factsWith = new BitRows();

  ComingLabels(WhoHas has) {
    this.has = has;
    steps = has.steps;
    sets = has.sets;
    attackers = has.attackers;
    entries = has.entries;
    open = new IntSequence[steps.maximumDepth + 1];
    Arrays.setAll(open, size -> new IntSequence());
  }

  void makeRoom(int facts) {
    if (facts > found.length) {
      found = Arrays.copyOf(found, Math.max(facts, IntSequence.grown(found.length)));
      entries.makeRoom(found.length);
    }
  }

  /**
   * The facts that may have an entry whose set the boundary is in; those that have none any more
   * are forgotten by whoever goes through them.
   */
  BitSet factsWith(int boundary) {
    return factsWith.row(boundary);
  }

  /** Takes a step from all entries of its premises. */
  void takeWhole(int step, int of) {
    takeFrom(step, NOTHING, BoundarySets.NONE, of);
  }

  void takeWhole(@Nullable IntSequence some, int of) {
    for (int i = 0; some != null && i < some.size(); i++) {
      takeWhole(some.get(i), of);
    }
  }

  /**
   * Takes a step from all entries of its premises when this set fails, at least.
   *
   * @param taken the premise that the attackers have when it fails, or -1
   */
  void takeFrom(int step, int taken, int set, int of) {
    int from = attackers.and(of, has.mask(step));
    int union =
        from == AttackerSets.NONE ? BoundarySets.TOO_LARGE : sets.union(set, steps.fence(step));
    if (union != BoundarySets.TOO_LARGE) {
      take(step, 0, taken, union, has.withPremises(step, from));
    }
  }

  /** Looks for a set that cannot grow again, by what is left. */
  void takeAgain(int fact, int set, int of) {
    IntSequence producers = steps.producers(fact);
    for (int i = 0; producers != null && i < producers.size(); i++) {
      int step = producers.get(i);
      int from = attackers.and(of, has.mask(step));
      if (from != AttackerSets.NONE && sets.contains(set, steps.fence(step))) {
        takeWithin(step, 0, NOTHING, set, from);
      }
    }
  }

  /**
   * Enters what was found, and what follows: smaller sets first, because what they give covers what
   * larger ones would. What is found of a fact waits for its turn, so that attackers who get it in
   * many ways become one entry.
   *
   * @param most how many entries to make
   * @return false where there are more, or too many in all; nothing is to be used any more then
   */
  boolean settle(int most) {
    int enough = (int) Math.min(MOST_ENTRIES, (long) entries.clock() + most);
    for (int size = 0; size < open.length; size++) {
      IntSequence queue = open[size];
      for (int head = 0; head < queue.size(); head++) {
        enterFound(queue.get(head), size);
        if (entries.clock() > enough || attackers.count() > MOST_ATTACKER_SETS) {
          return false;
        }
      }
      queue.clear();
    }
    return true;
  }

  private void enterFound(int fact, int size) {
    IntSequence waiting = found[fact];
    if (waiting == null) {
      return;
    }
    IntSequence larger = new IntSequence(2);
    found[fact] = null;
    for (int i = 0; i < waiting.size(); i += 2) {
      int set = waiting.get(i);
      if (sets.size(set) > size) {
        larger.add(set);
        larger.add(waiting.get(i + 1));
        continue;
      }
      int of = has.lacking(fact, set, waiting.get(i + 1));
      if (of != AttackerSets.NONE) {
        entries.add(fact, set, of);
        if (has.given != null) {
          for (int b = 0; b < sets.size(set); b++) {
            factsWith.row(sets.at(set, b)).set(fact);
          }
          gain(has.given, fact, set, of);
        }
        spread(fact, set, of);
      }
    }
    // No step leads from a fact to itself, so nothing more was found of it meanwhile.
    found[fact] = larger.size() > 0 ? larger : null;
  }

  /** Who holds the joint now may take the steps that are not covered. */
  private void gain(WhoHas.Given given, int fact, int set, int of) {
    if (!given.joint().isOf(fact)) {
      return;
    }
    given.holders().changed();
    int from = attackers.and(of, given.holders().everybody());
    BitSet uncovered = given.joint().uncovered();
    for (int step = uncovered.nextSetBit(0);
        step >= 0 && from != AttackerSets.NONE;
        step = uncovered.nextSetBit(step + 1)) {
      takeFrom(step, NOTHING, set, from);
    }
  }

  private void spread(int fact, int set, int of) {
    IntSequence consumers = steps.consumers(fact);
    for (int i = 0; consumers != null && i < consumers.size(); i++) {
      takeFrom(consumers.get(i), fact, set, of);
    }
  }

  /**
   * Takes a step from every combination of entries of its premises from the one at this place on.
   *
   * @param taken the premise whose entry is in the union already, or -1
   */
  private void take(int step, int place, int taken, int union, int of) {
    int to = steps.conclusion(step);
    int from = has.lacking(to, union, of);
    if (from == AttackerSets.NONE) {
      return;
    }
    if (sets.size(union) == steps.maximumDepth) {
      takeWithin(step, place, taken, union, from);
      return;
    }
    int count = steps.premiseCount(step);
    int at = place < count && steps.premise(step, place) == taken ? place + 1 : place;
    if (at == count) {
      enter(to, union, from);
      return;
    }
    int premise = steps.premise(step, at);
    int[] row = entries.row(premise);
    for (int i = 0; i < LabelEntries.size(row); i++) {
      int both = attackers.and(from, LabelEntries.attackers(row, i));
      takeOn(step, at, taken, union, LabelEntries.set(row, i), both);
    }
    if (has.given != null && has.given.joint().isUncovered(step)) {
      IntSequence holding = has.given.holders().rows();
      for (int set : has.given.sets(premise)) {
        for (int i = 0; i < holding.size(); i += 2) {
          int both = attackers.and(from, holding.get(i + 1));
          int more =
              both == AttackerSets.NONE ? BoundarySets.TOO_LARGE : sets.union(set, holding.get(i));
          if (more != BoundarySets.TOO_LARGE) {
            takeOn(step, at, taken, union, more, both);
          }
        }
      }
    }
  }

  private void takeOn(int step, int at, int taken, int union, int set, int of) {
    int larger = of == AttackerSets.NONE ? BoundarySets.TOO_LARGE : sets.union(union, set);
    if (larger != BoundarySets.TOO_LARGE) {
      take(step, at + 1, taken, larger, of);
    }
  }

  /** The same where the union cannot grow: whatever gives a premise is a part of it. */
  private void takeWithin(int step, int place, int taken, int union, int of) {
    int from = of;
    for (int at = place, count = steps.premiseCount(step);
        at < count && from != AttackerSets.NONE;
        at++) {
      int premise = steps.premise(step, at);
      if (premise != taken) {
        from = has.having(step, premise, union, LabelEntries.FOREVER, from);
      }
    }
    if (from != AttackerSets.NONE) {
      enter(steps.conclusion(step), union, from);
    }
  }

  /** Somebody gets the fact when the set fails. */
  void enter(int fact, int set, int of) {
    IntSequence waiting = found[fact];
    if (waiting == null) {
      waiting = new IntSequence(2);
      found[fact] = waiting;
    }
    boolean queued = false;
    for (int i = 0; i < waiting.size(); i += 2) {
      if (waiting.get(i) == set) {
        waiting.set(i + 1, attackers.or(waiting.get(i + 1), of));
        return;
      }
      queued |= sets.size(waiting.get(i)) == sets.size(set);
    }
    waiting.add(set);
    waiting.add(of);
    if (!queued) {
      open[sets.size(set)].add(fact);
    }
  }
}
