package dev.ringfence.engine.proof;

import java.util.Arrays;

/** What the rows and masks of a graph are among {@link LiveSteps}, each worked out once. */
final class IncomingRows {
  private static final int UNKNOWN = -2;

  private final LiveSteps steps;
  private final StepGraph graph;
  private final int[] boundaryNames;
  private final int[] fenceOfRow;
  private final int[] maskOfMask;

  IncomingRows(LiveSteps steps, StepGraph graph, int[] boundaryNames) {
    this.steps = steps;
    this.graph = graph;
    this.boundaryNames = boundaryNames;
    fenceOfRow = new int[graph.rows().count()];
    Arrays.fill(fenceOfRow, UNKNOWN);
    maskOfMask = new int[graph.attackerSets().count()];
    Arrays.fill(maskOfMask, UNKNOWN);
  }

  int fence(int row) {
    if (fenceOfRow[row] == UNKNOWN) {
      int[] named = graph.rows().copy(row);
      for (int i = 0; i < named.length; i++) {
        named[i] = boundaryNames[named[i]];
      }
      Arrays.sort(named);
      fenceOfRow[row] = steps.sets.of(named);
    }
    return fenceOfRow[row];
  }

  int mask(int mask) {
    if (maskOfMask[mask] == UNKNOWN) {
      maskOfMask[mask] = steps.attackers.of(graph.attackerSets(), mask);
    }
    return maskOfMask[mask];
  }

  /** By fact of the graph: who begins with it, for certain or only by assumption. */
  int[] startAttackers(boolean certain) {
    int[] byFact = new int[graph.factCount()];
    long[] bits = new long[steps.attackers.width()];
    for (int start = 0; start < graph.startCount(); start++) {
      if (certain == (graph.startAssumptionRow(start) == IntRows.EMPTY)) {
        int attacker = graph.startAttacker(start);
        bits[attacker >> 6] = 1L << attacker;
        int fact = graph.startFact(start);
        byFact[fact] = steps.attackers.or(byFact[fact], steps.attackers.of(bits));
        bits[attacker >> 6] = 0;
      }
    }
    return byFact;
  }
}
