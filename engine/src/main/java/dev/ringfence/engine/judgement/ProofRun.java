package dev.ringfence.engine.judgement;

import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.proof.Proof;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Requirements;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
  private final List<Tenant> byName;
  private final Judge judge;

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
    this.byName = new ArrayList<>(landscape.tenancy().tenants());
    this.byName.sort((one, other) -> one.name().compareTo(other.name()));
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
    List<Tenant> attackers = byName.stream().filter(Tenant::isAttacker).toList();
    InOrder.forEach(
        attackers.size(),
        () -> evidence.new Ways(),
        (attacker, ways) -> verdictsOf(attackers.get(attacker).id(), ways),
        verdicts -> verdicts.forEach(action));
  }

  private List<Verdict> verdictsOf(int from, RunEvidence.Ways ways) {
    List<Verdict> verdicts = new ArrayList<>(byName.size() * Stake.values().length);
    for (Tenant to : byName) {
      if (from != to.id()) {
        for (Stake stake : Stake.values()) {
          verdicts.add(verdict(from, to.id(), stake, ways));
        }
      }
    }
    return verdicts;
  }

  @Override
  public Verdict verdict(int from, int to, Stake stake) {
    return verdict(from, to, stake, ways);
  }

  @Override
  public Depths depths(int from, int to, Stake stake) {
    return judge.judged(from, to, stake).depths();
  }

  private Verdict verdict(int from, int to, Stake stake, RunEvidence.Ways ways) {
    Judge.Judged judged = judge.judged(from, to, stake);
    Depths depths = judged.depths();
    MinimalSets.Found told = judged.told();
    MinimalSets.Found worst = judged.worst();
    return new Verdict(
        from,
        to,
        stake,
        judged.required(),
        depths.depth(),
        depths.depthIfRefuted(),
        judged.outcome(),
        told.sets().isEmpty() ? null : named(told.sets().getFirst()),
        told.sets().size(),
        told.byPublication().stream().map(this::named).toList(),
        judged.outcome() == Verdict.Outcome.UNDECIDED && worst.depth() >= 0
            ? ways.assumptions(from, judged.goal(), worst.sets().getFirst())
            : List.of(),
        stake == Stake.DISRUPT ? judge.resources(from, to) : List.of());
  }

  /** How many verdicts there are of each outcome, by its ordinal; no verdict is worded for it. */
  public long[] outcomes() {
    long[] counts = new long[Verdict.Outcome.values().length];
    for (Tenant from : byName) {
      for (Tenant to : byName) {
        if (!from.isAttacker() || from.id() == to.id()) {
          continue;
        }
        for (Stake stake : Stake.values()) {
          counts[judge.outcome(from, to, stake).ordinal()]++;
        }
      }
    }
    return counts;
  }

  /** Whether some verdict that does not hold is one of those; words no more than it has to. */
  public boolean anyShortfall(Predicate<Verdict> those) {
    for (Tenant from : byName) {
      for (Tenant to : byName) {
        if (!from.isAttacker() || from.id() == to.id()) {
          continue;
        }
        for (Stake stake : Stake.values()) {
          if (judge.outcome(from, to, stake) != Verdict.Outcome.HOLDS
              && those.test(verdict(from.id(), to.id(), stake))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  int goal(int from, int to, Stake stake) {
    return judge.goal(from, to, stake);
  }

  private List<Boundary> named(FailureSet set) {
    return evidence.named(set);
  }

  @Override
  public Explanation explain(int from, int to, Stake stake) {
    int goal = goal(from, to, stake);
    MinimalSets.Found sure = refuted.find(from, to, goal);
    MinimalSets.Found worst = feared.find(from, to, goal);
    // First what rests on nothing assumed, then what is added if assumptions are as bad as feared.
    Set<FailureSet> sets = new LinkedHashSet<>(sure.sets());
    sets.addAll(worst.sets());
    List<Explanation.Path> paths = paths(Integer.MAX_VALUE, from, to, stake, goal, sets);
    Set<FailureSet> offered = new LinkedHashSet<>(sure.byPublication());
    offered.addAll(worst.byPublication());
    List<Explanation.Path> published = new ArrayList<>();
    for (FailureSet set : offered) {
      published.add(path(from, to, stake, goal, set));
    }
    boolean open = !paths.isEmpty();
    return new Explanation(
        from,
        to,
        stake,
        paths,
        published,
        open ? List.of() : ways.witnesses().gained(from),
        open ? List.of() : ways.witnesses().blocked(from));
  }

  @Override
  public @Nullable List<Boundary> firstWay(int from, int to, Stake stake) {
    int goal = goal(from, to, stake);
    List<FailureSet> sure = refuted.find(from, to, goal).sets();
    List<FailureSet> ways = sure.isEmpty() ? feared.find(from, to, goal).sets() : sure;
    return ways.isEmpty() ? null : named(ways.getFirst());
  }

  @Override
  public List<Explanation.Path> certainPathsOfFewerThan(
      int boundaries, int from, int to, Stake stake) {
    int goal = goal(from, to, stake);
    return paths(boundaries, from, to, stake, goal, refuted.find(from, to, goal).sets());
  }

  private List<Explanation.Path> paths(
      int boundaries, int from, int to, Stake stake, int goal, Collection<FailureSet> sets) {
    List<Explanation.Path> paths = new ArrayList<>();
    for (FailureSet set : sets) {
      if (set.size() < boundaries) {
        paths.add(path(from, to, stake, goal, set));
      }
    }
    return paths;
  }

  @Override
  public List<List<Boundary>> setsThatFallShort(Verdict verdict) {
    List<List<Boundary>> sets = new ArrayList<>();
    if (verdict.outcome() != Verdict.Outcome.HOLDS) {
      for (FailureSet set :
          judge.judged(verdict.from(), verdict.to(), verdict.stake()).told().sets()) {
        if (set.size() < verdict.required()) {
          sets.add(named(set));
        }
      }
    }
    sets.sort(BY_NAMES);
    return sets;
  }

  private Explanation.Path path(int from, int to, Stake stake, int goal, FailureSet set) {
    return ways.path(from, goal, set, findingId(from, to, stake, named(set)));
  }

  @Override
  public String findingId(int from, int to, Stake stake, List<Boundary> boundaries) {
    return Names.findingId(
        tenancy().tenant(from).name(), tenancy().tenant(to).name(), stake, boundaries);
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
