package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The labels of goals as they are found, and at the end all minimal ones, the hub's included, in
 * the order in which they are listed.
 */
final class GoalLabels {
  private final BoundarySets sets;
  private final AttackerSets attackers;
  private final Hub hub;
  private final int[] factOfGoal;

  /** By fact: the first of the goals that it is, the number of goals for the hub, or -1. */
  private final int[] goalOfFact;

  /** Rows of goal, set and attackers. */
  private final IntSequence rows = new IntSequence();

  GoalLabels(RelevantSteps steps, Hub hub) {
    this.hub = hub;
    sets = steps.boundarySets;
    attackers = steps.attackerSets;
    factOfGoal = steps.factOfGoal;
    goalOfFact = new int[steps.factCount];
    Arrays.fill(goalOfFact, -1);
    for (int goal = factOfGoal.length - 1; goal >= 0; goal--) {
      if (factOfGoal[goal] >= 0) {
        goalOfFact[factOfGoal[goal]] = goal;
      }
    }
  }

  /** Takes rows of fact, set and attackers, where facts are goals or the hub. */
  void add(IntSequence found, int[] nameOfAttackers) {
    for (int i = 0; i < found.size(); i += 3) {
      int fact = found.get(i);
      if (goalOfFact[fact] >= 0) {
        addRow(goalOfFact[fact], found.get(i + 1), nameOfAttackers[found.get(i + 2)]);
      }
      if (fact == hub.fact) {
        addRow(factOfGoal.length, found.get(i + 1), nameOfAttackers[found.get(i + 2)]);
      }
    }
  }

  private void addRow(int goal, int set, int attackersOfSet) {
    rows.add(goal);
    rows.add(set);
    rows.add(attackersOfSet);
  }

  /** Minimal labels in compressed rows, each row by size of its sets, then by boundary ids. */
  static final class Ordered {
    final FailureSet[] sets;

    /** Goals that always have the same labels share a row. */
    final int[] rowOfGoal;

    final int[] rowStarts;
    final IntSequence rankOfLabel = new IntSequence();
    final IntSequence attackersOfLabel = new IntSequence();
    final AttackerSets attackers;

    private Ordered(FailureSet[] sets, int goals, AttackerSets attackers) {
      this.sets = sets;
      this.attackers = attackers;
      rowOfGoal = new int[goals];
      rowStarts = new int[goals + 2];
    }
  }

  Ordered ordered() {
    int goals = factOfGoal.length;
    int[] rankOfSet = new int[sets.count()];
    Arrays.fill(rankOfSet, -1);
    FailureSet[] byRank = rank(rankOfSet);
    int[][] partsByRank = parts(byRank, rankOfSet);
    int[] starts = new int[goals + 2];
    int[] order = sortedRows(rankOfSet, byRank.length, starts);
    int[] ranks = new int[order.length];
    int[] labels = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ranks[i] = rank(order[i], rankOfSet);
      labels[i] = rows.get(order[i] + 2);
    }
    Ordered ordered = new Ordered(byRank, goals, new AttackerSets(attackers.attackerCount()));
    IntSequence resultOf = new IntSequence();
    int[] attackersByRank = new int[byRank.length];
    for (int goal = 0; goal < goals; goal++) {
      int fact = factOfGoal[goal];
      ordered.rowOfGoal[goal] = fact < 0 ? goals : goalOfFact[fact];
      int own = starts[goal];
      int ownEnd = starts[goal + 1];
      boolean given = fact >= 0 && goalOfFact[fact] == goal && hub.gives(fact);
      int ofHub = given ? starts[goals] : 0;
      int ofHubEnd = given ? starts[goals + 1] : 0;
      boolean both = own < ownEnd && ofHub < ofHubEnd;
      while (own < ownEnd || ofHub < ofHubEnd) {
        int ownRank = own < ownEnd ? ranks[own] : Integer.MAX_VALUE;
        int hubRank = ofHub < ofHubEnd ? ranks[ofHub] : Integer.MAX_VALUE;
        int rank = Math.min(ownRank, hubRank);
        int label = ownRank == rank ? labels[own++] : AttackerSets.NONE;
        if (hubRank == rank) {
          label = attackers.or(label, labels[ofHub++]);
        }
        if (both) {
          attackersByRank[rank] = label;
          for (int part : partsByRank[rank]) {
            label = attackers.without(label, attackersByRank[part]);
          }
        }
        if (label != AttackerSets.NONE) {
          ordered.rankOfLabel.add(rank);
          ordered.attackersOfLabel.add(result(label, resultOf, ordered.attackers));
        }
      }
      for (int i = starts[goal]; both && i < ownEnd; i++) {
        attackersByRank[ranks[i]] = AttackerSets.NONE;
      }
      for (int i = starts[goals]; both && i < ofHubEnd; i++) {
        attackersByRank[ranks[i]] = AttackerSets.NONE;
      }
      ordered.rowStarts[goal + 1] = ordered.rankOfLabel.size();
    }
    ordered.rowStarts[goals + 1] = ordered.rowStarts[goals];
    return ordered;
  }

  private int result(int label, IntSequence resultOf, AttackerSets results) {
    while (resultOf.size() <= label) {
      resultOf.add(AttackerSets.NONE);
    }
    if (resultOf.get(label) == AttackerSets.NONE) {
      resultOf.set(label, results.of(attackers, label));
    }
    return resultOf.get(label);
  }

  private int rank(int row, int[] rankOfSet) {
    return rankOfSet[rows.get(row + 1)];
  }

  /** The sets that some label has, in their order. */
  private FailureSet[] rank(int[] rankOfSet) {
    List<FailureSet> used = new ArrayList<>();
    IntSequence usedSets = new IntSequence();
    for (int row = 0; row < rows.size(); row += 3) {
      int set = rows.get(row + 1);
      if (rankOfSet[set] < 0) {
        rankOfSet[set] = used.size();
        used.add(new FailureSet(sets.boundaries(set)));
        usedSets.add(set);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < used.size(); i++) {
      order.add(i);
    }
    Collections.sort(order, (a, b) -> used.get(a).compareTo(used.get(b)));
    FailureSet[] byRank = new FailureSet[used.size()];
    for (int rank = 0; rank < byRank.length; rank++) {
      byRank[rank] = used.get(order.get(rank));
      rankOfSet[usedSets.get(order.get(rank))] = rank;
    }
    return byRank;
  }

  /** By rank, the ranks of the set's proper parts that some label has. */
  private int[][] parts(FailureSet[] byRank, int[] rankOfSet) {
    int[][] parts = new int[byRank.length][];
    IntSequence ranks = new IntSequence();
    for (int set = 0; set < rankOfSet.length; set++) {
      if (rankOfSet[set] >= 0) {
        int size = sets.size(set);
        int[] space = new int[size];
        ranks.clear();
        for (int choice = 0; choice < (1 << size) - 1; choice++) {
          int part = sets.part(set, choice, space);
          if (part >= 0 && rankOfSet[part] >= 0) {
            ranks.add(rankOfSet[part]);
          }
        }
        parts[rankOfSet[set]] = ranks.toArray();
      }
    }
    return parts;
  }

  /** The rows grouped by goal and ordered by rank: two passes of counting sort. */
  private int[] sortedRows(int[] rankOfSet, int ranks, int[] starts) {
    int count = rows.size() / 3;
    int[] next = new int[ranks + 1];
    for (int row = 0; row < rows.size(); row += 3) {
      next[rank(row, rankOfSet) + 1]++;
      starts[rows.get(row) + 1]++;
    }
    IntSequence.countsToStarts(next);
    int[] byRank = new int[count];
    for (int row = 0; row < rows.size(); row += 3) {
      byRank[next[rank(row, rankOfSet)]++] = row;
    }
    IntSequence.countsToStarts(starts);
    int[] nextOfGoal = starts.clone();
    int[] sorted = new int[count];
    for (int row : byRank) {
      sorted[nextOfGoal[rows.get(row)]++] = row;
    }
    return sorted;
  }
}
