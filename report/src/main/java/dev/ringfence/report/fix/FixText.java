package dev.ringfence.report.fix;

import dev.ringfence.report.change.ChangeText;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;

/** The answer of {@code fix} for people. */
public final class FixText {

  private static final int ROWS = 20;

  private FixText() {}

  public static void write(FixAnswer answer, Appendable out) throws IOException {
    out.append(VisibleText.of(answer.source())).append(": ");
    if (answer.targets().isEmpty()) {
      out.append("nothing falls short that was asked about\n");
      return;
    }
    out.append(
        switch (answer.how()) {
          case "Fewest" -> "the fewest of the known changes that make it hold";
          case "Greedy" -> "changes that make it hold; the search was bounded, fewer may do it";
          default -> "no known changes make all of it hold; these get furthest";
        });
    out.append(" (").append(Integer.toString(answer.proofs())).append(" proofs)\n");
    int number = 1;
    for (FixAnswer.Repair repair : answer.repairs()) {
      out.append('\n').append(Integer.toString(number++)).append(". ");
      out.append(VisibleText.of(repair.title())).append('\n');
      out.append("   may break: ").append(VisibleText.of(repair.breaks())).append('\n');
      for (String line : repair.patch().split("\n", -1)) {
        out.append("   ").append(VisibleText.of(line)).append('\n');
      }
    }
    int left = answer.open().size();
    if (left > 0) {
      out.append("\nStill falling short: ").append(Integer.toString(left)).append(" of ");
      out.append(Integer.toString(answer.targets().size())).append('\n');
      for (String open : answer.open().subList(0, Math.min(ROWS, left))) {
        out.append("  ").append(VisibleText.of(open)).append('\n');
      }
      if (left > ROWS) {
        out.append("  and ").append(Integer.toString(left - ROWS)).append(" more\n");
      }
    }
    if (answer.inTheWay() != null) {
      out.append("No change is known that stops: ");
      out.append(VisibleText.of(answer.inTheWay())).append('\n');
    }
    if (!answer.repairs().isEmpty()) {
      ChangeText.write(answer.changes(), out, ROWS);
    }
  }
}
