package dev.ringfence.engine.proof;

/** What is taken of the assumptions. */
public enum Mode {
  /** Every assumption is as bad as feared: all steps exist. */
  PESSIMISTIC,
  /** No assumption is: only steps and start facts without assumptions exist. */
  REFUTED
}
