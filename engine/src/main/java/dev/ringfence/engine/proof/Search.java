package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds all labels of the goals: sets of boundaries by size, the empty one first, each closed by
 * {@link SetClosure} over what its parts give.
 */
final class Search {
  /*
   * Along a step a set only grows, so all labels of a size are final once all sets of that size are
   * closed, and sets of one size do not depend on each other. A set is worth closing only if
   * something is pending for it:
   *
   *   from a source whose fence it is;
   *   from a move, as the union of the premise's set and the fence;
   *   from a join, as the union of the premises' sets and the fence.
   *
   * Every label of a fact either comes up so, or follows from a label of the same set at a premise,
   * which the closure follows. Labels of the largest size go nowhere, so only those of goals are
   * kept.
   */
  private final int maximumDepth;
  private final RelevantSteps steps;
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final RequiredBoundaries required;
  private final PendingLabels pending;
  private final JoinCandidates candidates;
  private final SetClosure closure;
  private final int[] goalOfFact;
  private final List<@Nullable Labels> labelsOfSet = new ArrayList<>();
  private final List<Labels> parts = new ArrayList<>();

  /** Rows of goal, set and attackers. */
  private final IntSequence goalLabels = new IntSequence();

  Search(StepGraph graph, int[] goals, int maximumDepth, IntPredicate assumed) {
    this.maximumDepth = maximumDepth;
    steps = new RelevantSteps(graph, goals, maximumDepth, assumed);
    sets = steps.boundarySets;
    attackers = steps.attackerSets;
    goalOfFact = new int[steps.factCount];
    Arrays.fill(goalOfFact, -1);
    int[] goalFacts = new int[goals.length];
    for (int goal = 0; goal < goals.length; goal++) {
      goalFacts[goal] = steps.numberOf[goals[goal]];
      if (goalFacts[goal] >= 0) {
        goalOfFact[goalFacts[goal]] = goal;
      }
    }
    required = new RequiredBoundaries(steps, goalFacts, maximumDepth);
    pending = new PendingLabels(maximumDepth);
    candidates = new JoinCandidates(steps);
    closure = new SetClosure(steps, required);
  }

  void run() {
    for (int source = 0; source < steps.sourceTo.length; source++) {
      int fence = steps.sourceFences[source];
      pending.add(fence, sets.size(fence), steps.sourceTo[source], steps.sourceAttackers[source]);
    }
    for (int size = 0; size <= maximumDepth; size++) {
      IntSequence ofSize = pending.setsOfSize(size);
      for (int i = 0; i < ofSize.size(); i++) {
        close(ofSize.get(i), size);
      }
      candidates.combine(size, required, pending);
    }
  }

  private void close(int set, int size) {
    parts.clear();
    for (int choice = 0; choice < (1 << size) - 1; choice++) {
      int part = sets.part(set, choice);
      Labels labels = part < 0 || part >= labelsOfSet.size() ? null : labelsOfSet.get(part);
      if (labels != null) {
        parts.add(labels);
      }
    }
    closure.begin(set, parts);
    for (int entry = pending.first(set); entry >= 0; entry = pending.next(entry)) {
      closure.add(pending.fact(entry), pending.attackers(entry));
    }
    closure.close();
    IntSequence labelled = closure.labelled();
    for (int i = 0; i < labelled.size(); i++) {
      int fact = labelled.get(i);
      if (goalOfFact[fact] >= 0) {
        goalLabels.add(goalOfFact[fact]);
        goalLabels.add(set);
        goalLabels.add(closure.labels()[fact]);
      }
      if (size < maximumDepth) {
        onward(fact, set, closure.labels()[fact]);
      }
    }
    if (size < maximumDepth && labelled.size() > 0) {
      while (labelsOfSet.size() <= set) {
        labelsOfSet.add(null);
      }
      labelsOfSet.set(set, new Labels(labelled, closure.labels()));
    }
  }

  /** What a label leads to for larger sets; only attackers that do not have it by this one. */
  private void onward(int fact, int set, int label) {
    for (int move = steps.fencedMoveStarts[fact]; move < steps.moveStarts[fact + 1]; move++) {
      int fence = steps.moveFences[move];
      int to = steps.moveTo[move];
      if (sets.contains(set, fence)) {
        continue;
      }
      int union = sets.union(set, fence);
      int added =
          attackers.without(attackers.and(label, steps.moveAttackers[move]), closure.reach(to));
      if (union != BoundarySets.TOO_LARGE
          && added != AttackerSets.NONE
          && !required.exceeds(to, union)) {
        pending.add(union, sets.size(union), to, added);
      }
    }
    for (int use = steps.usedByStarts[fact]; use < steps.usedByStarts[fact + 1]; use++) {
      int join = steps.usedBy[use];
      int to = steps.joinTo[join];
      int added =
          attackers.without(attackers.and(label, steps.joinAttackers[join]), closure.reach(to));
      if (added != AttackerSets.NONE
          && sets.unionSize(set, steps.joinFences[join]) <= maximumDepth) {
        candidates.add(join, fact, set, added);
      }
    }
  }

  IntSequence goalLabels() {
    return goalLabels;
  }

  BoundarySets sets() {
    return sets;
  }

  AttackerSets attackers() {
    return attackers;
  }
}
