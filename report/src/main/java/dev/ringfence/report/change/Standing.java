package dev.ringfence.report.change;

import dev.ringfence.engine.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How one pair and stake stood.
 *
 * @param depth null where no set was found
 * @param isThere whether both tenants are there; a tenant that is not is neither safe nor in danger
 */
public record Standing(Verdict.Outcome outcome, @Nullable Integer depth, boolean isThere) {

  static final Standing HELD = new Standing(Verdict.Outcome.HOLDS, null);

  static final Standing ABSENT = new Standing(Verdict.Outcome.HOLDS, null, false);

  /** Of two tenants that are there. */
  public Standing(Verdict.Outcome outcome, @Nullable Integer depth) {
    this(outcome, depth, true);
  }

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

  /** Whether it does not hold although nothing has failed. */
  boolean isOpen() {
    return outcome != Verdict.Outcome.HOLDS && depth != null && depth == 0;
  }

  /** Worst first. */
  static int worstFirst(Standing one, Standing other) {
    return one.worseThan(other) ? -1 : other.worseThan(one) ? 1 : 0;
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

  /** For people, of what was: {@code fell short at depth 0}. */
  public String wasWords() {
    return switch (outcome) {
      case HOLDS -> isThere ? "held" : "was not there";
      case UNDECIDED -> undecided();
      case FALLS_SHORT -> "fell short at depth " + depth;
    };
  }

  /** For people, of what is: {@code falls short at depth 0}. */
  public String isWords() {
    return switch (outcome) {
      case HOLDS -> isThere ? "holds" : "is gone";
      case UNDECIDED -> undecided();
      case FALLS_SHORT -> "falls short at depth " + depth;
    };
  }

  private String undecided() {
    return depth == null ? "undecided" : "undecided at depth " + depth;
  }
}
