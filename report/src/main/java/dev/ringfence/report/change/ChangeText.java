package dev.ringfence.report.change;

import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;

/** What is new and what is accepted, for people, below the table of the proof. */
public final class ChangeText {

  private ChangeText() {}

  /** Writes what changed, at most so many rows of each kind, and how many more there are. */
  public static void write(Changes changes, Appendable out, int rows) throws IOException {
    out.append("\nAgainst ").append(VisibleText.of(changes.source())).append(": opens ");
    out.append(Integer.toString(changes.opened().size())).append(", closes ");
    out.append(Integer.toString(changes.closed().size())).append('\n');
    list("+ ", changes.opened(), out, rows);
    list("- ", changes.closed(), out, rows);
    if (changes.stillOpen() > 0) {
      out.append("! ").append(changes.stillOpenWords()).append('\n');
    }
  }

  private static void list(String sign, List<Changes.Change> changes, Appendable out, int rows)
      throws IOException {
    List<PairChange> lines = PairChange.group(changes);
    int left = changes.size();
    for (PairChange line : lines.subList(0, Math.min(rows, lines.size()))) {
      out.append(sign)
          .append(VisibleText.of(line.from()))
          .append(" → ")
          .append(VisibleText.of(line.to()))
          .append(' ')
          .append(String.join(", ", line.stakes()))
          .append(": ")
          .append(line.before().wasWords())
          .append(", now ")
          .append(line.isWords())
          .append('\n');
      left -= line.stakes().size();
    }
    if (left > 0) {
      out.append(sign)
          .append("and ")
          .append(Integer.toString(left))
          .append(" more verdicts: -o json has them all\n");
    }
  }

  /** Writes what became of each accepted risk. */
  public static void write(RiskRegister risks, Appendable out) throws IOException {
    if (risks.entries().isEmpty()) {
      return;
    }
    out.append("\nAccepted risks\n");
    for (RiskRegister.Entry entry : risks.entries()) {
      RiskRegister.Risk risk = entry.risk();
      out.append(entry.state() == RiskRegister.State.ACCEPTED ? "· " : "! ");
      out.append(VisibleText.of(risk.name())).append(" (").append(VisibleText.of(risk.owner()));
      out.append("), finding ").append(risk.finding()).append(": ");
      out.append(
          switch (entry.state()) {
            case ACCEPTED -> "accepted until " + risk.until();
            case EXPIRED -> "expired on " + risk.until() + " and counts again";
            case PATH_CHANGED ->
                "its path is " + entry.pathNow() + " now, another one, and it counts again";
            case NOT_FOUND -> "no longer found; the document can go";
          });
      out.append('\n');
    }
  }
}
