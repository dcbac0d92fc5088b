package dev.ringfence.report.table;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.ProofAnswers.AssumptionAnswer;
import dev.ringfence.report.finding.AssumptionUse;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.VisibleText;
import dev.ringfence.report.terminal.Wrapped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What verdicts rest on: the assumptions that matter most first, rows not examined in one line. */
final class AssumptionSection {

  private final ProofAnswers answers;
  private final TableOptions options;
  private final Ink ink;

  AssumptionSection(ProofAnswers answers, TableOptions options, Ink ink) {
    this.answers = answers;
    this.options = options;
    this.ink = ink;
  }

  void write(Appendable out, AssumptionUse use) throws IOException {
    List<AssumptionAnswer> matter = new ArrayList<>();
    List<String> rowsNotExamined = new ArrayList<>();
    int vouched = 0;
    int idle = 0;
    for (AssumptionAnswer assumption : use.ordered(answers.assumptions())) {
      String row = AssumptionUse.rowNotExamined(assumption);
      if (assumption.vouchedBy() != null) {
        vouched++;
      } else if (!row.isEmpty()) {
        rowsNotExamined.add(row);
      } else if (use.of(assumption.id()) > 0) {
        matter.add(assumption);
      } else {
        idle++;
      }
    }
    if (answers.assumptions().isEmpty()) {
      return;
    }
    out.append('\n').append(ink.strong("Assumed, because it cannot be read")).append('\n');
    int shown = Math.min(matter.size(), options.maximumRows());
    for (int at = 0; at < shown; at++) {
      writeAssumption(out, matter.get(at), use);
    }
    if (shown < matter.size()) {
      line(out, "  " + (matter.size() - shown) + " more that verdicts rest on: -o json lists them");
    }
    if (!rowsNotExamined.isEmpty()) {
      line(out, "? not examined yet, taken as possible: " + String.join(" ", rowsNotExamined));
    }
    if (idle > 0) {
      line(out, "  " + idle + " that change no verdict: -o json lists them");
    }
    if (vouched > 0) {
      line(out, "  " + vouched + " that somebody vouches for: -o json lists them");
    }
  }

  private void writeAssumption(Appendable out, AssumptionAnswer assumption, AssumptionUse use)
      throws IOException {
    int verdicts = use.of(assumption.id());
    line(
        out,
        "? "
            + VisibleText.of(assumption.id())
            + " = "
            + VisibleText.of(assumption.value())
            + ", under "
            + verdicts
            + (verdicts == 1 ? " verdict. " : " verdicts. ")
            + VisibleText.of(assumption.question()));
  }

  private void line(Appendable out, String text) throws IOException {
    out.append(Wrapped.text(text, Math.max(60, options.terminal().columns()), 4)).append('\n');
  }
}
