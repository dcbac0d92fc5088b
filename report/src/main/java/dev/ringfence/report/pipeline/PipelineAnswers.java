package dev.ringfence.report.pipeline;

import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Evidence;
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
import java.util.Map;
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

  private record Ranked(
      int rank, long number, Verdict verdict, boolean fresh, boolean accepted, boolean again) {}

  /** New ones, then the worst, then in the proof's order; what somebody answers for comes last. */
  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.<Ranked>comparingInt(ranked -> -ranked.rank()).thenComparingLong(Ranked::number);

  private final ProofAnswers answers;
  private final @Nullable Changes changes;
  private final RiskRegister risks;
  private final String source;
  private final Lines lines;
  private final boolean unbounded;
  private final Map<EarlierProof.Key, List<Changes.OtherWay>> otherWays;
  private final Totals totals;
  private final List<Finding> findings = new ArrayList<>();
  private long all;
  private long fresh;
  private long accepted;
  private long failing;

  /**
   * @param changes against a baseline; null where there is none
   * @param maximum how many findings are told one by one; {@link Integer#MAX_VALUE} for all,
   *     however long a report becomes
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
    this.unbounded = maximum == Integer.MAX_VALUE;
    this.otherWays = changes == null ? Map.of() : changes.otherWays();
    this.totals = new Totals(answers.tenancy());
    Set<EarlierProof.Key> opened = changes == null ? Set.of() : changes.openedKeys(risks);
    PriorityQueue<Ranked> worst = new PriorityQueue<>(WORST_FIRST.reversed());
    answers.forEachVerdict(
        verdict -> {
          totals.add(verdict);
          if (verdict.outcome() != Verdict.Outcome.HOLDS) {
            boolean isFresh = opened.contains(EarlierProof.key(answers, verdict));
            boolean isAccepted = risks.accepts(answers, verdict);
            boolean isAgain = risks.countsAgain(answers, verdict);
            fresh += isFresh ? 1 : 0;
            accepted += isAccepted ? 1 : 0;
            failing += fails(isFresh || isAgain, isAccepted) ? 1 : 0;
            int group = isAccepted ? 0 : isFresh || isAgain ? 2 : 1;
            int rank = group * Severity.bound() + Severity.of(verdict);
            worst.add(new Ranked(rank, all++, verdict, isFresh, isAccepted, isAgain));
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
    Map<String, List<Boundary>> sets = RiskRegister.findings(answers, verdict);
    List<Changes.OtherWay> others =
        otherWays.getOrDefault(EarlierProof.key(answers, verdict), List.of());
    String id = told(sets.keySet(), others);
    List<Boundary> set = sets.getOrDefault(id, List.of());
    return new Finding(
        verdict,
        answers.tenancy().tenant(verdict.from()).name(),
        answers.tenancy().tenant(verdict.to()).name(),
        id,
        verdict.smallest() == null ? null : set,
        sets.size() - 1,
        answers.explain(verdict.from(), verdict.to(), verdict.stake()).path(set),
        ranked.fresh(),
        !others.isEmpty(),
        ranked.accepted(),
        ranked.again());
  }

  /** What is new, else what nobody answers for, else the smallest. */
  private String told(Set<String> findings, List<Changes.OtherWay> others) {
    for (Changes.OtherWay other : others) {
      if (!risks.accepts(other.finding())) {
        return other.finding();
      }
    }
    for (String finding : findings) {
      if (!risks.accepts(finding)) {
        return finding;
      }
    }
    return findings.iterator().next();
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

  /**
   * Whether a finding fails the build: what is accepted does not, nor what is not new, but for what
   * was accepted and is no more.
   */
  boolean fails(Finding finding) {
    return fails(finding.fresh() || finding.again(), finding.accepted());
  }

  private boolean fails(boolean counts, boolean isAccepted) {
    return !isAccepted && (changes == null || counts);
  }

  /** How many findings that fail the build are not told one by one. */
  long failingLeft() {
    return failing - findings.stream().filter(this::fails).count();
  }

  /** Whether all findings were asked for. */
  boolean unbounded() {
    return unbounded;
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
