package dev.ringfence.report.finding;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;

/**
 * Which verdict to read first: what falls short before what is undecided, then by how many
 * boundaries are missing, then by stake, then by how few there are. It orders; it is never shown as
 * a number.
 */
public final class Severity {

  private static final int STAKES = Stake.values().length;
  // Depths are small; more missing boundaries than this sort alike.
  private static final int MOST_MISSING = 7;
  private static final int DEEPEST = 7;

  private Severity() {}

  /** Greater is worse; 0 where the verdict holds. */
  public static int of(Verdict verdict) {
    int outcome =
        switch (verdict.outcome()) {
          case FALLS_SHORT -> 2;
          case UNDECIDED -> 1;
          case HOLDS -> 0;
        };
    if (outcome == 0) {
      return 0;
    }
    int missing = Math.min(missing(verdict), MOST_MISSING);
    int byStake =
        (outcome * (MOST_MISSING + 1) + missing) * STAKES
            + (STAKES - 1 - verdict.stake().ordinal());
    Integer depth = verdict.depth();
    return byStake * (DEEPEST + 1) + DEEPEST - Math.min(depth == null ? DEEPEST : depth, DEEPEST);
  }

  /** How many boundaries there would have to be more. */
  public static int missing(Verdict verdict) {
    Integer depth = verdict.depth();
    return depth == null ? 0 : Math.max(0, verdict.required() - depth);
  }

  /** Severities stay below this. */
  public static int bound() {
    return 3 * (MOST_MISSING + 1) * STAKES * (DEEPEST + 1);
  }
}
