package dev.ringfence.engine.proof;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What of a graph the search has to look at: the steps whose assumptions hold, which some attacker
 * could ever take and which may lead to a goal, with start facts as steps without premises for the
 * attackers that begin with them.
 */
final class StepSelection {
  private static final int UNKNOWN = -2;

  private final StepGraph graph;
  private final BoundarySets boundarySets;
  private final AttackerSets attackerSets;

  /** By row of the graph: whether all assumptions in it are as bad as feared. */
  private final boolean[] holds;

  /** By row of the graph: the boundaries in it as a fence. */
  private final int[] fences;

  private final StepColumns columns;

  /** By fact of the graph: its number in the columns, or -1: it cannot be got or leads nowhere. */
  private final int[] numberOf;

  StepSelection(
      StepGraph graph,
      int[] goals,
      IntPredicate assumed,
      BoundarySets boundarySets,
      AttackerSets attackerSets) {
    this.graph = graph;
    this.boundarySets = boundarySets;
    this.attackerSets = attackerSets;
    int rows = graph.rows().count();
    holds = new boolean[rows];
    fences = new int[rows];
    Arrays.fill(fences, UNKNOWN);
    boolean[] asked = new boolean[rows];
    boolean[] live = new boolean[graph.stepCount()];
    for (int step = 0; step < live.length; step++) {
      live[step] =
          fence(graph.boundaryRow(step)) != BoundarySets.TOO_LARGE
              && holds(graph.assumptionRow(step), assumed, asked);
    }
    for (int start = 0; start < graph.startCount(); start++) {
      holds(graph.startAssumptionRow(start), assumed, asked);
    }
    boolean[] reached = Reachability.forward(graph, live, holds);
    boolean[] needed = Reachability.backward(graph, live, reached, goals);
    numberOf = new int[graph.factCount()];
    int facts = 0;
    for (int fact = 0; fact < numberOf.length; fact++) {
      numberOf[fact] = needed[fact] ? facts++ : -1;
    }
    IntSequence steps = new IntSequence(4 * live.length);
    IntSequence premises = new IntSequence(live.length);
    addStarts(facts, steps);
    addSteps(live, steps, premises);
    columns = new StepColumns(facts, steps, premises);
  }

  StepColumns columns() {
    return columns;
  }

  int[] numberOf() {
    return numberOf;
  }

  private int fence(int row) {
    if (fences[row] == UNKNOWN) {
      fences[row] = boundarySets.of(graph.rows(), row);
    }
    return fences[row];
  }

  /** Whether all assumptions of the row are as bad as feared: asked once a row. */
  private boolean holds(int row, IntPredicate assumed, boolean[] asked) {
    if (!asked[row]) {
      asked[row] = true;
      holds[row] = true;
      for (int i = 0; i < graph.rows().size(row); i++) {
        holds[row] &= assumed.test(graph.rows().at(row, i));
      }
    }
    return holds[row];
  }

  /** One step for each fact that attackers begin with. */
  private void addStarts(int facts, IntSequence steps) {
    int[] starts = new int[facts + 1];
    for (int start = 0; start < graph.startCount(); start++) {
      int fact = numberOf[graph.startFact(start)];
      if (fact >= 0 && holds[graph.startAssumptionRow(start)]) {
        starts[fact + 1]++;
      }
    }
    IntSequence.countsToStarts(starts);
    int[] attackers = new int[starts[facts]];
    int[] next = Arrays.copyOf(starts, facts);
    for (int start = 0; start < graph.startCount(); start++) {
      int fact = numberOf[graph.startFact(start)];
      if (fact >= 0 && holds[graph.startAssumptionRow(start)]) {
        attackers[next[fact]++] = graph.startAttacker(start);
      }
    }
    long[] bits = new long[attackerSets.width()];
    for (int fact = 0; fact < facts; fact++) {
      if (starts[fact] < starts[fact + 1]) {
        Arrays.fill(bits, 0);
        for (int i = starts[fact]; i < starts[fact + 1]; i++) {
          bits[attackers[i] >> 6] |= 1L << attackers[i];
        }
        addRow(steps, fact, attackerSets.of(bits), BoundarySets.NONE, 0);
      }
    }
  }

  private void addSteps(boolean[] live, IntSequence steps, IntSequence premises) {
    int[] attackersOfMask = new int[graph.attackerSets().count()];
    for (int mask = 0; mask < attackersOfMask.length; mask++) {
      attackersOfMask[mask] = attackerSets.of(graph.attackerSets(), mask);
    }
    for (int step = 0; step < live.length; step++) {
      int to = numberOf[graph.conclusion(step)];
      int attackers = attackersOfMask[graph.mask(step)];
      if (live[step] && to >= 0 && attackers != AttackerSets.NONE && !concludesPremise(step)) {
        addRow(steps, to, attackers, fences[graph.boundaryRow(step)], premises.size());
        for (int p = 0; p < graph.premiseCount(step); p++) {
          premises.add(numberOf[graph.premise(step, p)]);
        }
      }
    }
  }

  private boolean concludesPremise(int step) {
    for (int p = 0; p < graph.premiseCount(step); p++) {
      if (graph.premise(step, p) == graph.conclusion(step)) {
        return true;
      }
    }
    return false;
  }

  private static void addRow(
      IntSequence steps, int to, int attackers, int fence, int premiseStart) {
    steps.add(to);
    steps.add(attackers);
    steps.add(fence);
    steps.add(premiseStart);
  }
}
