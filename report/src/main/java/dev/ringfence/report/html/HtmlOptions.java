package dev.ringfence.report.html;

/**
 * What a page holds beyond the verdicts, which are all in it.
 *
 * @param maximumExplanations how many of the worst verdicts are explained step by step
 * @param maximumPaths how many failure sets of each are shown
 * @param maximumDetails how many verdicts that differ in their sets are told apart; beyond that a
 *     page gives depths and outcomes only
 */
public record HtmlOptions(int maximumExplanations, int maximumPaths, int maximumDetails) {

  /** A few megabytes at most. */
  public static HtmlOptions standard() {
    return new HtmlOptions(400, 12, 20_000);
  }
}
