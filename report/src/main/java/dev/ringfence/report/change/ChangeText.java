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
  }

  private static void list(String sign, List<Changes.Change> changes, Appendable out, int rows)
      throws IOException {
    int told = Math.min(rows, changes.size());
    for (Changes.Change change : changes.subList(0, told)) {
      out.append(sign)
          .append(VisibleText.of(change.key().from()))
          .append(" → ")
          .append(VisibleText.of(change.key().to()))
          .append(' ')
          .append(change.key().stake())
          .append(": ")
          .append(change.before().words())
          .append(", now ")
          .append(now(change.now()))
          .append('\n');
    }
    if (told < changes.size()) {
      out.append(sign)
          .append("and ")
          .append(Integer.toString(changes.size() - told))
          .append(" more: -o json has them all\n");
    }
  }

  private static String now(Standing standing) {
    return switch (standing.outcome()) {
      case HOLDS -> "holds";
      case UNDECIDED ->
          standing.depth() == null ? "undecided" : "undecided at depth " + standing.depth();
      case FALLS_SHORT -> "falls short at depth " + standing.depth();
    };
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
