package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How one pair and stake stood.
 *
 * @param depth null where no set was found
 */
public record Standing(Verdict.Outcome outcome, @Nullable Integer depth) {

  static final Standing HELD = new Standing(Verdict.Outcome.HOLDS, null);

  static Standing of(Verdict verdict) {
    return verdict.outcome() == Verdict.Outcome.HOLDS
        ? HELD
        : new Standing(verdict.outcome(), verdict.depth());
  }

  /** Whether this is worse than the other: by outcome, then by how few boundaries are left. */
  boolean worseThan(Standing other) {
    int mine = rank(outcome);
    int others = rank(other.outcome);
    if (mine != others) {
      return mine > others;
    }
    return mine > 0 && value(depth) < value(other.depth);
  }

  private static int rank(Verdict.Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> 0;
      case UNDECIDED -> 1;
      case FALLS_SHORT -> 2;
    };
  }

  private static int value(@Nullable Integer depth) {
    return depth == null ? Integer.MAX_VALUE : depth;
  }

  /** For people: {@code falls short at depth 0}. */
  public String words() {
    return switch (outcome) {
      case HOLDS -> "held";
      case UNDECIDED -> depth == null ? "undecided" : "undecided at depth " + depth;
      case FALLS_SHORT -> "fell short at depth " + depth;
    };
  }
}
