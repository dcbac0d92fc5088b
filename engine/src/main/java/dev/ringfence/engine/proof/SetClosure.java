package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * What one set of boundaries adds when it fails, for all attackers at once, to what its proper
 * parts give: the least fixpoint of the steps whose fences are in the set.
 */
final class SetClosure {
  /*
   * Layout: attackers are ids of AttackerSets throughout. Three arrays over all facts serve one set
   * after another; a fact's entries are valid where stamp[fact] is the present turn, and are loaded
   * at its first touch, so that a set costs what it adds and not what there is.
   *
   *   reach[fact]  attackers that have the fact when the set or any part of it fails
   *   own[fact]    those of them that no proper part gives: the label
   *
   * Invariant 1: reach[fact] = own[fact] | union of the labels of all proper parts, which are final.
   * Invariant 2: a fact whose own grew since its steps were last taken is in the queue.
   * Invariant 3: when the queue is empty, no step whose fence is in the set adds anything, given
   *   that (a) whatever follows from labels of proper parts that together make up the set was
   *   pending for it, and (b) the rest has a premise whose own is not empty, which was queued.
   *
   * A label that can never be part of a set of a goal (RequiredBoundaries) is not kept: with the
   * boundaries that all ways onward need it is too large. Larger sets lose it for the same reason.
   */
  private final RelevantSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final RequiredBoundaries required;

  private final int[] stamp;
  private final int[] reach;
  private final int[] own;
  private final boolean[] queued;
  private int turn;
  private int set;
  private final IntSequence labelled = new IntSequence();
  private int[] queue;
  private int queueHead;
  private int queueSize;
  private final List<Labels> parts = new ArrayList<>();

  SetClosure(RelevantSteps steps, RequiredBoundaries required) {
    this.steps = steps;
    this.required = required;
    sets = steps.boundarySets;
    attackers = steps.attackerSets;
    int facts = steps.factCount;
    stamp = new int[facts];
    reach = new int[facts];
    own = new int[facts];
    queued = new boolean[facts];
    queue = new int[Integer.highestOneBit(Math.max(1, facts)) * 2];
  }

  /** Starts on this set, given the labels of those of its proper parts that have any. */
  void begin(int set, List<Labels> labelsOfParts) {
    this.set = set;
    turn++;
    parts.clear();
    parts.addAll(labelsOfParts);
    labelled.clear();
  }

  /** Adds a label where no part of the set gives it, and queues the fact. */
  void add(int fact, int candidates) {
    if (candidates == AttackerSets.NONE) {
      return;
    }
    int added = attackers.without(candidates, reach(fact));
    if (added == AttackerSets.NONE || required.exceeds(fact, set)) {
      return;
    }
    if (own[fact] == AttackerSets.NONE) {
      labelled.add(fact);
    }
    own[fact] = attackers.or(own[fact], added);
    reach[fact] = attackers.or(reach[fact], added);
    if (!queued[fact]) {
      queued[fact] = true;
      queue[(queueHead + queueSize++) & (queue.length - 1)] = fact;
    }
  }

  /** Takes steps until none adds anything. */
  void close() {
    while (queueSize > 0) {
      int fact = queue[queueHead];
      queueHead = (queueHead + 1) & (queue.length - 1);
      queueSize--;
      queued[fact] = false;
      takeMoves(fact);
      takeJoins(fact);
    }
  }

  private void takeMoves(int fact) {
    int from = own[fact];
    int fencedStart = steps.fencedMoveStarts[fact];
    for (int move = steps.moveStarts[fact]; move < fencedStart; move++) {
      add(steps.moveTo[move], attackers.and(from, steps.moveAttackers[move]));
    }
    for (int move = fencedStart, end = steps.moveStarts[fact + 1]; move < end; move++) {
      if (sets.contains(set, steps.moveFences[move])) {
        add(steps.moveTo[move], attackers.and(from, steps.moveAttackers[move]));
      }
    }
  }

  private void takeJoins(int fact) {
    for (int use = steps.usedByStarts[fact]; use < steps.usedByStarts[fact + 1]; use++) {
      int join = steps.usedBy[use];
      if (sets.contains(set, steps.joinFences[join])) {
        int from = attackers.and(own[fact], steps.joinAttackers[join]);
        for (int p = steps.joinPremiseStarts[join];
            from != AttackerSets.NONE && p < steps.joinPremiseStarts[join + 1];
            p++) {
          from = attackers.and(from, reach(steps.joinPremises[p]));
        }
        add(steps.joinTo[join], from);
      }
    }
  }

  /** The facts that have a label of this set. */
  IntSequence labelled() {
    return labelled;
  }

  /** By fact; valid at {@link #labelled} facts. */
  int[] labels() {
    return own;
  }

  /** The attackers that have the fact when the set or a part of it fails. */
  int reach(int fact) {
    if (stamp[fact] != turn) {
      stamp[fact] = turn;
      own[fact] = AttackerSets.NONE;
      int known = AttackerSets.NONE;
      for (int i = 0; i < parts.size(); i++) {
        known = attackers.or(known, parts.get(i).attackers(fact));
      }
      reach[fact] = known;
    }
    return reach[fact];
  }
}
