package dev.ringfence.engine.proof;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One derivation of one fact for one attacker, in order, given boundaries that fail. Each fact in
 * it is given once and each step is needed: without any one of them the goal is not reached. It
 * rests on no assumption where some derivation does, else on few of them: without any one there is
 * no derivation from the others.
 */
public final class Witness {
  private final int[] steps;
  private final int[] assumptions;
  private final int[] startFacts;

  private Witness(int[] steps, int[] assumptions, int[] startFacts) {
    this.steps = steps;
    this.assumptions = assumptions;
    this.startFacts = startFacts;
  }

  /**
   * Finds a witness; null where the attacker does not get the goal.
   *
   * @param goal a fact
   * @param failed the boundaries that fail; all of them are used only where the set is minimal
   * @param assumed the assumptions that are as bad as feared
   */
  public static @Nullable Witness find(
      StepGraph graph, int attacker, int goal, FailureSet failed, IntPredicate assumed) {
    Derivation derivation = new Derivation(graph, attacker, failed, assumed, goal);
    return derivation.holds(goal) ? of(graph, attacker, goal, failed, derivation) : null;
  }

  /**
   * The same from a derivation that is there.
   *
   * @param derivation of that attacker, with those boundaries failing, that reaches the goal
   */
  static Witness of(
      StepGraph graph, int attacker, int goal, FailureSet failed, Derivation derivation) {
    Witness witness = extract(graph, derivation, goal);
    // Fewest along the way is not least: two ways of two assumptions may share both. So try to do
    // without each in turn; what could not be spared before cannot be spared with fewer left.
    int spared = 0;
    while (spared < witness.assumptions.length) {
      int without = witness.assumptions[spared];
      int[] allowed = witness.assumptions;
      Derivation other =
          new Derivation(
              graph,
              attacker,
              failed,
              assumption -> assumption != without && contains(allowed, assumption),
              goal);
      if (other.holds(goal)) {
        witness = extract(graph, other, goal);
        spared = 0;
      } else {
        spared++;
      }
    }
    return witness;
  }

  /** The steps: the premises of each are start facts or conclusions of earlier ones. */
  public int[] steps() {
    return steps.clone();
  }

  /** The assumptions of the steps and start facts, ascending. */
  public int[] assumptions() {
    return assumptions.clone();
  }

  /** The start facts used, ascending. */
  public int[] startFacts() {
    return startFacts.clone();
  }

  private static Witness extract(StepGraph graph, Derivation derivation, int goal) {
    boolean[] needed = new boolean[graph.factCount()];
    needed[goal] = true;
    IntSequence order = derivation.order();
    IntSequence stepsBackwards = new IntSequence();
    IntSequence assumptions = new IntSequence();
    IntSequence startFacts = new IntSequence();
    for (int i = order.size() - 1; i >= 0; i--) {
      int fact = order.get(i);
      if (!needed[fact]) {
        continue;
      }
      int giver = derivation.givenBy(fact);
      if (giver >= 0) {
        stepsBackwards.add(giver);
        for (int p = 0; p < graph.premiseCount(giver); p++) {
          needed[graph.premise(giver, p)] = true;
        }
        for (int a = 0; a < graph.assumptionCount(giver); a++) {
          assumptions.add(graph.assumption(giver, a));
        }
      } else {
        int start = Derivation.FIRST_START - giver;
        startFacts.add(fact);
        for (int a = 0; a < graph.startAssumptionCount(start); a++) {
          assumptions.add(graph.startAssumption(start, a));
        }
      }
    }
    int[] steps = new int[stepsBackwards.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = stepsBackwards.get(steps.length - 1 - i);
    }
    return new Witness(
        steps,
        IntSequence.sortedDistinct(assumptions.toArray()),
        IntSequence.sortedDistinct(startFacts.toArray()));
  }

  private static boolean contains(int[] values, int value) {
    for (int candidate : values) {
      if (candidate == value) {
        return true;
      }
    }
    return false;
  }
}
