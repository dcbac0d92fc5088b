package dev.ringfence.report.reach;

import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;

/** What a change opens and closes, a paragraph for each pair of tenants. */
public final class ReachChangesTable {

  private ReachChangesTable() {}

  /**
   * Writes all pairs.
   *
   * @param rows how many lines at most for each pair; how many more there are is said
   */
  public static void write(
      ReachChanges changes, ReachQuestion question, Appendable out, Terminal terminal, int rows)
      throws IOException {
    Ink ink = Ink.of(terminal);
    ReachTable.writeHead(question, out, ink);
    List<ReachChanges.Pair> pairs = changes.pairs();
    if (pairs.isEmpty()) {
      out.append("Nothing opens and nothing closes.\n");
    }
    for (ReachChanges.Pair pair : pairs) {
      out.append(
          ink.strong(
              VisibleText.of(pair.from()) + " " + ink.arrow() + " " + VisibleText.of(pair.to())));
      out.append(": " + pair.opened().size() + " opened, " + pair.closed().size() + " closed\n");
      lines("+ ", pair.opened(), out, ink, rows);
      lines("- ", pair.closed(), out, ink, rows);
    }
  }

  private static void lines(
      String sign, List<ReachChanges.Change> changes, Appendable out, Ink ink, int rows)
      throws IOException {
    for (ReachChanges.Change change : changes.subList(0, Math.min(rows, changes.size()))) {
      out.append("  ").append(sign).append(VisibleText.of(change.from().label()));
      out.append(" ").append(ink.arrow()).append(" ");
      out.append(VisibleText.of(change.to().label()));
      out.append(": ").append(change.ports().toString()).append('\n');
    }
    if (changes.size() > rows) {
      out.append("  " + sign + "… and " + (changes.size() - rows) + " more (--rows N, -o json)\n");
    }
  }
}
