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
   * What the hub gives has the hub's labels beside its own, which are not written down: add() takes
   * them off, premises of joins put them on, and the hub takes the exits for all that it gives.
   *
   * A label that can never be part of a set of a goal (RequiredBoundaries) is not kept: with the
   * boundaries that all ways onward need it is too large. Larger sets lose it for the same reason.
   */
  private final RelevantSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final RequiredBoundaries required;
  private final Hub hub;

  private final int[] stamp;
  private final int[] reach;
  private final int[] own;
  private int turn;
  private int set;
  private final IntSequence labelled = new IntSequence();
  private final List<Labels> parts = new ArrayList<>();

  /** Facts whose steps are to be taken, in order of arrival: a ring, with room for every fact. */
  private final int[] queue;

  private final boolean[] queued;
  private int queueHead;
  private int queueSize;

  SetClosure(RelevantSteps steps, AttackerSets attackers, RequiredBoundaries required, Hub hub) {
    this.steps = steps;
    this.attackers = attackers;
    this.required = required;
    this.hub = hub;
    sets = steps.boundarySets;
    int facts = steps.factCount;
    stamp = new int[facts];
    reach = new int[facts];
    own = new int[facts];
    queue = new int[Integer.highestOneBit(Math.max(1, facts)) * 2];
    queued = new boolean[facts];
  }

  /** Starts on this set, given the labels of those of its proper parts that have any. */
  void begin(int set, List<Labels> labelsOfParts) {
    this.set = set;
    turn++;
    parts.clear();
    parts.addAll(labelsOfParts);
    labelled.clear();
  }

  /** Adds a label for whom no part of the set and not the hub gives the fact, and queues it. */
  void add(int fact, int candidates) {
    int added = notReached(fact, candidates);
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
    if (hub.isGivenBy(fact)) {
      add(hub.fact, added);
    }
  }

  /** Takes steps until none adds anything. */
  void close() {
    while (queueSize > 0) {
      int fact = queue[queueHead];
      queueHead = (queueHead + 1) & (queue.length - 1);
      queueSize--;
      queued[fact] = false;
      int gained = own[fact];
      if (hub.gives(fact)) {
        gained = attackers.without(gained, reach(hub.fact)); // for these the hub takes the steps
      }
      if (gained != AttackerSets.NONE) {
        takeMoves(fact, gained);
        for (int use = steps.usedByStarts[fact]; use < steps.usedByStarts[fact + 1]; use++) {
          takeJoin(steps.usedBy[use], gained);
        }
      }
      if (fact == hub.fact) {
        takeExits();
      }
    }
  }

  private void takeMoves(int fact, int from) {
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

  /** Takes a join for attackers that just got one of its premises. */
  private void takeJoin(int join, int gained) {
    if (!sets.contains(set, steps.joinFences[join])) {
      return;
    }
    int from = attackers.and(gained, steps.joinAttackers[join]);
    for (int p = steps.joinPremiseStarts[join];
        from != AttackerSets.NONE && p < steps.joinPremiseStarts[join + 1];
        p++) {
      int premise = steps.joinPremises[p];
      int holds = reach(premise);
      if (hub.gives(premise)) {
        holds = attackers.or(holds, reach(hub.fact));
      }
      from = attackers.and(from, holds);
    }
    add(steps.joinTo[join], from);
  }

  private void takeExits() {
    int from = own[hub.fact];
    for (int exit = 0; exit < hub.exitTo.length; exit++) {
      if (sets.contains(set, hub.exitFences[exit])) {
        add(hub.exitTo[exit], attackers.and(from, hub.exitAttackers[exit]));
      }
    }
    for (int join : hub.exitJoins) {
      takeJoin(join, from);
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

  /** Those of the candidates that get the fact neither by the set so far nor from the hub. */
  int notReached(int fact, int candidates) {
    int left = candidates;
    if (left != AttackerSets.NONE && hub.gives(fact)) {
      left = attackers.without(left, reach(hub.fact));
    }
    return left == AttackerSets.NONE ? left : attackers.without(left, reach(fact));
  }

  private int reach(int fact) {
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
