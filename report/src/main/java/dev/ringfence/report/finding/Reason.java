package dev.ringfence.report.finding;

import dev.ringfence.engine.verdict.Verdict;

/** Says which step and object make a verdict what it is; asked only for what is shown. */
@FunctionalInterface
public interface Reason {

  /** Says nothing beyond the boundaries. */
  Reason NONE = verdict -> "";

  /** A few words, or the empty string where there is nothing to say. They need not be visible. */
  String of(Verdict verdict);
}
