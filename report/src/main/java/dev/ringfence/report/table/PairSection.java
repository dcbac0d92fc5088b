package dev.ringfence.report.table;

import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Sentence;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.VisibleText;
import dev.ringfence.report.terminal.Wrapped;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The worst pairs: a line of cells and names, and a line that says why. */
final class PairSection {

  private static final int CELL = 10;
  private static final int LONGEST_NAME = 48;
  private static final Stake[] STAKES = Stake.values();

  private final ProofAnswers answers;
  private final TableOptions options;
  private final Ink ink;
  private final int columns;

  PairSection(ProofAnswers answers, TableOptions options, Ink ink) {
    this.answers = answers;
    this.options = options;
    this.ink = ink;
    this.columns = Math.max(60, options.terminal().columns());
  }

  /**
   * Writes the rows and says how many pairs are in none of them.
   *
   * @param pairs how many pairs have a stake that does not hold
   */
  void write(Appendable out, List<PairRow> rows, long pairs) throws IOException {
    if (pairs == 0) {
      return;
    }
    out.append('\n').append(header()).append('\n');
    long shown = 0;
    for (PairRow row : rows) {
      writeRow(out, row);
      shown += row.victims().size();
    }
    if (shown < pairs) {
      out.append('\n').append(Long.toString(pairs - shown));
      out.append(pairs - shown == 1 ? " more pair does" : " more pairs do");
      out.append(" not hold: --all lists every pair, --matrix draws them, -o json has them all\n");
    }
  }

  private String header() {
    StringBuilder header = new StringBuilder();
    for (Stake stake : STAKES) {
      String word = stake.word().toUpperCase(Locale.ROOT);
      header.append(word).append(VisibleText.spaces(CELL - word.length()));
    }
    return ink.quiet(header.append("FROM ").append(ink.arrow()).append(" TO").toString());
  }

  private void writeRow(Appendable out, PairRow row) throws IOException {
    Verdict worst = row.worst();
    if (worst == null) {
      return;
    }
    for (Stake stake : STAKES) {
      Verdict verdict = row.verdict(stake);
      String text = verdict == null ? "" : Cell.text(verdict, answers.maximumDepth(), ink);
      out.append(verdict == null ? "" : Cell.coloured(verdict, text, ink));
      out.append(VisibleText.spaces(CELL - VisibleText.columns(text)));
    }
    writeNames(out, worst.from(), row.victims());
    writeWhy(out, worst, row.victims().size() > 1);
  }

  private void writeNames(Appendable out, int attacker, List<Integer> victims) throws IOException {
    String from = name(attacker);
    out.append(ink.strong(from)).append(' ').append(ink.arrow()).append(' ');
    int used = STAKES.length * CELL + VisibleText.columns(from) + 4;
    int shown = 0;
    for (Integer victim : victims) {
      String name = name(victim);
      int width = VisibleText.columns(name) + (shown == 0 ? 0 : 2);
      // Room for " and 123456 more" stays free as long as something may follow.
      int room = columns - used - (shown + 1 < victims.size() ? 16 : 0);
      if (shown > 0 && width > room) {
        break;
      }
      out.append(shown == 0 ? "" : ", ").append(name);
      used += width;
      shown++;
    }
    if (shown < victims.size()) {
      out.append(" and ").append(Integer.toString(victims.size() - shown)).append(" more");
    }
    out.append('\n');
  }

  private void writeWhy(Appendable out, Verdict worst, boolean manyVictims) throws IOException {
    StringBuilder why = new StringBuilder("  ");
    why.append(worst.stake().word()).append(": ");
    why.append(Sentence.why(worst, answers.maximumDepth()));
    String resources = Sentence.resources(worst);
    if (!resources.isEmpty()) {
      why.append(", by ").append(resources);
    }
    String reason = VisibleText.of(options.reason().of(worst));
    if (!reason.isEmpty()) {
      why.append(manyVictims ? ", for example: " : ": ").append(reason);
    }
    if (worst.outcome() == Verdict.Outcome.UNDECIDED) {
      String restsOn = Sentence.restsOn(worst);
      if (!restsOn.isEmpty()) {
        why.append(", ").append(restsOn);
      }
    }
    out.append(ink.quiet(Wrapped.text(why.toString(), columns, 4))).append('\n');
  }

  private String name(int tenant) {
    return VisibleText.clip(answers.tenancy().tenant(tenant).name(), LONGEST_NAME);
  }
}
