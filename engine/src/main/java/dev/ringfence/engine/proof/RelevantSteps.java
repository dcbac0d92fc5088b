package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What of a graph the search has to look at: the steps whose assumptions hold, which some attacker
 * could ever take and which may lead to a goal. Facts are renumbered without gaps.
 *
 * <p>Steps come in three forms. A <em>source</em> has no premise; a start fact is a source for the
 * attackers that begin with it. A <em>move</em> has one premise. A <em>join</em> has several. A
 * step's <em>fence</em> is the set of boundaries that must fail for it.
 */
final class RelevantSteps {
  private static final int UNKNOWN = -2;

  final BoundarySets boundarySets;
  final AttackerSets attackerSets;
  final int factCount;

  /** By fact of the graph: its number here, or -1 where it cannot be got or leads to no goal. */
  final int[] numberOf;

  final int[] sourceTo;
  final int[] sourceAttackers;
  final int[] sourceFences;

  /** Moves in compressed rows by premise; within a row those without a fence come first. */
  final int[] moveStarts;

  final int[] fencedMoveStarts;
  final int[] moveTo;
  final int[] moveAttackers;
  final int[] moveFences;

  final int[] joinTo;
  final int[] joinAttackers;
  final int[] joinFences;
  final int[] joinPremiseStarts;
  final int[] joinPremises;

  /** The joins that have a fact as a premise, in compressed rows by fact. */
  final int[] usedByStarts;

  final int[] usedBy;

  RelevantSteps(StepGraph graph, int[] goals, int maximumDepth, IntPredicate assumed) {
    boundarySets = new BoundarySets(maximumDepth);
    attackerSets = new AttackerSets(graph.attackerCount());
    int rowCount = graph.rows().count();
    boolean[] holds = new boolean[rowCount];
    int[] fenceOfRow = new int[rowCount];
    Arrays.fill(fenceOfRow, UNKNOWN);
    boolean[] known = new boolean[rowCount];
    int[] attackersOfMask = new int[graph.attackerSets().count()];
    for (int mask = 0; mask < attackersOfMask.length; mask++) {
      attackersOfMask[mask] = attackerSets.of(graph.attackerSets().bits(mask));
    }
    boolean[] live = new boolean[graph.stepCount()];
    for (int step = 0; step < live.length; step++) {
      live[step] = exists(graph, step, assumed, holds, known, fenceOfRow);
    }
    for (int start = 0; start < graph.startCount(); start++) {
      holds(graph, graph.startAssumptionRow(start), assumed, holds, known);
    }
    boolean[] reached = Reachability.forward(graph, live, holds);
    boolean[] needed = Reachability.backward(graph, live, reached, goals);
    numberOf = new int[graph.factCount()];
    int facts = 0;
    for (int fact = 0; fact < numberOf.length; fact++) {
      numberOf[fact] = needed[fact] ? facts++ : -1;
    }
    factCount = facts;

    IntSequence sources = new IntSequence();
    IntSequence moves = new IntSequence();
    IntSequence joins = new IntSequence();
    IntSequence premises = new IntSequence();
    startSources(graph, holds, sources);
    for (int step = 0; step < live.length; step++) {
      if (!live[step] || !needed[graph.conclusion(step)] || concludesPremise(graph, step)) {
        continue;
      }
      int to = numberOf[graph.conclusion(step)];
      int attackers = attackersOfMask[graph.mask(step)];
      int fence = fenceOfRow[graph.boundaryRow(step)];
      switch (graph.premiseCount(step)) {
        case 0 -> addRow(sources, to, attackers, fence);
        case 1 -> {
          moves.add(numberOf[graph.premise(step, 0)]);
          addRow(moves, to, attackers, fence);
        }
        default -> {
          addRow(joins, to, attackers, fence);
          joins.add(premises.size());
          for (int p = 0; p < graph.premiseCount(step); p++) {
            premises.add(numberOf[graph.premise(step, p)]);
          }
        }
      }
    }

    sourceTo = column(sources, 3, 0);
    sourceAttackers = column(sources, 3, 1);
    sourceFences = column(sources, 3, 2);

    moveStarts = new int[factCount + 1];
    fencedMoveStarts = new int[factCount];
    int[] fenced = new int[factCount + 1];
    for (int m = 0; m < moves.size(); m += 4) {
      moveStarts[moves.get(m) + 1]++;
    }
    IntSequence.countsToStarts(moveStarts);
    int moveCount = moves.size() / 4;
    moveTo = new int[moveCount];
    moveAttackers = new int[moveCount];
    moveFences = new int[moveCount];
    System.arraycopy(moveStarts, 0, fencedMoveStarts, 0, factCount);
    System.arraycopy(moveStarts, 1, fenced, 0, factCount);
    for (int m = 0; m < moves.size(); m += 4) {
      int premise = moves.get(m);
      int fence = moves.get(m + 3);
      int at = fence == BoundarySets.NONE ? fencedMoveStarts[premise]++ : --fenced[premise];
      moveTo[at] = moves.get(m + 1);
      moveAttackers[at] = moves.get(m + 2);
      moveFences[at] = fence;
    }

    joinTo = column(joins, 4, 0);
    joinAttackers = column(joins, 4, 1);
    joinFences = column(joins, 4, 2);
    joinPremiseStarts = Arrays.copyOf(column(joins, 4, 3), joinTo.length + 1);
    joinPremiseStarts[joinTo.length] = premises.size();
    joinPremises = premises.toArray();
    usedByStarts = new int[factCount + 1];
    for (int premise : joinPremises) {
      usedByStarts[premise + 1]++;
    }
    IntSequence.countsToStarts(usedByStarts);
    usedBy = new int[joinPremises.length];
    int[] next = Arrays.copyOf(usedByStarts, factCount);
    for (int join = 0; join < joinTo.length; join++) {
      for (int p = joinPremiseStarts[join]; p < joinPremiseStarts[join + 1]; p++) {
        usedBy[next[joinPremises[p]]++] = join;
      }
    }
  }

  private boolean exists(
      StepGraph graph,
      int step,
      IntPredicate assumed,
      boolean[] holds,
      boolean[] known,
      int[] fenceOfRow) {
    int row = graph.boundaryRow(step);
    if (fenceOfRow[row] == UNKNOWN) {
      fenceOfRow[row] = boundarySets.of(graph.rows(), row);
    }
    return fenceOfRow[row] != BoundarySets.TOO_LARGE
        && holds(graph, graph.assumptionRow(step), assumed, holds, known);
  }

  /** Whether all assumptions of the row are as bad as feared: asked once a row. */
  private static boolean holds(
      StepGraph graph, int row, IntPredicate assumed, boolean[] holds, boolean[] known) {
    if (!known[row]) {
      known[row] = true;
      holds[row] = true;
      for (int i = 0; i < graph.rows().size(row); i++) {
        holds[row] &= assumed.test(graph.rows().at(row, i));
      }
    }
    return holds[row];
  }

  /** One source for each fact that attackers begin with. */
  private void startSources(StepGraph graph, boolean[] holds, IntSequence sources) {
    int[] startCounts = new int[factCount + 1];
    IntSequence facts = new IntSequence();
    IntSequence attackers = new IntSequence();
    for (int start = 0; start < graph.startCount(); start++) {
      int fact = numberOf[graph.startFact(start)];
      if (fact >= 0 && holds[graph.startAssumptionRow(start)]) {
        facts.add(fact);
        attackers.add(graph.startAttacker(start));
        startCounts[fact + 1]++;
      }
    }
    IntSequence.countsToStarts(startCounts);
    int[] byFact = new int[facts.size()];
    int[] next = Arrays.copyOf(startCounts, factCount);
    for (int i = 0; i < byFact.length; i++) {
      byFact[next[facts.get(i)]++] = attackers.get(i);
    }
    long[] bits = new long[attackerSets.width()];
    for (int fact = 0; fact < factCount; fact++) {
      if (startCounts[fact] < startCounts[fact + 1]) {
        Arrays.fill(bits, 0);
        for (int i = startCounts[fact]; i < startCounts[fact + 1]; i++) {
          bits[byFact[i] >> 6] |= 1L << byFact[i];
        }
        addRow(sources, fact, attackerSets.of(bits), BoundarySets.NONE);
      }
    }
  }

  private static boolean concludesPremise(StepGraph graph, int step) {
    for (int p = 0; p < graph.premiseCount(step); p++) {
      if (graph.premise(step, p) == graph.conclusion(step)) {
        return true;
      }
    }
    return false;
  }

  private static void addRow(IntSequence rows, int to, int attackers, int fence) {
    rows.add(to);
    rows.add(attackers);
    rows.add(fence);
  }

  private static int[] column(IntSequence rows, int width, int column) {
    int[] values = new int[rows.size() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i * width + column);
    }
    return values;
  }
}
