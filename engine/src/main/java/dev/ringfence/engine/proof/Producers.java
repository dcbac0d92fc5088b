package dev.ringfence.engine.proof;

import java.util.Arrays;

/** The relevant steps looked at backwards: for each fact the premises of the steps to it. */
final class Producers {
  /** Rows by fact; a join has an entry for each premise. */
  final int[] starts;

  final int[] premises;
  final int[] fences;

  /** Whether the step needs this premise and nothing else, boundaries and attackers included. */
  final boolean[] free;

  Producers(RelevantSteps steps) {
    starts = new int[steps.factCount + 1];
    for (int to : steps.moveTo) {
      starts[to + 1]++;
    }
    for (int join = 0; join < steps.joinTo.length; join++) {
      starts[steps.joinTo[join] + 1] +=
          steps.joinPremiseStarts[join + 1] - steps.joinPremiseStarts[join];
    }
    IntSequence.countsToStarts(starts);
    premises = new int[starts[steps.factCount]];
    fences = new int[premises.length];
    free = new boolean[premises.length];
    int[] next = Arrays.copyOf(starts, steps.factCount);
    for (int fact = 0; fact < steps.factCount; fact++) {
      for (int move = steps.moveStarts[fact]; move < steps.moveStarts[fact + 1]; move++) {
        int at = next[steps.moveTo[move]]++;
        premises[at] = fact;
        fences[at] = steps.moveFences[move];
        free[at] = steps.isFreeMove(move);
      }
    }
    for (int join = 0; join < steps.joinTo.length; join++) {
      for (int p = steps.joinPremiseStarts[join]; p < steps.joinPremiseStarts[join + 1]; p++) {
        int at = next[steps.joinTo[join]]++;
        premises[at] = steps.joinPremises[p];
        fences[at] = steps.joinFences[join];
      }
    }
  }
}
