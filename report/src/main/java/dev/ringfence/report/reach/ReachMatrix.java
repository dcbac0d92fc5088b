package dev.ringfence.report.reach;

import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.Terminal;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tenants against tenants: how many pairs of workloads can connect. Addresses are one more row and
 * column; a number with {@code *} has a pair that is open on every port.
 */
public final class ReachMatrix {

  private static final int CELL = 8;
  private static final int LONGEST_NAME = 32;

  private final Map<String, Map<String, long[]>> counts = new TreeMap<>();
  private final List<String> names = new ArrayList<>();

  private ReachMatrix(ReachQuestion question) {
    TreeSet<String> sorted = new TreeSet<>();
    for (int end = 0; end < question.reach().count(); end++) {
      if (question.from().get(end) || question.to().get(end)) {
        sorted.add(question.tenant(end));
      }
    }
    boolean outside = sorted.remove(ReachQuestion.OUTSIDE);
    names.addAll(sorted);
    if (outside) {
      names.add(ReachQuestion.OUTSIDE);
    }
    question
        .reach()
        .forEach(
            question.from(),
            question.to(),
            (from, to, ports) -> {
              long[] cell =
                  counts
                      .computeIfAbsent(question.tenant(from), ignored -> new TreeMap<>())
                      .computeIfAbsent(question.tenant(to), ignored -> new long[2]);
              cell[0]++;
              cell[1] += ports.isAll() ? 1 : 0;
            });
  }

  public static void write(ReachQuestion question, Appendable out, Terminal terminal)
      throws IOException {
    Ink ink = Ink.of(terminal);
    ReachTable.writeHead(question, out, ink);
    new ReachMatrix(question).write(out, terminal, ink);
  }

  private void write(Appendable out, Terminal terminal, Ink ink) throws IOException {
    out.append(ink.strong("pairs of workloads that can connect, from (down) to (across);"));
    out.append(ink.strong(" * on every port")).append('\n');
    int width = 0;
    for (int i = 0; i < names.size(); i++) {
      width = Math.max(width, VisibleText.columns(label(i)));
    }
    int across = Math.max(1, (terminal.columns() - width - 2) / CELL);
    for (int start = 0; start < names.size(); start += across) {
      int end = Math.min(names.size(), start + across);
      out.append(VisibleText.spaces(width + 2));
      for (int to = start; to < end; to++) {
        out.append(ink.quiet(padded(Integer.toString(to + 1))));
      }
      out.append('\n');
      for (int from = 0; from < names.size(); from++) {
        out.append(label(from));
        out.append(VisibleText.spaces(width + 2 - VisibleText.columns(label(from))));
        for (int to = start; to < end; to++) {
          out.append(padded(cell(from, to)));
        }
        out.append('\n');
      }
    }
  }

  private String label(int tenant) {
    return (tenant + 1) + " " + VisibleText.clip(names.get(tenant), LONGEST_NAME);
  }

  private String cell(int from, int to) {
    long[] cell = counts.getOrDefault(names.get(from), Map.of()).get(names.get(to));
    return cell == null ? "-" : cell[0] + (cell[1] > 0 ? "*" : "");
  }

  private static String padded(String text) {
    return text + VisibleText.spaces(Math.max(1, CELL - text.length()));
  }
}
