package dev.ringfence.engine.judgement;

import dev.ringfence.engine.proof.FailureSet;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What was judged of a run's pairs, in words, and counted; in the order of the tenants' names. */
final class Verdicts {

  private final List<Tenant> byName;
  private final Judge judge;
  private final RunEvidence evidence;

  Verdicts(Tenancy tenancy, Judge judge, RunEvidence evidence) {
    this.byName = new ArrayList<>(tenancy.tenants());
    this.byName.sort((one, other) -> one.name().compareTo(other.name()));
    this.judge = judge;
    this.evidence = evidence;
  }

  void forEach(Consumer<Verdict> action) {
    List<Tenant> attackers = byName.stream().filter(Tenant::isAttacker).toList();
    InOrder.forEach(
        attackers.size(),
        () -> evidence.new Ways(),
        (attacker, ways) -> row(attackers.get(attacker).id(), ways),
        verdicts -> verdicts.forEach(action));
  }

  private List<Verdict> row(int from, RunEvidence.Ways ways) {
    List<Verdict> verdicts = new ArrayList<>(byName.size() * Stake.values().length);
    for (Tenant to : byName) {
      if (from != to.id()) {
        for (Stake stake : Stake.values()) {
          verdicts.add(of(from, to.id(), stake, ways));
        }
      }
    }
    return verdicts;
  }

  Verdict of(int from, int to, Stake stake, RunEvidence.Ways ways) {
    Judge.Judged judged = judge.judged(from, to, stake);
    ProofAnswers.Depths depths = judged.depths();
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
        told.sets().isEmpty() ? null : evidence.named(evidence.first(told.sets())),
        told.sets().size(),
        evidence.inOrder(told.byPublication()).stream().map(evidence::named).toList(),
        judged.outcome() == Verdict.Outcome.UNDECIDED && worst.depth() >= 0
            ? ways.assumptions(from, judged.goal(), evidence.first(worst.sets()))
            : List.of(),
        stake == Stake.DISRUPT ? judge.resources(from, to) : List.of());
  }

  /** How many verdicts there are of each outcome, by its ordinal; no verdict is worded for it. */
  long[] outcomes() {
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
  boolean anyShortfall(Predicate<Verdict> those, RunEvidence.Ways ways) {
    for (Tenant from : byName) {
      for (Tenant to : byName) {
        if (!from.isAttacker() || from.id() == to.id()) {
          continue;
        }
        for (Stake stake : Stake.values()) {
          if (judge.outcome(from, to, stake) != Verdict.Outcome.HOLDS
              && those.test(of(from.id(), to.id(), stake, ways))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  List<List<Boundary>> setsThatFallShort(Verdict verdict) {
    List<List<Boundary>> sets = new ArrayList<>();
    if (verdict.outcome() != Verdict.Outcome.HOLDS) {
      for (FailureSet set :
          judge.judged(verdict.from(), verdict.to(), verdict.stake()).told().sets()) {
        if (set.size() < verdict.required()) {
          sets.add(evidence.named(set));
        }
      }
    }
    sets.sort(ProofAnswers.BY_NAMES);
    return sets;
  }
}
