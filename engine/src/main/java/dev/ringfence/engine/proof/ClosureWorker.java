package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes sets of one size and collects what comes of them, for one thread. It reads what smaller
 * sets gave and writes to nothing but its own.
 */
final class ClosureWorker {
  /**
   * Sets of attackers that may come up before those that no result holds are forgotten. What is
   * kept lies in a table of its own, {@link #results}.
   */
  private static final int FORGET_AFTER = 1 << 17;

  private final RelevantSteps steps;
  private final BoundarySets sets;
  private final Hub hub;
  private final int maximumDepth;
  private final PendingLabels pending;
  private final List<@Nullable Labels> labelsOfSet;
  private final boolean[] isGoal;

  private final AttackerSets attackers;
  private final int attackersBefore;
  private final SetClosure closure;
  private final List<Labels> parts = new ArrayList<>();
  private final int[] space;

  /** What the attackers in the results below are called. */
  final AttackerSets results;

  private final IntSequence resultOf = new IntSequence();

  /** Rows of set, fence, fact and attackers: the fact follows when both sets fail. */
  final IntSequence onward = new IntSequence();

  /** Rows of join, premise, set and attackers, as {@link JoinCandidates} takes them. */
  final IntSequence joinPremises = new IntSequence();

  /** Rows of fact, set and attackers: what goals and the hub got. */
  final IntSequence goalLabels = new IntSequence();

  final IntSequence labelledSets = new IntSequence();
  final List<Labels> labels = new ArrayList<>();

  ClosureWorker(
      RelevantSteps steps,
      AttackerSets before,
      RequiredBoundaries required,
      Hub hub,
      int maximumDepth,
      PendingLabels pending,
      List<@Nullable Labels> labelsOfSet,
      boolean[] isGoal) {
    this.steps = steps;
    this.hub = hub;
    this.maximumDepth = maximumDepth;
    this.pending = pending;
    this.labelsOfSet = labelsOfSet;
    this.isGoal = isGoal;
    sets = steps.boundarySets;
    attackers = new AttackerSets(before);
    results = new AttackerSets(before);
    attackersBefore = before.count();
    closure = new SetClosure(steps, attackers, required, hub);
    space = new int[maximumDepth + 1];
  }

  void close(int set) {
    if (attackers.count() > attackersBefore + FORGET_AFTER) {
      attackers.truncate(attackersBefore);
      resultOf.clear();
    }
    parts.clear();
    int size = sets.size(set);
    for (int choice = 0; choice < (1 << size) - 1; choice++) {
      int part = sets.part(set, choice, space);
      Labels labelsOfPart = part < 0 || part >= labelsOfSet.size() ? null : labelsOfSet.get(part);
      if (labelsOfPart != null) {
        parts.add(labelsOfPart);
      }
    }
    closure.begin(set, parts);
    for (int entry = pending.first(set); entry >= 0; entry = pending.next(entry)) {
      closure.add(pending.fact(entry), pending.attackers(entry));
    }
    closure.close();
    collect(set, size);
  }

  private void collect(int set, int size) {
    IntSequence labelled = closure.labelled();
    int[] own = closure.labels();
    for (int i = 0; i < labelled.size(); i++) {
      int fact = labelled.get(i);
      if (isGoal[fact] || fact == hub.fact) {
        goalLabels.add(fact);
        goalLabels.add(set);
        goalLabels.add(result(own[fact]));
      }
      if (size < maximumDepth) {
        leadOnward(fact, set, own[fact]);
      }
    }
    if (size < maximumDepth && labelled.size() > 0) {
      for (int i = 0; i < labelled.size(); i++) {
        own[labelled.get(i)] = result(own[labelled.get(i)]);
      }
      labelledSets.add(set);
      labels.add(new Labels(labelled, own));
    }
  }

  /** What a label leads to by larger sets: only for attackers that do not have it by this one. */
  private void leadOnward(int fact, int set, int label) {
    for (int move = steps.fencedMoveStarts[fact]; move < steps.moveStarts[fact + 1]; move++) {
      leadOnward(set, label, steps.moveTo[move], steps.moveAttackers[move], steps.moveFences[move]);
    }
    for (int use = steps.usedByStarts[fact]; use < steps.usedByStarts[fact + 1]; use++) {
      leadOnward(set, label, steps.usedBy[use], fact);
    }
    if (fact == hub.fact) {
      for (int exit = 0; exit < hub.exitTo.length; exit++) {
        leadOnward(set, label, hub.exitTo[exit], hub.exitAttackers[exit], hub.exitFences[exit]);
      }
      for (int join : hub.exitJoins) {
        for (int p = steps.joinPremiseStarts[join]; p < steps.joinPremiseStarts[join + 1]; p++) {
          if (hub.gives(steps.joinPremises[p])) {
            leadOnward(set, label, join, steps.joinPremises[p]);
          }
        }
      }
    }
  }

  private void leadOnward(int set, int label, int to, int allowed, int fence) {
    if (!sets.contains(set, fence) && sets.unionSize(set, fence) <= maximumDepth) {
      int added = closure.notReached(to, attackers.and(label, allowed));
      if (added != AttackerSets.NONE) {
        onward.add(set);
        onward.add(fence);
        onward.add(to);
        onward.add(result(added));
      }
    }
  }

  private void leadOnward(int set, int label, int join, int premise) {
    if (sets.unionSize(set, steps.joinFences[join]) <= maximumDepth) {
      int added =
          closure.notReached(steps.joinTo[join], attackers.and(label, steps.joinAttackers[join]));
      if (added != AttackerSets.NONE) {
        joinPremises.add(join);
        joinPremises.add(premise);
        joinPremises.add(set);
        joinPremises.add(result(added));
      }
    }
  }

  /** What these attackers are called in the results. */
  private int result(int set) {
    if (set < attackersBefore) {
      return set;
    }
    while (resultOf.size() <= set - attackersBefore) {
      resultOf.add(AttackerSets.NONE);
    }
    int known = resultOf.get(set - attackersBefore);
    if (known == AttackerSets.NONE) {
      known = results.of(attackers, set);
      resultOf.set(set - attackersBefore, known);
    }
    return known;
  }
}
