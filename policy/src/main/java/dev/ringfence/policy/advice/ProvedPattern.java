package dev.ringfence.policy.advice;

import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the proof says of one tenant on this cluster: stake by stake its worst pair with another
 * tenant, as attacker and as victim. The platform and what nobody claims are left out.
 *
 * @param pattern whose rendered controls were in the model; null for the cluster as it is
 * @param provided what the model was given that the cluster lacks
 * @param towardsOthers where it attacks
 * @param fromOthers where it is attacked
 */
public record ProvedPattern(
    @Nullable Pattern pattern,
    List<String> provided,
    List<Finding> towardsOthers,
    List<Finding> fromOthers) {

  /**
   * The worst pairs at one stake.
   *
   * @param promised what patterns.md promises between two of the pattern; null for the cluster as
   *     it is
   * @param depth with every assumption as bad as feared; null for more than was tried
   * @param depthIfRefuted with no assumption counted
   * @param sure what is short of the promise whatever is assumed, or null
   * @param feared what is short of it only if assumptions are as bad as feared, or null
   */
  public record Finding(
      Stake stake,
      @Nullable Integer promised,
      @Nullable Integer depth,
      @Nullable Integer depthIfRefuted,
      @Nullable Cause sure,
      @Nullable Cause feared) {}

  /**
   * Why a depth is what it is.
   *
   * @param other the tenant of the pair
   * @param boundaries one smallest set that opens it; empty where nothing has to fail
   * @param assumptions what it rests on; empty where it rests on nothing assumed
   */
  public record Cause(String other, List<String> boundaries, List<String> assumptions) {
    public Cause {
      boundaries = List.copyOf(boundaries);
      assumptions = List.copyOf(assumptions);
    }
  }

  public ProvedPattern {
    provided = List.copyOf(provided);
    towardsOthers = List.copyOf(towardsOthers);
    fromOthers = List.copyOf(fromOthers);
  }

  /** Reads it out of a proof; null where the tenant is not in it. */
  public static @Nullable ProvedPattern of(
      ProofAnswers answers,
      String tenant,
      @Nullable Pattern pattern,
      @Nullable Map<Stake, Integer> promise,
      List<String> provided) {
    for (Tenant candidate : answers.tenancy().tenants()) {
      if (candidate.name().equals(tenant)) {
        return new ProvedPattern(
            pattern,
            provided,
            findings(answers, candidate, promise, true),
            findings(answers, candidate, promise, false));
      }
    }
    return null;
  }

  private static List<Finding> findings(
      ProofAnswers answers, Tenant tenant, @Nullable Map<Stake, Integer> promise, boolean attacks) {
    List<Finding> findings = new ArrayList<>();
    for (Stake stake : Stake.values()) {
      Pair feared = null;
      Pair sure = null;
      for (Tenant other : answers.tenancy().tenants()) {
        if (other.id() != tenant.id() && !other.isPlatform() && other.isAttacker()) {
          Pair pair =
              attacks
                  ? Pair.of(answers, tenant.id(), other.id(), stake)
                  : Pair.of(answers, other.id(), tenant.id(), stake);
          feared = feared == null || pair.feared() < feared.feared() ? pair : feared;
          sure = sure == null || pair.sure() < sure.sure() ? pair : sure;
        }
      }
      if (feared != null && sure != null) {
        Integer promised = promise == null ? null : promise.getOrDefault(stake, 0);
        findings.add(finding(answers, stake, feared, sure, promised, attacks));
      }
    }
    return findings;
  }

  /** A pair of tenants and its depths; only of the worst ones it is asked what they rest on. */
  private record Pair(int from, int to, ProofAnswers.Depths depths) {

    static Pair of(ProofAnswers answers, int from, int to, Stake stake) {
      return new Pair(from, to, answers.depths(from, to, stake));
    }

    int feared() {
      return number(depths.depth());
    }

    int sure() {
      return number(depths.depthIfRefuted());
    }
  }

  private static Finding finding(
      ProofAnswers answers,
      Stake stake,
      Pair feared,
      Pair sure,
      @Nullable Integer promised,
      boolean attacks) {
    boolean isSure = promised != null && sure.sure() < promised;
    boolean isFeared =
        promised != null && feared.feared() < promised && feared.feared() < sure.sure();
    return new Finding(
        stake,
        promised,
        feared.depths().depth(),
        sure.depths().depthIfRefuted(),
        isSure ? cause(answers, verdict(answers, sure, stake), attacks, true) : null,
        isFeared ? cause(answers, verdict(answers, feared, stake), attacks, false) : null);
  }

  private static Verdict verdict(ProofAnswers answers, Pair pair, Stake stake) {
    return answers.verdict(pair.from(), pair.to(), stake);
  }

  private static Cause cause(ProofAnswers answers, Verdict verdict, boolean attacks, boolean sure) {
    List<Boundary> smallest = verdict.smallest();
    if (sure && verdict.outcome() != Verdict.Outcome.FALLS_SHORT) {
      // The verdict names what is feared; what rests on nothing assumed comes first here.
      List<Boundary> first = answers.firstWay(verdict.from(), verdict.to(), verdict.stake());
      smallest = first == null ? smallest : first;
    }
    return new Cause(
        answers.tenancy().tenant(attacks ? verdict.to() : verdict.from()).name(),
        smallest == null ? List.of() : smallest.stream().map(Boundary::toString).toList(),
        sure ? List.of() : verdict.assumptions());
  }

  private static int number(@Nullable Integer depth) {
    return depth == null ? Integer.MAX_VALUE : depth;
  }
}
