package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The failure sets of every fact of a system, kept while steps come and go.
 *
 * <p>What is known lies in entries: these attackers get this fact when this set fails. An entry
 * need not be minimal, but it is always true.
 */
final class StandingLabels {
  /*
   * Invariant 1: an entry follows, for each of its attackers, by one step from entries that are
   *   older (their time is smaller) and whose sets, with the step's fence, are parts of its set. So
   *   no entry rests on itself, however many circles the steps make.
   * Invariant 2: whatever follows by one step from entries is covered at the step's conclusion: for
   *   each attacker by an entry whose set is the union, or a part of it.
   *
   * By 1 every entry is true, by 2 every minimal set has an entry.
   *
   * A step that goes: the entries that it may have made are looked at in order of time. An entry
   * stays for the attackers for whom some other step still makes it from older entries, which are
   * settled by then; for the others it goes, and what may have been made from it is looked at too.
   * That restores 1. What was covered by an entry that went is looked for again from all steps to
   * the fact, as if they were new. That, and what follows, restores 2.
   */
  /** Entries beyond which a change is not worth following up. */
  private static final int MOST_ENTRIES = 1 << 24;

  /** Sets of attackers beyond which the same is so. */
  private static final int MOST_ATTACKER_SETS = 1 << 21;

  private final LiveSteps steps;

  /** Whether steps that rest on assumptions are left out. */
  private final boolean certainOnly;

  private final BoundarySets sets;
  private final AttackerSets attackers;

  private final LabelEntries entries;

  /** By fact: rows of set and attackers that were found and are not entries yet. */
  private @Nullable IntSequence[] found = new @Nullable IntSequence[1024];

  /** By size of the set: the facts for which something was found. */
  private final IntSequence[] open;

  /** Entries that some attackers have to be looked at for, see {@link LabelEntries}. */
  private final EntryQueue suspects = new EntryQueue();

  /** By fact: the attackers for whom some entry went that could have covered larger ones. */
  private final Map<Integer, Integer> lost = new HashMap<>();

  /** Rows of fact, set and attackers: entries that went and covered nothing but themselves. */
  private final IntSequence lostLargest = new IntSequence();

  /** The facts of which some entry went. */
  private final BitSet losers = new BitSet();

  StandingLabels(LiveSteps steps, Mode mode) {
    this.steps = steps;
    this.certainOnly = mode == Mode.REFUTED;
    sets = steps.sets;
    attackers = steps.attackers;
    entries = new LabelEntries(sets, attackers);
    open = new IntSequence[steps.maximumDepth + 1];
    Arrays.setAll(open, size -> new IntSequence());
  }

  /**
   * Works out what follows from the difference.
   *
   * @return whether it was; else there is too much to keep, and nothing here is to be used again
   */
  boolean follow() {
    if (steps.factCount() > found.length) {
      int facts = Math.max(steps.factCount(), IntSequence.grown(found.length));
      entries.makeRoom(facts);
      found = Arrays.copyOf(found, facts);
    }
    for (int i = 0; i < steps.removed.size(); i++) {
      suspectWhatItMade(steps.removed.get(i));
    }
    while (!suspects.isEmpty()) {
      int time = suspects.oldestTime();
      int fact = suspects.oldestFact();
      suspects.removeOldest();
      look(time, fact);
    }
    losers.stream().forEach(entries::compact);
    losers.clear();
    for (int i = 0; i < lostLargest.size(); i += 3) {
      takeAgain(lostLargest.get(i), lostLargest.get(i + 1), lostLargest.get(i + 2));
    }
    lostLargest.clear();
    for (Map.Entry<Integer, Integer> one : lost.entrySet()) {
      IntSequence producers = steps.producers(one.getKey());
      for (int i = 0; producers != null && i < producers.size(); i++) {
        takeWhole(producers.get(i), one.getValue());
      }
    }
    lost.clear();
    for (int i = 0; i < steps.added.size(); i++) {
      takeWhole(steps.added.get(i), AttackerSets.ALL);
    }
    return settle();
  }

  private int mask(int step) {
    return certainOnly && !steps.isCertain(step) ? AttackerSets.NONE : steps.mask(step);
  }

  // What goes.

  private void suspectWhatItMade(int step) {
    int fact = steps.conclusion(step);
    int[] row = entries.row(fact);
    for (int i = 0; i < LabelEntries.size(row); i++) {
      int made =
          madeBy(
              step,
              LabelEntries.set(row, i),
              LabelEntries.time(row, i),
              attackers.and(LabelEntries.attackers(row, i), mask(step)));
      suspect(fact, row, i, made);
    }
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
    int made = of;
    for (int premise : steps.premises(step)) {
      if (made == AttackerSets.NONE) {
        return made;
      }
      made = entries.having(premise, set, before, made);
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
    IntSequence producers = steps.producers(fact);
    for (int i = 0; producers != null && i < producers.size() && left != AttackerSets.NONE; i++) {
      int step = producers.get(i);
      left = attackers.without(left, madeBy(step, set, time, attackers.and(left, mask(step))));
    }
    if (left == AttackerSets.NONE) {
      return;
    }
    LabelEntries.setAttackers(row, at, attackers.without(LabelEntries.attackers(row, at), left));
    losers.set(fact);
    if (sets.size(set) == steps.maximumDepth) {
      lostLargest.add(fact);
      lostLargest.add(set);
      lostLargest.add(left);
    } else {
      lost.merge(fact, left, attackers::or);
    }
    IntSequence consumers = steps.consumers(fact);
    for (int i = 0; consumers != null && i < consumers.size(); i++) {
      suspectWhatFollows(consumers.get(i), set, time, left);
    }
  }

  private void suspectWhatFollows(int step, int set, int time, int of) {
    int allowed = attackers.and(of, mask(step));
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

  // What comes.

  /** Takes a step from all entries of its premises. */
  private void takeWhole(int step, int of) {
    int from = attackers.and(of, mask(step));
    if (from != AttackerSets.NONE) {
      take(step, 0, -1, steps.fence(step), from);
    }
  }

  /** Looks for a set that cannot grow again, by what is left. */
  private void takeAgain(int fact, int set, int of) {
    IntSequence producers = steps.producers(fact);
    for (int i = 0; producers != null && i < producers.size(); i++) {
      int step = producers.get(i);
      int from = attackers.and(of, mask(step));
      if (from != AttackerSets.NONE && sets.contains(set, steps.fence(step))) {
        takeWithin(step, 0, -1, set, from);
      }
    }
  }

  /**
   * Smaller sets first, because what they give covers what larger ones would. What is found of a
   * fact waits for its turn, so that attackers who get it in many ways become one entry.
   */
  private boolean settle() {
    for (int size = 0; size < open.length; size++) {
      IntSequence queue = open[size];
      for (int head = 0; head < queue.size(); head++) {
        enterFound(queue.get(head), size);
        if (entries.clock() > MOST_ENTRIES || attackers.count() > MOST_ATTACKER_SETS) {
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
      int of = entries.lacking(fact, set, LabelEntries.FOREVER, waiting.get(i + 1));
      if (of != AttackerSets.NONE) {
        entries.add(fact, set, of);
        spread(fact, set, of);
      }
    }
    // No step leads from a fact to itself, so nothing more was found of it meanwhile.
    found[fact] = larger.size() > 0 ? larger : null;
  }

  private void spread(int fact, int set, int of) {
    IntSequence consumers = steps.consumers(fact);
    for (int i = 0; consumers != null && i < consumers.size(); i++) {
      int step = consumers.get(i);
      int from = attackers.and(of, mask(step));
      int union =
          from == AttackerSets.NONE ? BoundarySets.TOO_LARGE : sets.union(set, steps.fence(step));
      if (union != BoundarySets.TOO_LARGE) {
        take(step, 0, fact, union, from);
      }
    }
  }

  /**
   * Takes a step from every combination of entries of its premises from the one at this place on.
   *
   * @param taken the premise whose entry is in the union already, or -1
   */
  private void take(int step, int place, int taken, int union, int of) {
    int to = steps.conclusion(step);
    int from = entries.lacking(to, union, LabelEntries.FOREVER, of);
    if (from == AttackerSets.NONE) {
      return;
    }
    int[] premises = steps.premises(step);
    if (sets.size(union) == steps.maximumDepth) {
      takeWithin(step, place, taken, union, from);
      return;
    }
    int at = place < premises.length && premises[place] == taken ? place + 1 : place;
    if (at == premises.length) {
      enter(to, union, from);
      return;
    }
    int[] row = entries.row(premises[at]);
    for (int i = 0; i < LabelEntries.size(row); i++) {
      int both = attackers.and(from, LabelEntries.attackers(row, i));
      int larger =
          both == AttackerSets.NONE
              ? BoundarySets.TOO_LARGE
              : sets.union(union, LabelEntries.set(row, i));
      if (larger != BoundarySets.TOO_LARGE) {
        take(step, at + 1, taken, larger, both);
      }
    }
  }

  /** The same where the union cannot grow: whatever gives a premise is a part of it. */
  private void takeWithin(int step, int place, int taken, int union, int of) {
    int[] premises = steps.premises(step);
    int from = of;
    for (int at = place; at < premises.length && from != AttackerSets.NONE; at++) {
      if (premises[at] != taken) {
        from = entries.having(premises[at], union, LabelEntries.FOREVER, from);
      }
    }
    if (from != AttackerSets.NONE) {
      enter(steps.conclusion(step), union, from);
    }
  }

  private void enter(int fact, int set, int of) {
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

  /** Rows of set and attackers: the minimal sets of a fact, each once; not to be changed. */
  IntSequence minimal(int fact) {
    return entries.minimal(fact);
  }
}
