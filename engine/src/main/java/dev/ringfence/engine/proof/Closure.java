package dev.ringfence.engine.proof;

import java.util.function.IntPredicate;

/**
 * All that one attacker gets when some boundaries fail, and where it stops: for explaining why
 * something holds.
 */
public final class Closure {
  private final Derivation derivation;
  private final int[] blockedSteps;
  private final int[] refutedSteps;

  private Closure(StepGraph graph, Derivation derivation) {
    this.derivation = derivation;
    blockedSteps = leadingFurther(graph, derivation.fenced());
    refutedSteps = leadingFurther(graph, derivation.refuted());
  }

  /**
   * Derives everything.
   *
   * @param failed the boundaries that fail
   * @param assumed the assumptions that are as bad as feared
   */
  public static Closure of(StepGraph graph, int attacker, FailureSet failed, IntPredicate assumed) {
    return new Closure(graph, new Derivation(graph, attacker, failed, assumed, -1));
  }

  public boolean holds(int fact) {
    return derivation.holds(fact);
  }

  /** The facts that hold, in an order in which each could be derived. */
  public int[] facts() {
    return derivation.order().toArray();
  }

  /**
   * The steps, ascending, that lead to facts that do not hold, and that want for nothing but some
   * of their boundaries to fail.
   */
  public int[] blockedSteps() {
    return blockedSteps.clone();
  }

  /**
   * The steps, ascending, that lead to facts that do not hold, whose premises hold, and that do not
   * exist because an assumption is not as bad as feared; their boundaries may stand or fail.
   */
  public int[] refutedSteps() {
    return refutedSteps.clone();
  }

  private int[] leadingFurther(StepGraph graph, IntSequence steps) {
    IntSequence further = new IntSequence();
    for (int i = 0; i < steps.size(); i++) {
      if (!derivation.holds(graph.conclusion(steps.get(i)))) {
        further.add(steps.get(i));
      }
    }
    return IntSequence.sortedDistinct(further.toArray());
  }
}
