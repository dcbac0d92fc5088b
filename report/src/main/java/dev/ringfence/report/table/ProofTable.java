package dev.ringfence.report.table;

import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.AssumptionUse;
import dev.ringfence.report.finding.SearchBound;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.terminal.Ink;
import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;

/** The answer of {@code prove} for people. */
public final class ProofTable {

  private final ProofAnswers answers;
  private final TableOptions options;
  private final Ink ink;
  private final Totals totals;
  private final SearchBound bound = new SearchBound();
  private final AssumptionUse assumptionUse = new AssumptionUse();
  private final WorstPairs worstPairs;

  private ProofTable(ProofAnswers answers, TableOptions options) {
    this.answers = answers;
    this.options = options;
    this.ink = Ink.of(options.terminal());
    this.totals = new Totals(answers.tenancy());
    this.worstPairs = new WorstPairs(options.maximumRows());
  }

  /** Writes the whole answer. */
  public static void write(ProofAnswers answers, Appendable out, TableOptions options)
      throws IOException {
    writeHead(answers.tenancy(), answers.maximumDepth(), answers.remarks(), out, options);
    writeVerdicts(answers, out, options);
  }

  /**
   * Writes what is known before anything is proved: who the tenants are, and what is to be known of
   * the source.
   */
  public static void writeHead(
      Tenancy tenancy, int maximumDepth, List<String> remarks, Appendable out, TableOptions options)
      throws IOException {
    Ink ink = Ink.of(options.terminal());
    int attackers = 0;
    List<Tenant> tenants = tenancy.tenants();
    for (Tenant tenant : tenants) {
      attackers += tenant.isAttacker() ? 1 : 0;
    }
    out.append(ink.strong(VisibleText.of(options.source())));
    out.append(ink.separator()).append(Integer.toString(tenants.size())).append(" tenants");
    out.append(ink.separator())
        .append(Long.toString((long) attackers * (tenants.size() - 1)))
        .append(" ordered pairs");
    out.append(ink.separator())
        .append("up to ")
        .append(Integer.toString(maximumDepth))
        .append(" failures tried\n");
    for (String remark : remarks) {
      out.append("! ").append(VisibleText.of(remark)).append('\n');
    }
    out.append('\n');
  }

  /** Writes what follows the head; goes through the verdicts once. */
  public static void writeVerdicts(ProofAnswers answers, Appendable out, TableOptions options)
      throws IOException {
    new ProofTable(answers, options).write(out);
  }

  private void write(Appendable out) throws IOException {
    answers.forEachVerdict(
        verdict -> {
          totals.add(verdict);
          assumptionUse.add(verdict);
          worstPairs.add(verdict);
          bound.add(verdict);
        });
    bound.finish();
    List<PairRow> rows = worstPairs.finish();
    writeCounts(out);
    new PairSection(answers, options, ink).write(out, rows, worstPairs.pairs());
    new AssumptionSection(answers, options, ink).write(out, assumptionUse);
    new BoundSection(answers, options, ink).write(out, bound);
    new TotalsSection(totals, ink).write(out);
    if (options.matrix()) {
      new MatrixTable(answers, options.terminal()).write(out);
    }
  }

  private void writeCounts(Appendable out) throws IOException {
    writeCount(out, Verdict.Outcome.FALLS_SHORT, Totals.Count.FALLS_SHORT, " fall short");
    out.append("   ");
    writeCount(out, Verdict.Outcome.UNDECIDED, Totals.Count.UNDECIDED, " undecided");
    out.append("   ");
    writeCount(out, Verdict.Outcome.HOLDS, Totals.Count.HOLDS, " hold");
    out.append("   ").append(ink.noRequirement()).append(' ');
    out.append(Long.toString(totals.of(Totals.Count.NOT_REQUIRED))).append(" not required\n");
  }

  private void writeCount(Appendable out, Verdict.Outcome outcome, Totals.Count count, String words)
      throws IOException {
    out.append(ink.of(outcome, ink.symbol(outcome) + " " + totals.of(count) + words));
  }
}
