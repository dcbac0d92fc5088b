package dev.ringfence.report.fix;

import dev.ringfence.report.change.ChangeText;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer of {@code fix} for people. */
public final class FixText {

  private static final int ROWS = 20;

  /** Requirements named for each step that is in the way. */
  private static final int EXAMPLES = 3;

  private FixText() {}

  /** Writes what is known before fences are proved. */
  public static void writeChanges(FixAnswer answer, Appendable out) throws IOException {
    out.append(VisibleText.of(answer.source())).append(": ");
    int all = answer.targets().size();
    if (all == 0) {
      out.append("nothing falls short that was asked about\n");
      return;
    }
    out.append(headline(answer));
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
    open(answer, out);
    if (!answer.repairs().isEmpty()) {
      ChangeText.write(answer.changes(), out, ROWS);
    }
  }

  private static String headline(FixAnswer answer) {
    int all = answer.targets().size();
    int open = answer.open().size();
    String bound = answer.bounded() ? "; the search was bounded, fewer may do it" : "";
    if (answer.repairs().isEmpty()) {
      return "no known change mends any of " + all + bound;
    }
    String changes =
        answer.repairs().size() == 1 ? "1 change" : answer.repairs().size() + " changes";
    String fewest = answer.bounded() || open > 0 ? "" : ", the fewest of those known,";
    return changes + fewest + " would " + left(all, open, answer.undecided()) + bound;
  }

  private static String left(int all, int open, int undecided) {
    int held = all - open - undecided;
    String rest = undecided == 0 ? "" : ", " + undecided + " rest on assumptions";
    return open == 0
        ? "make " + held + " of " + all + " hold" + rest
        : "leave " + open + " of " + all + " falling short: " + held + " hold" + rest;
  }

  /** By what is in the way: one step often stands before many requirements. */
  private static void open(FixAnswer answer, Appendable out) throws IOException {
    Map<String, List<FixAnswer.Open>> byStep = new LinkedHashMap<>();
    for (FixAnswer.Open open : answer.open()) {
      String step = open.inTheWay() == null ? "" : open.inTheWay();
      byStep.computeIfAbsent(step, ignored -> new ArrayList<>()).add(open);
    }
    List<Map.Entry<String, List<FixAnswer.Open>>> most = new ArrayList<>(byStep.entrySet());
    most.sort((one, other) -> Integer.compare(other.getValue().size(), one.getValue().size()));
    if (!most.isEmpty()) {
      out.append("\nStill falling short: ").append(Integer.toString(answer.open().size()));
      out.append(" of ").append(Integer.toString(answer.targets().size()));
      out.append(", because no known change stops\n");
    }
    for (var step : most.subList(0, Math.min(ROWS, most.size()))) {
      List<FixAnswer.Open> open = step.getValue();
      out.append("  ")
          .append(
              step.getKey().isEmpty()
                  ? "(not known: the search ended before; give more --max-proofs)"
                  : VisibleText.of(step.getKey()));
      out.append('\n');
      for (FixAnswer.Open each : open.subList(0, Math.min(EXAMPLES, open.size()))) {
        out.append("      ").append(VisibleText.of(each.requirement()));
        out.append(": depth ").append(Integer.toString(each.depth()));
        out.append(" of ").append(Integer.toString(each.required())).append('\n');
      }
      if (open.size() > EXAMPLES) {
        out.append("      and ").append(Integer.toString(open.size() - EXAMPLES)).append(" more\n");
      }
    }
    if (most.size() > ROWS) {
      out.append("  and ").append(Integer.toString(most.size() - ROWS));
      out.append(" more steps: -o json has them all\n");
    }
  }

  /** Writes what fences would do instead; nothing where they were not asked about. */
  public static void writeFences(FixAnswer answer, Appendable out) throws IOException {
    FixAnswer.Fences fences = answer.fences();
    if (fences == null) {
      return;
    }
    if (!fences.problems().isEmpty()) {
      out.append("\nFences (ringfence apply) were not proved:\n");
      for (String problem : fences.problems()) {
        out.append("  ").append(VisibleText.of(problem)).append('\n');
      }
      return;
    }
    int open = fences.open().size();
    out.append(
        "\nInstead, the fences of every tenant's pattern (ringfence advise, then apply) would ");
    out.append(left(answer.targets().size(), open, fences.undecided())).append('\n');
    for (String provided : fences.provided()) {
      out.append("  with ").append(VisibleText.of(provided)).append('\n');
    }
    for (String each : fences.open().subList(0, Math.min(ROWS, open))) {
      out.append("  not ").append(VisibleText.of(each)).append('\n');
    }
    if (open > ROWS) {
      out.append("  and ")
          .append(Integer.toString(open - ROWS))
          .append(" more: -o json has them all\n");
    }
  }
}
