package dev.ringfence.engine.catalogue;

import org.jspecify.annotations.Nullable;

/** One step as a row sees it again when evidence is asked for. Facts are ints of {@code Facts}. */
public interface StepView {
  int premiseCount();

  int premise(int index);

  int conclusion();

  /**
   * The step of the same path that leads to a premise; null where the attacker has the premise from
   * the start, or the step is looked at by itself.
   */
  default @Nullable StepView leadingTo(int premise) {
    return null;
  }
}
