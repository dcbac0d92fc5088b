package dev.ringfence.report.reach;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Network;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Connections as a list for people. */
public final class ReachTable {

  private static final int WIDEST = 60;

  private ReachTable() {}

  /**
   * Writes the connections.
   *
   * @param rows how many at most; how many more there are is said
   */
  public static void write(ReachQuestion question, Appendable out, Terminal terminal, int rows)
      throws IOException {
    Ink ink = Ink.of(terminal);
    writeHead(question, out, ink);
    List<String[]> shown = new ArrayList<>();
    long[] count = {0};
    ReachRows.forEach(
        question,
        (from, to, ports) -> {
          if (count[0]++ < rows) {
            shown.add(
                new String[] {
                  VisibleText.clip(from, WIDEST), VisibleText.clip(to, WIDEST), ports.toString()
                });
          }
        });
    if (shown.isEmpty()) {
      out.append("Nothing connects.\n");
      return;
    }
    writeColumns(shown, out, ink);
    if (count[0] > shown.size()) {
      out.append(
          ink.quiet(
              "… and "
                  + (count[0] - shown.size())
                  + " more connections: --rows N shows more, -o json all, --from and --to some."));
      out.append('\n');
    }
  }

  static void writeHead(ReachQuestion question, Appendable out, Ink ink) throws IOException {
    for (String remark : question.remarks()) {
      out.append(ink.quiet("! " + VisibleText.of(remark))).append('\n');
    }
    Network network = question.reach().network();
    for (int id = 0; id < network.enforcements().size(); id++) {
      out.append(ink.quiet("! " + enforcer(network, id))).append('\n');
    }
    for (Assumption assumption : question.reach().assumed()) {
      var statement = question.assumptions().statement(assumption.id());
      String line =
          statement == null
              ? "? " + assumption.question() + " (--assume " + assumption.id() + "=…)"
              : "? " + assumption.id() + "=" + statement.value() + " by " + statement.vouchedBy();
      out.append(ink.quiet(VisibleText.of(line))).append('\n');
    }
    out.append('\n');
  }

  private static String enforcer(Network network, int id) {
    Enforcement enforcement = network.enforcement(id);
    String holds =
        switch (enforcement.state()) {
          case ENFORCED -> "Policies hold where " + enforcement.product() + " runs";
          case ENFORCED_ONCE_STARTED ->
              "Policies hold where "
                  + enforcement.product()
                  + " runs, but not for pods that have just started";
          case NOT_ENFORCED ->
              enforcement.product().equals("none")
                  ? "Somebody states that nothing upholds policies"
                  : "Nothing upholds policies where " + enforcement.product() + " runs";
          case UNKNOWN -> "Nothing shows that policies hold (" + enforcement.product() + ")";
        };
    String shown =
        String.join(
            "; ",
            enforcement.signs().stream()
                .map(sign -> sign.object().reference() + " " + sign.field() + ": " + sign.value())
                .toList());
    String travel =
        switch (network.addressing(id).kind()) {
          case OVERLAY -> ", in an overlay";
          case ROUTED -> ", pods' addresses routed";
          case UNKNOWN -> "";
        };
    return VisibleText.of(holds + travel + (shown.isEmpty() ? "" : ": " + shown));
  }

  private static void writeColumns(List<String[]> rows, Appendable out, Ink ink)
      throws IOException {
    int[] widths = {"SOURCE".length(), "DESTINATION".length()};
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], VisibleText.columns(row[column]));
      }
    }
    out.append(ink.strong(line(new String[] {"SOURCE", "DESTINATION", "PORTS"}, widths)));
    out.append('\n');
    for (String[] row : rows) {
      out.append(line(row, widths)).append('\n');
    }
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      line.append(row[column]);
      if (column < widths.length) {
        line.append(VisibleText.spaces(widths[column] + 2 - VisibleText.columns(row[column])));
      }
    }
    return line.toString();
  }
}
