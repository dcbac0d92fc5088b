package dev.ringfence.engine.proof;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The failure sets of every fact of a system, kept while steps come and go.
 *
 * <p>What is known lies in entries: these attackers get this fact when this set fails. An entry
 * need not be minimal, but it is always true. What follows from a {@link Joint} needs no entries.
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
   *
   * With a joint: what holders are given counts as an entry in 2, and in 1, where the step is not
   * covered, as one that is as old as the youngest of their entries of the joint. The representative
   * rests on nobody's entries, so nothing rests on itself. What is not given any more is looked for
   * as what was covered by entries that went.
   */
  /**
   * A change that changes more than half of what there was at first is not worth following up: a
   * search from scratch takes no longer. Of less than so many entries any change is.
   */
  private static final int FEW_ENTRIES = 1 << 15;

  private static final int[] NO_FACTS = {};
  private static final IntSequence NOBODY = new IntSequence(1);

  private final LiveSteps steps;

  /** What a representative begins with. */
  private final int[] origins;

  private final WhoHas has;
  private final ComingLabels coming;
  private final GoingLabels going;
  private final @Nullable LeftOut leftOut;

  /** How many entries there were when all was worked out for the first time. */
  private int entriesAtFirst;

  private StandingLabels(WhoHas has, int[] origins) {
    this.steps = has.steps;
    this.has = has;
    this.origins = origins;
    coming = new ComingLabels(has);
    going = new GoingLabels(has, origins);
    leftOut = has.given == null ? null : new LeftOut(has, has.given);
  }

  /**
   * The labels of everybody.
   *
   * @param joint or null; whoever holds it needs no entries of what he is given
   */
  StandingLabels(LiveSteps steps, Mode mode, @Nullable Joint joint) {
    this(WhoHas.everybody(steps, mode, joint), NO_FACTS);
  }

  /** The labels of one who begins with these facts and takes the steps that are for everybody. */
  static StandingLabels ofRepresentative(LiveSteps steps, Mode mode, int[] facts) {
    return new StandingLabels(WhoHas.common(steps, mode), facts.clone());
  }

  /**
   * Works out what follows from the difference.
   *
   * @return whether it was; else it is too much to follow or to keep, and nothing here is to be
   *     used again
   */
  boolean follow() {
    boolean first = has.entries.clock() == 0;
    int most = first ? Integer.MAX_VALUE : Math.max(FEW_ENTRIES, entriesAtFirst / 2);
    Joint joint = has.given == null ? null : has.given.joint();
    int facts = Math.max(steps.factCount(), 1 + IntSequence.highest(origins));
    coming.makeRoom(joint == null ? facts : Math.max(facts, 1 + joint.highest()));
    if (joint != null && !joint.follow()) {
      return false;
    }
    for (int i = 0; i < steps.removed.size(); i++) {
      going.suspectWhatItMade(steps.removed.get(i));
    }
    if (joint != null) {
      going.suspectWhatWasGiven(joint);
      joint.settle();
    }
    IntSequence holders = has.given == null ? NOBODY : has.given.holders().rows();
    if (!going.settle(coming, most)) {
      return false;
    }
    if (leftOut != null) {
      leftOut.take(holders, coming);
    }
    for (int i = 0; i < steps.added.size(); i++) {
      coming.takeWhole(steps.added.get(i), AttackerSets.ALL);
    }
    if (first) {
      for (int fact : origins) {
        coming.enter(fact, BoundarySets.NONE, AttackerSets.ALL);
      }
    }
    boolean settled = coming.settle(most);
    entriesAtFirst = first ? has.entries.clock() : entriesAtFirst;
    return settled;
  }

  /** How many entries there ever were. */
  int entryCount() {
    return has.entries.clock();
  }

  /** How many attackers have the fact, each counted for each of his entries. */
  long weight(int fact) {
    return has.weight(fact);
  }

  /** Whether whoever has the step's premises has its conclusion, whatever stands. */
  boolean isFree(int step) {
    return has.isFree(step);
  }

  /** The facts whose entries have changed since this was asked last. */
  BitSet takeChanged() {
    return has.entries.takeChanged();
  }

  /**
   * Rows of set and attackers: the minimal sets of a fact, each once; not to be changed. It is the
   * very same sequence as long as the rows are the same.
   */
  IntSequence minimal(int fact) {
    return has.minimal(fact);
  }
}
