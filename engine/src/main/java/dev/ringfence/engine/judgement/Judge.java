package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Requirements;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * From failure sets to outcomes: what was found of a pair, with every assumption as bad as feared
 * and with none, held against what is required. Words nothing.
 */
final class Judge {

  private final Landscape landscape;
  private final Requirements requirements;
  private final int maximumDepth;
  private final MinimalSets feared;
  private final MinimalSets refuted;
  private final int factCount;

  /**
   * @param factCount facts of the graph that was searched; a goal beyond them nobody reaches
   */
  Judge(
      Landscape landscape,
      Requirements requirements,
      int maximumDepth,
      MinimalSets.Both found,
      int factCount) {
    this.landscape = landscape;
    this.requirements = requirements;
    this.maximumDepth = maximumDepth;
    this.feared = found.feared();
    this.refuted = found.refuted();
    this.factCount = factCount;
  }

  /**
   * What was found of a pair.
   *
   * @param depthIfRefuted the depth with no assumption, -1 for none
   * @param told what falls short is told by what is sure; what would be worse still is in the
   *     explanation
   */
  record Judged(
      int goal,
      int required,
      MinimalSets.Found worst,
      int depthIfRefuted,
      Verdict.Outcome outcome,
      MinimalSets.Found told) {

    ProofAnswers.Depths depths() {
      return new ProofAnswers.Depths(
          required,
          told.depth() < 0 ? null : told.depth(),
          depthIfRefuted < 0 ? null : depthIfRefuted,
          outcome);
    }
  }

  Judged judged(int from, int to, Stake stake) {
    int required =
        requirements.depth(landscape.tenancy().tenant(from), landscape.tenancy().tenant(to), stake);
    int goal = goal(from, to, stake);
    MinimalSets.Found worst = feared.find(from, to, goal);
    int depthIfRefuted = refuted.depth(from, to, goal);
    Verdict.Outcome outcome = outcome(worst.depth(), depthIfRefuted, required);
    return new Judged(
        goal,
        required,
        worst,
        depthIfRefuted,
        outcome,
        outcome == Verdict.Outcome.FALLS_SHORT ? refuted.find(from, to, goal) : worst);
  }

  Verdict.Outcome outcome(Tenant from, Tenant to, Stake stake) {
    int goal = goal(from.id(), to.id(), stake);
    return outcome(
        feared.depth(from.id(), to.id(), goal),
        refuted.depth(from.id(), to.id(), goal),
        requirements.depth(from, to, stake));
  }

  /**
   * @param feared the depth with every assumption as bad as feared, -1 for none
   * @param refuted the depth with no assumption
   */
  private Verdict.Outcome outcome(int feared, int refuted, int required) {
    if (feared < 0) {
      // All that is known is that more than the maximum depth must fail.
      return Verdict.isBeyondBound(required, maximumDepth)
          ? Verdict.Outcome.UNDECIDED
          : Verdict.Outcome.HOLDS;
    }
    if (feared >= required) {
      return Verdict.Outcome.HOLDS;
    }
    return refuted >= 0 && refuted < required
        ? Verdict.Outcome.FALLS_SHORT
        : Verdict.Outcome.UNDECIDED;
  }

  List<Verdict.ResourceDepth> resources(int from, int to) {
    List<Verdict.ResourceDepth> depths = new ArrayList<>();
    for (int resource = 0; resource < Resources.COUNT; resource++) {
      int goal = Resources.goal(landscape.facts(), to, resource);
      if (goal >= 0 && goal < factCount) {
        int depth = feared.depth(from, to, goal);
        if (depth >= 0) {
          depths.add(new Verdict.ResourceDepth(Resources.name(resource), depth));
        }
      }
    }
    return depths;
  }

  int goal(int from, int to, Stake stake) {
    boolean unboundable =
        requirements.countsUnboundable(
            landscape.tenancy().tenant(from), landscape.tenancy().tenant(to));
    return Goal.of(stake, unboundable).fact(landscape.facts(), to);
  }
}
