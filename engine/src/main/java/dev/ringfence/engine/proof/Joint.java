package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A few facts from which, together, very many others follow, as the command of a cluster and a
 * connection to its API server: whoever holds them all has those others without an entry each.
 *
 * <p>What follows is told by a <em>representative</em>: an attacker that nobody is, who begins with
 * the joint's facts and nothing else. What he has when a set fails, every <em>holder</em> of the
 * joint has when that set fails too: it is <em>given</em>. A step is <em>covered</em> where, for
 * each given premise, its conclusion is given by the union of that premise's set and the fence, or
 * a part: then nothing follows by it for holders that they are not given anyway, whatever else it
 * needs. Only steps that are not covered have to be taken from given premises.
 */
final class Joint {
  static final int[] NONE = {};

  private final LiveSteps steps;
  private final BoundarySets sets;
  private final boolean certainOnly;
  private final int[] facts;
  private final StandingLabels representative;

  /** By fact: the representative's minimal sets. */
  private int[][] given = {};

  /** By set: the facts of which it is one of those. */
  private final BitRows factsOfSet = new BitRows();

  /** The steps that are not covered, as of the last {@link #settle}. */
  private final BitSet uncovered = new BitSet();

  /** By boundary: the steps whose fence it is in, of those that concern anybody. */
  private final BitRows fenced = new BitRows();

  // What the last change did.

  /** Rows of fact and set: what is not given so any more. */
  final IntSequence lost = new IntSequence();

  /** Facts that are given by other sets, too. */
  final IntSequence gained = new IntSequence();

  /** Steps that are not covered now and were, or are new. */
  final IntSequence opened = new IntSequence();

  /** Steps that are covered now and were not. */
  final IntSequence closed = new IntSequence();

  /**
   * @param facts one or more, ascending
   */
  Joint(LiveSteps steps, Mode mode, int[] facts) {
    this.steps = steps;
    this.sets = steps.sets;
    this.certainOnly = mode == Mode.REFUTED;
    this.facts = facts.clone();
    representative = StandingLabels.ofRepresentative(steps, mode, facts);
  }

  int factCount() {
    return facts.length;
  }

  int fact(int i) {
    return facts[i];
  }

  int highest() {
    return IntSequence.highest(facts);
  }

  boolean isOf(int fact) {
    for (int one : facts) {
      if (one == fact) {
        return true;
      }
    }
    return false;
  }

  /** The sets by which holders are given a fact, minimal; not to be changed. */
  int[] given(int fact) {
    return fact < given.length ? given[fact] : NONE;
  }

  /** Whether holders are given the fact when the set fails. */
  boolean gives(int fact, int set) {
    for (int part : sets.partsOf(set)) {
      if (factsOfSet.get(part, fact)) {
        return true;
      }
    }
    return false;
  }

  boolean isUncovered(int step) {
    return uncovered.get(step);
  }

  BitSet uncovered() {
    return uncovered;
  }

  /** The steps whose fence the boundary is in. */
  BitSet fenced(int boundary) {
    return fenced.row(boundary);
  }

  /**
   * Works out what the last change of the steps changes for holders, and notes it; what {@link
   * #isUncovered} says stays as it was until {@link #settle}.
   *
   * @return whether it was worked out, see {@link StandingLabels#follow}
   */
  boolean follow() {
    lost.clear();
    gained.clear();
    opened.clear();
    closed.clear();
    if (!representative.follow()) {
      return false;
    }
    int facts = Math.max(steps.factCount(), 1 + highest());
    if (facts > given.length) {
      int known = given.length;
      given = Arrays.copyOf(given, IntSequence.grown(facts));
      Arrays.fill(given, known, given.length, NONE);
    }
    BitSet checked = new BitSet();
    BitSet changed = representative.takeChanged();
    changed.stream().forEach(this::takeGiven);
    for (int fact = changed.nextSetBit(0); fact >= 0; fact = changed.nextSetBit(fact + 1)) {
      check(steps.producers(fact), checked);
      check(steps.consumers(fact), checked);
    }
    check(steps.added, checked);
    for (int i = 0; i < steps.added.size(); i++) {
      markFenced(steps.added.get(i), true);
    }
    for (int i = 0; i < steps.removed.size(); i++) {
      markFenced(steps.removed.get(i), false);
    }
    return true;
  }

  /** Lets go of what was before the last change. */
  void settle() {
    for (int i = 0; i < steps.removed.size(); i++) {
      uncovered.clear(steps.removed.get(i));
    }
    for (int i = 0; i < closed.size(); i++) {
      uncovered.clear(closed.get(i));
    }
    for (int i = 0; i < opened.size(); i++) {
      uncovered.set(opened.get(i));
    }
  }

  private void markFenced(int step, boolean there) {
    int fence = steps.fence(step);
    for (int i = 0; i < sets.size(fence); i++) {
      fenced.row(sets.at(fence, i)).set(step, there);
    }
  }

  private void takeGiven(int fact) {
    IntSequence rows = representative.minimal(fact);
    int[] now = new int[rows.size() / 2];
    for (int i = 0; i < now.length; i++) {
      now[i] = rows.get(2 * i);
    }
    int[] before = given[fact];
    boolean more = false;
    for (int set : before) {
      if (!has(now, set)) {
        lost.add(fact);
        lost.add(set);
        factsOfSet.row(set).clear(fact);
      }
    }
    for (int set : now) {
      if (!has(before, set)) {
        more = true;
        factsOfSet.row(set).set(fact);
      }
    }
    if (more) {
      gained.add(fact);
    }
    given[fact] = now;
  }

  private static boolean has(int[] some, int set) {
    for (int one : some) {
      if (one == set) {
        return true;
      }
    }
    return false;
  }

  private void check(@Nullable IntSequence some, BitSet checked) {
    for (int i = 0; some != null && i < some.size(); i++) {
      int step = some.get(i);
      if (!checked.get(step)) {
        checked.set(step);
        boolean now = leadsFurther(step);
        // A number may be another step's now, so a step that is new counts as opened.
        if (now != uncovered.get(step)) {
          (now ? opened : closed).add(step);
        }
      }
    }
  }

  private boolean leadsFurther(int step) {
    if (certainOnly && !steps.isCertain(step)) {
      return false;
    }
    for (int i = 0, count = steps.premiseCount(step); i < count; i++) {
      int premise = steps.premise(step, i);
      for (int set : given[premise]) {
        int union = sets.union(set, steps.fence(step));
        if (union != BoundarySets.TOO_LARGE && !gives(steps.conclusion(step), union)) {
          return true;
        }
      }
    }
    return false;
  }
}
