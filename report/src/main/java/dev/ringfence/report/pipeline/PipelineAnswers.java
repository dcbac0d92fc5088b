package dev.ringfence.report.pipeline;

import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.EarlierProof;
import dev.ringfence.report.change.RiskRegister;
import dev.ringfence.report.finding.Severity;
import dev.ringfence.report.finding.Totals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that a report for a pipeline tells, worst first and bounded. */
public final class PipelineAnswers {

  /** Where a piece of evidence stands in its file. */
  @FunctionalInterface
  public interface Lines {
    /** The line, from 1; 0 where it is not known. */
    int of(Evidence evidence);
  }

  private record Ranked(int rank, long number, Verdict verdict, boolean fresh, boolean accepted) {}

  /** New ones, then the worst, then in the proof's order; what somebody answers for comes last. */
  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.<Ranked>comparingInt(ranked -> -ranked.rank()).thenComparingLong(Ranked::number);

  private final ProofAnswers answers;
  private final @Nullable Changes changes;
  private final RiskRegister risks;
  private final String source;
  private final Lines lines;
  private final Totals totals;
  private final List<Finding> findings = new ArrayList<>();
  private long all;
  private long fresh;
  private long accepted;
  private long failing;

  /**
   * @param changes against a baseline; null where there is none
   * @param maximum how many findings are told one by one
   */
  public PipelineAnswers(
      ProofAnswers answers,
      @Nullable Changes changes,
      RiskRegister risks,
      String source,
      Lines lines,
      int maximum) {
    this.answers = answers;
    this.changes = changes;
    this.risks = risks;
    this.source = source;
    this.lines = lines;
    this.totals = new Totals(answers.tenancy());
    Set<EarlierProof.Key> opened = changes == null ? Set.of() : changes.openedKeys();
    PriorityQueue<Ranked> worst = new PriorityQueue<>(WORST_FIRST.reversed());
    answers.forEachVerdict(
        verdict -> {
          totals.add(verdict);
          if (verdict.outcome() != Verdict.Outcome.HOLDS) {
            boolean isFresh = opened.contains(EarlierProof.key(answers, verdict));
            boolean isAccepted = risks.accepts(answers, verdict);
            fresh += isFresh ? 1 : 0;
            accepted += isAccepted ? 1 : 0;
            failing += fails(isFresh, isAccepted) ? 1 : 0;
            int rank = (isAccepted ? 0 : isFresh ? 2 : 1) * Severity.bound() + Severity.of(verdict);
            worst.add(new Ranked(rank, all++, verdict, isFresh, isAccepted));
            if (worst.size() > maximum) {
              worst.poll();
            }
          }
        });
    List<Ranked> ordered = new ArrayList<>(worst);
    ordered.sort(WORST_FIRST);
    for (Ranked ranked : ordered) {
      findings.add(finding(ranked));
    }
  }

  private Finding finding(Ranked ranked) {
    Verdict verdict = ranked.verdict();
    Explanation.Path shown = null;
    for (Explanation.Path path :
        answers.explain(verdict.from(), verdict.to(), verdict.stake()).failureSets()) {
      if (path.boundaries().equals(verdict.smallest())) {
        shown = path;
        break;
      }
    }
    String id = RiskRegister.id(answers, verdict);
    return new Finding(
        verdict,
        answers.tenancy().tenant(verdict.from()).name(),
        answers.tenancy().tenant(verdict.to()).name(),
        id == null ? "" : id,
        shown,
        ranked.fresh(),
        ranked.accepted());
  }

  List<Finding> findings() {
    return findings;
  }

  ProofAnswers answers() {
    return answers;
  }

  @Nullable Changes changes() {
    return changes;
  }

  RiskRegister risks() {
    return risks;
  }

  String source() {
    return source;
  }

  int line(Evidence evidence) {
    return lines.of(evidence);
  }

  Totals totals() {
    return totals;
  }

  /** Whether a finding fails the build: what is accepted does not, nor what is not new. */
  boolean fails(Finding finding) {
    return fails(finding.fresh(), finding.accepted());
  }

  private boolean fails(boolean isFresh, boolean isAccepted) {
    return !isAccepted && (changes == null || isFresh);
  }

  /** How many findings that fail the build are not told one by one. */
  long failingLeft() {
    return failing - findings.stream().filter(this::fails).count();
  }

  /** How many verdicts do not hold. */
  long all() {
    return all;
  }

  /** How many of them are new. */
  long fresh() {
    return fresh;
  }

  /** How many of them somebody answers for. */
  long accepted() {
    return accepted;
  }

  /** How many of them are not told one by one. */
  long left() {
    return all - findings.size();
  }
}
