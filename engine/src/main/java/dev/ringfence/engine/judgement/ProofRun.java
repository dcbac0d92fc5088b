package dev.ringfence.engine.judgement;

import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.proof.Proof;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Requirements;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run: survey, steps, search twice (every assumption as bad as feared, and none), verdicts. The
 * searches are done when the run is made; verdicts and explanations are worked out when asked for.
 */
public final class ProofRun implements ProofAnswers {

  private final Landscape landscape;
  private final Requirements requirements;
  private final int maximumDepth;
  private final List<String> remarks;
  private final MinimalSets feared;
  private final MinimalSets refuted;
  private final RunEvidence evidence;
  private final RunEvidence.Ways ways;
  private final Judge judge;
  private final Verdicts verdicts;
  private final Explanations explanations;

  private ProofRun(
      Landscape landscape,
      Requirements requirements,
      int maximumDepth,
      List<String> remarks,
      MinimalSets.Both found,
      RunEvidence evidence,
      int factCount) {
    this.landscape = landscape;
    this.requirements = requirements;
    this.maximumDepth = maximumDepth;
    this.remarks = List.copyOf(remarks);
    this.feared = found.feared();
    this.refuted = found.refuted();
    this.evidence = evidence;
    this.ways = evidence.new Ways();
    this.judge = new Judge(landscape, requirements, maximumDepth, found, factCount);
    this.verdicts = new Verdicts(landscape.tenancy(), judge, evidence);
    this.explanations = new Explanations(landscape, judge, found, evidence, ways);
  }

  private static ProofRun whole(
      Landscape landscape,
      Requirements requirements,
      int maximumDepth,
      List<String> remarks,
      Stages stages,
      @Nullable ProofMemory memory) {
    Published published = new Published(landscape);
    Derivation derivation = Derivation.of(landscape, published);
    stages.done("steps");
    int facts = derivation.graph().factCount();
    int[] goals = Goal.all(landscape, facts);
    MinimalSets.Both found = MinimalSets.search(derivation, published, goals, maximumDepth, memory);
    stages.done("proof");
    return new ProofRun(
        landscape, requirements, maximumDepth, remarks, found, RunEvidence.of(derivation), facts);
  }

  /** Told when a stage has ended, so that a caller with a clock can time it or show progress. */
  public interface Stages {
    void done(String stage);
  }

  public static ProofRun of(
      Cluster cluster,
      Tenancy tenancy,
      Requirements requirements,
      Assumptions assumptions,
      int maximumDepth,
      List<String> remarks,
      Stages stages) {
    return of(
        cluster,
        tenancy,
        requirements,
        assumptions,
        maximumDepth,
        remarks,
        stages,
        ExpressionEngine.NONE);
  }

  /**
   * @param expressions evaluates admission policies; without it they are undecided
   */
  public static ProofRun of(
      Cluster cluster,
      Tenancy tenancy,
      Requirements requirements,
      Assumptions assumptions,
      int maximumDepth,
      List<String> remarks,
      Stages stages,
      ExpressionEngine expressions) {
    return of(
        cluster,
        tenancy,
        requirements,
        assumptions,
        maximumDepth,
        remarks,
        stages,
        expressions,
        null);
  }

  /**
   * @param memory of the proofs of what the cluster was before, of the same depth and with the same
   *     statements; null to work out everything
   */
  public static ProofRun of(
      Cluster cluster,
      Tenancy tenancy,
      Requirements requirements,
      Assumptions assumptions,
      int maximumDepth,
      List<String> remarks,
      Stages stages,
      ExpressionEngine expressions,
      @Nullable ProofMemory memory) {
    ProofMemory.Followed followed =
        memory == null ? null : memory.follow(cluster, tenancy, assumptions);
    if (followed != null) {
      return new ProofRun(
          followed.landscape(),
          requirements,
          maximumDepth,
          remarks,
          followed.sets(),
          RunEvidence.later(followed.landscape(), followed.boundaries()),
          followed.factCount());
    }
    Landscape landscape =
        Landscape.survey(
            cluster, tenancy, assumptions, expressions, memory == null ? null : memory.landscape());
    if (memory != null) {
      memory.surveyed(landscape);
    }
    stages.done("analyses");
    return whole(landscape, requirements, maximumDepth, remarks, stages, memory);
  }

  @Override
  public Cluster cluster() {
    return landscape.cluster();
  }

  @Override
  public Tenancy tenancy() {
    return landscape.tenancy();
  }

  @Override
  public int maximumDepth() {
    return maximumDepth;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  /** What the steps were derived from. */
  Landscape landscape() {
    return landscape;
  }

  /** Steps, facts and boundaries of the graph, for benchmarks. */
  public String size() {
    Derivation derivation = evidence.derivation();
    return derivation.graph().factCount()
        + " facts, "
        + derivation.graph().stepCount()
        + " steps, "
        + derivation.boundaries().size()
        + " boundaries";
  }

  @Override
  public List<AssumptionAnswer> assumptions() {
    return AskedAssumptions.of(evidence.derivation());
  }

  @Override
  public void forEachVerdict(Consumer<Verdict> action) {
    verdicts.forEach(action);
  }

  @Override
  public Verdict verdict(int from, int to, Stake stake) {
    return verdicts.of(from, to, stake, ways);
  }

  @Override
  public Depths depths(int from, int to, Stake stake) {
    return judge.judged(from, to, stake).depths();
  }

  /** How many verdicts there are of each outcome, by its ordinal; no verdict is worded for it. */
  public long[] outcomes() {
    return verdicts.outcomes();
  }

  /** Whether some verdict that does not hold is one of those; words no more than it has to. */
  public boolean anyShortfall(Predicate<Verdict> those) {
    return verdicts.anyShortfall(those, ways);
  }

  @Override
  public List<List<Boundary>> setsThatFallShort(Verdict verdict) {
    return verdicts.setsThatFallShort(verdict);
  }

  int goal(int from, int to, Stake stake) {
    return judge.goal(from, to, stake);
  }

  @Override
  public Explanation explain(int from, int to, Stake stake) {
    return explanations.explain(from, to, stake);
  }

  @Override
  public @Nullable List<Boundary> firstWay(int from, int to, Stake stake) {
    return explanations.firstWay(from, to, stake);
  }

  @Override
  public List<Explanation.Path> certainPathsOfFewerThan(
      int boundaries, int from, int to, Stake stake) {
    return explanations.certainOfFewerThan(boundaries, from, to, stake);
  }

  @Override
  public String findingId(int from, int to, Stake stake, List<Boundary> boundaries) {
    return explanations.findingId(from, to, stake, boundaries);
  }

  /** All that a certificate says of this run. */
  public ProofListing listing() {
    if (!evidence.isOwn()) {
      Landscape fresh = landscape.unasked();
      return whole(fresh, requirements, maximumDepth, remarks, stage -> {}, null).listing();
    }
    return new ProofListing(this, evidence.derivation(), feared, refuted, ways.witnesses());
  }

  /** The search itself, for benchmarks and tests. */
  public Proof search() {
    return feared.proof();
  }
}
