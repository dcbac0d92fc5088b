package dev.ringfence.report.finding;

/** Where the search stopped, in two sentences. */
public final class SearchBoundText {

  private SearchBoundText() {}

  /** What is known of those pairs, and how many verdicts are undecided for it. */
  public static String of(SearchBound bound, int maximumDepth) {
    String known =
        bound.verdicts()
            + (bound.verdicts() == 1 ? " verdict of " : " verdicts of ")
            + bound.pairs()
            + (bound.pairs() == 1 ? " pair (" : " pairs (")
            + ">"
            + maximumDepth
            + ") have no failure set of up to "
            + maximumDepth
            + " boundaries: at least "
            + (maximumDepth + 1)
            + " must fail there, and how many is not known.";
    return bound.undecidedVerdicts() == 0
        ? known
        : known
            + " "
            + bound.undecidedVerdicts()
            + " of them are undecided for that reason, because more is required: a greater"
            + " --max-depth decides them.";
  }
}
