package dev.ringfence.report.table;

import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.TenantGroup;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.Locale;

/** How many verdicts of each kind, by group of attackers and victims. */
final class TotalsSection {

  private static final int NAME = 23;
  private static final int GAP = 2;

  private final Totals totals;
  private final Ink ink;

  TotalsSection(Totals totals, Ink ink) {
    this.totals = totals;
    this.ink = ink;
  }

  void write(Appendable out) throws IOException {
    out.append('\n').append(ink.strong("Verdicts by group")).append(VisibleText.spaces(NAME - 17));
    for (Totals.Count count : Totals.Count.values()) {
      String heading = heading(count);
      out.append(VisibleText.spaces(GAP)).append(ink.quiet(heading));
    }
    out.append('\n');
    for (TenantGroup from : TenantGroup.values()) {
      for (TenantGroup to : TenantGroup.values()) {
        writeRow(out, from, to);
      }
    }
  }

  private void writeRow(Appendable out, TenantGroup from, TenantGroup to) throws IOException {
    long sum = 0;
    for (Totals.Count count : Totals.Count.values()) {
      sum += totals.of(from, to, count);
    }
    if (sum == 0) {
      return;
    }
    String name = word(from) + " " + ink.arrow() + " " + word(to);
    out.append(name).append(VisibleText.spaces(NAME - VisibleText.columns(name)));
    for (Totals.Count count : Totals.Count.values()) {
      String number = Long.toString(totals.of(from, to, count));
      int column = GAP + VisibleText.columns(heading(count));
      out.append(VisibleText.spaces(column - number.length())).append(number);
    }
    out.append('\n');
  }

  private String heading(Totals.Count count) {
    return switch (count) {
      case FALLS_SHORT -> ink.symbol(Verdict.Outcome.FALLS_SHORT) + " fall short";
      case UNDECIDED -> ink.symbol(Verdict.Outcome.UNDECIDED) + " undecided";
      case HOLDS -> ink.symbol(Verdict.Outcome.HOLDS) + " hold";
      case NOT_REQUIRED -> ink.noRequirement() + " not required";
    };
  }

  private static String word(TenantGroup group) {
    return group.word().toLowerCase(Locale.ROOT);
  }
}
