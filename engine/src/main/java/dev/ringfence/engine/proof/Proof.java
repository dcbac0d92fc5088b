package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All minimal failure sets of some goals, up to a depth, for every attacker at once.
 *
 * <p>Goals are facts. What is written of a goal holds for each attacker alike: the goal's
 * <em>labels</em> are failure sets with the attackers for whom each is minimal, ordered by size,
 * then by boundary ids. Immutable; may be read by several threads.
 */
public final class Proof {
  private final int maximumDepth;
  private final int attackerCount;

  /** By fact: the goal's row, or -1. */
  private final int[] rowOfFact;

  private final int[] rowStarts;
  private final int[] rankOfLabel;
  private final int[] attackersOfLabel;

  /** By rank: all sets of the proof in their order. */
  private final FailureSet[] sets;

  private final AttackerSets attackers;

  private Proof(StepGraph graph, int[] goals, int maximumDepth, IntPredicate assumed) {
    if (maximumDepth < 0) {
      throw new IllegalArgumentException("maximumDepth must not be negative: " + maximumDepth);
    }
    this.maximumDepth = maximumDepth;
    attackerCount = graph.attackerCount();
    int[] distinct = IntSequence.sortedDistinct(goals);
    rowOfFact = new int[graph.factCount()];
    Arrays.fill(rowOfFact, -1);
    for (int goal : distinct) {
      if (goal < 0 || goal >= rowOfFact.length) {
        throw new IllegalArgumentException(
            "goal " + goal + " is not a fact of " + rowOfFact.length);
      }
    }
    GoalLabels.Ordered labels = new Search(graph, distinct, maximumDepth, assumed).run().ordered();
    for (int goal = 0; goal < distinct.length; goal++) {
      rowOfFact[distinct[goal]] = labels.rowOfGoal[goal];
    }
    sets = labels.sets;
    rowStarts = labels.rowStarts;
    rankOfLabel = labels.rankOfLabel.toArray();
    attackersOfLabel = labels.attackersOfLabel.toArray();
    attackers = labels.attackers;
  }

  /** What is known already, laid out as the search lays it out. */
  Proof(
      int maximumDepth,
      int[] rowOfFact,
      int[] rowStarts,
      int[] rankOfLabel,
      int[] attackersOfLabel,
      FailureSet[] sets,
      AttackerSets attackers) {
    this.maximumDepth = maximumDepth;
    this.attackerCount = attackers.attackerCount();
    this.rowOfFact = rowOfFact;
    this.rowStarts = rowStarts;
    this.rankOfLabel = rankOfLabel;
    this.attackersOfLabel = attackersOfLabel;
    this.sets = sets;
    this.attackers = attackers;
  }

  /**
   * Searches with all assumptions taken alike.
   *
   * @param goals facts
   * @param maximumDepth the largest size of a failure set, from 0
   */
  public static Proof search(StepGraph graph, int[] goals, int maximumDepth, Mode mode) {
    return switch (mode) {
      case PESSIMISTIC -> search(graph, goals, maximumDepth, assumption -> true);
      case REFUTED -> search(graph, goals, maximumDepth, assumption -> false);
    };
  }

  /** Searches with the assumptions that are as bad as feared given one by one. */
  public static Proof search(StepGraph graph, int[] goals, int maximumDepth, IntPredicate assumed) {
    return new Proof(graph, goals, maximumDepth, assumed);
  }

  public int maximumDepth() {
    return maximumDepth;
  }

  public int attackerCount() {
    return attackerCount;
  }

  /** The size of the smallest failure set; -1 = there is none up to the maximum depth. */
  public int depth(int attacker, int goal) {
    FailureSet smallest = smallest(attacker, goal);
    return smallest == null ? -1 : smallest.size();
  }

  /** How many minimal failure sets there are. */
  public int count(int attacker, int goal) {
    int count = 0;
    for (int label = firstLabel(goal), end = endLabel(goal); label < end; label++) {
      count += reaches(label, attacker) ? 1 : 0;
    }
    return count;
  }

  /** All minimal failure sets, by size, then by boundary ids. */
  public List<FailureSet> failureSets(int attacker, int goal) {
    List<FailureSet> result = new ArrayList<>();
    for (int label = firstLabel(goal), end = endLabel(goal); label < end; label++) {
      if (reaches(label, attacker)) {
        result.add(sets[rankOfLabel[label]]);
      }
    }
    return result;
  }

  /** The first of {@link #failureSets}, or null. */
  public @Nullable FailureSet smallest(int attacker, int goal) {
    for (int label = firstLabel(goal), end = endLabel(goal); label < end; label++) {
      if (reaches(label, attacker)) {
        return sets[rankOfLabel[label]];
      }
    }
    return null;
  }

  // In bulk: the labels of a goal are numbered from firstLabel to endLabel, best first.

  /** The goal's first label; equal to {@link #endLabel} where nobody gets the goal. */
  public int firstLabel(int goal) {
    return rowStarts[row(goal)];
  }

  /** One past the goal's last label. */
  public int endLabel(int goal) {
    return rowStarts[row(goal) + 1];
  }

  /** The label's failure set: one object for all labels of the proof that have this set. */
  public FailureSet failureSet(int label) {
    return sets[rankOfLabel[label]];
  }

  /** How many words {@link #attackerWord} has. */
  public int attackerWords() {
    return attackers.width();
  }

  /** Attackers 64 * word to 64 * word + 63 for whom the label's set is minimal, a bit each. */
  public long attackerWord(int label, int word) {
    return attackers.word(attackersOfLabel[label], word);
  }

  /** Whether the label's set is minimal for this attacker. */
  public boolean reaches(int label, int attacker) {
    return attackers.contains(attackersOfLabel[label], attacker);
  }

  private int row(int goal) {
    int row = goal < 0 || goal >= rowOfFact.length ? -1 : rowOfFact[goal];
    if (row < 0) {
      throw new IllegalArgumentException("fact " + goal + " is not a goal of this proof");
    }
    return row;
  }
}
