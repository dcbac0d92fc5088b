package dev.ringfence.report.table;

import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.terminal.Ink;

/** One verdict in a few columns: a symbol, the depth, and what is required where it is missing. */
final class Cell {

  private Cell() {}

  /** For example {@code ✗ 0<2}: depth 0, though 2 is required. */
  static String text(Verdict verdict, int maximumDepth, Ink ink) {
    return switch (Totals.Count.of(verdict)) {
      case FALLS_SHORT, UNDECIDED ->
          ink.symbol(verdict.outcome())
              + " "
              + depth(verdict, maximumDepth)
              + "<"
              + verdict.required();
      case HOLDS -> ink.symbol(verdict.outcome()) + " " + depth(verdict, maximumDepth);
      case NOT_REQUIRED -> ink.noRequirement() + " " + depth(verdict, maximumDepth);
    };
  }

  /** The same without the requirement, for grids. */
  static String narrow(Verdict verdict, int maximumDepth, Ink ink) {
    String symbol =
        Totals.Count.of(verdict) == Totals.Count.NOT_REQUIRED
            ? ink.noRequirement()
            : ink.symbol(verdict.outcome());
    return symbol + depth(verdict, maximumDepth);
  }

  static String coloured(Verdict verdict, String text, Ink ink) {
    return Totals.Count.of(verdict) == Totals.Count.NOT_REQUIRED
        ? ink.quiet(text)
        : ink.of(verdict.outcome(), text);
  }

  private static String depth(Verdict verdict, int maximumDepth) {
    Integer depth = verdict.depth();
    return depth == null ? ">" + maximumDepth : Integer.toString(depth);
  }
}
