package dev.ringfence.engine.network;

/** Whether the enforcers of a cluster uphold policies of one API. */
public enum PolicySupport {
  YES,
  /** Shown not to: such policies change nothing. */
  NO,
  /** Nothing shows it, or some do and some don't. */
  UNSURE
}
