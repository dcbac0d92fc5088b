package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.StepSink;
import org.jspecify.annotations.Nullable;

/** Hands on what a row names, as {@code StepChange} takes it. */
record StepsInto(Taken taken) implements StepSink.Target {

  /** Where steps of a row go. */
  interface Taken {
    void step(
        int rule,
        int conclusion,
        int[] premises,
        int[] boundaries,
        boolean certain,
        long @Nullable [] attackers);
  }

  @Override
  public void step(
      int row,
      int conclusion,
      int[] premises,
      int[] boundaries,
      int[] assumptions,
      long @Nullable [] attackers) {
    taken.step(row, conclusion, premises, boundaries, assumptions.length == 0, attackers);
  }

  @Override
  public void start(int tenant, int fact, int[] assumptions) {
    throw new IllegalStateException("no row names what a tenant begins with");
  }
}
