package dev.ringfence.engine.proof;

import java.util.Arrays;

/**
 * Which facts some attacker could ever get with all boundaries failed, and which of them may lead
 * to a goal: both err on the side of keeping a fact.
 */
final class Reachability {
  private Reachability() {}

  /**
   * The facts that could be got by the live steps, attackers not told apart.
   *
   * @param live by step; steps that can never fire are struck out
   * @param startHolds by row of assumptions
   */
  static boolean[] forward(StepGraph graph, boolean[] live, boolean[] startHolds) {
    boolean[] reached = new boolean[graph.factCount()];
    IntSequence open = new IntSequence();
    for (int start = 0; start < graph.startCount(); start++) {
      if (startHolds[graph.startAssumptionRow(start)]) {
        reach(graph.startFact(start), reached, open);
      }
    }
    int[] missing = new int[graph.stepCount()];
    for (int step = 0; step < missing.length; step++) {
      missing[step] = graph.premiseCount(step);
      if (live[step] && missing[step] == 0) {
        reach(graph.conclusion(step), reached, open);
      }
    }
    while (open.size() > 0) {
      int fact = open.removeLast();
      for (int i = 0, end = graph.consumerCount(fact); i < end; i++) {
        int step = graph.consumer(fact, i);
        if (--missing[step] == 0 && live[step]) {
          reach(graph.conclusion(step), reached, open);
        }
      }
    }
    for (int step = 0; step < missing.length; step++) {
      live[step] &= missing[step] == 0;
    }
    return reached;
  }

  /** The reached facts from which live steps lead to a goal. */
  static boolean[] backward(StepGraph graph, boolean[] live, boolean[] reached, int[] goals) {
    int[] producerStarts = new int[graph.factCount() + 1];
    for (int step = 0; step < live.length; step++) {
      if (live[step]) {
        producerStarts[graph.conclusion(step) + 1]++;
      }
    }
    IntSequence.countsToStarts(producerStarts);
    int[] producers = new int[producerStarts[graph.factCount()]];
    int[] next = Arrays.copyOf(producerStarts, graph.factCount());
    for (int step = 0; step < live.length; step++) {
      if (live[step]) {
        producers[next[graph.conclusion(step)]++] = step;
      }
    }
    boolean[] needed = new boolean[graph.factCount()];
    IntSequence open = new IntSequence();
    for (int goal : goals) {
      if (reached[goal]) {
        reach(goal, needed, open);
      }
    }
    while (open.size() > 0) {
      int fact = open.removeLast();
      for (int i = producerStarts[fact]; i < producerStarts[fact + 1]; i++) {
        int step = producers[i];
        for (int p = 0, end = graph.premiseCount(step); p < end; p++) {
          reach(graph.premise(step, p), needed, open);
        }
      }
    }
    return needed;
  }

  private static void reach(int fact, boolean[] reached, IntSequence open) {
    if (!reached[fact]) {
      reached[fact] = true;
      open.add(fact);
    }
  }
}
