package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a system does to its steps, rule by rule: either all that a rule names now, or
 * only what it names more and less than before.
 */
public final class StepChange {

  /**
   * One step.
   *
   * @param times 1 where it comes, -1 where it goes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, within the package
  record Named(
      int rule,
      int times,
      int conclusion,
      int[] premises,
      int[] boundaries,
      boolean certain,
      long @Nullable [] attackers) {}

  private final List<Named> steps = new ArrayList<>();
  private final BitSet whole = new BitSet();
  private boolean fenced;

  /** What follows of this rule is all that it names; what it named before goes. */
  public void whole(int rule) {
    whole.set(rule);
  }

  /** The rule names this step. */
  public void comes(
      int rule,
      int conclusion,
      int[] premises,
      int[] boundaries,
      boolean certain,
      long @Nullable [] attackers) {
    add(new Named(rule, 1, conclusion, premises, boundaries, certain, attackers));
  }

  /** The rule, of which not all is told, no longer names this step, or once less. */
  public void goes(
      int rule,
      int conclusion,
      int[] premises,
      int[] boundaries,
      boolean certain,
      long @Nullable [] attackers) {
    add(new Named(rule, -1, conclusion, premises, boundaries, certain, attackers));
  }

  private void add(Named step) {
    steps.add(step);
    fenced |= step.boundaries().length > 0;
  }

  /** Whether some step breaks a boundary. */
  public boolean isFenced() {
    return fenced;
  }

  /** How many steps it tells of. */
  public int size() {
    return steps.size();
  }

  List<Named> steps() {
    return steps;
  }

  BitSet wholeRules() {
    return whole;
  }
}
