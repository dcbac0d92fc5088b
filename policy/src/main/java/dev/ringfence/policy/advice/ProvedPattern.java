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
   * The worst pair at one stake.
   *
   * @param promised what patterns.md promises between two of the pattern; null for the cluster as
   *     it is
   * @param depth with every assumption as bad as feared, or of what falls short for sure; null for
   *     more than was tried
   * @param depthIfRefuted with no assumption counted
   * @param other the tenant of the pair
   * @param boundaries one smallest set that opens it
   * @param assumptions what a shortfall rests on; empty where it rests on nothing assumed
   */
  public record Finding(
      Stake stake,
      @Nullable Integer promised,
      @Nullable Integer depth,
      @Nullable Integer depthIfRefuted,
      String other,
      List<String> boundaries,
      List<String> assumptions) {
    public Finding {
      boundaries = List.copyOf(boundaries);
      assumptions = List.copyOf(assumptions);
    }

    /** Whether it is less than promised, for sure or as feared. */
    public boolean isShort() {
      return promised != null && depth != null && depth < promised;
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
      Verdict worst = null;
      for (Tenant other : answers.tenancy().tenants()) {
        if (other.id() != tenant.id() && !other.isPlatform() && other.isAttacker()) {
          Verdict verdict =
              attacks
                  ? answers.verdict(tenant.id(), other.id(), stake)
                  : answers.verdict(other.id(), tenant.id(), stake);
          worst = worst == null || isWorse(verdict, worst) ? verdict : worst;
        }
      }
      if (worst != null) {
        Integer promised = promise == null ? null : promise.getOrDefault(stake, 0);
        findings.add(finding(answers, worst, promised, attacks ? worst.to() : worst.from()));
      }
    }
    return findings;
  }

  private static Finding finding(
      ProofAnswers answers, Verdict worst, @Nullable Integer promised, int other) {
    List<Boundary> smallest = worst.smallest();
    return new Finding(
        worst.stake(),
        promised,
        worst.depth(),
        worst.depthIfRefuted(),
        answers.tenancy().tenant(other).name(),
        smallest == null ? List.of() : smallest.stream().map(Boundary::toString).toList(),
        worst.assumptions());
  }

  private static boolean isWorse(Verdict one, Verdict other) {
    int feared = Integer.compare(number(one.depth()), number(other.depth()));
    return feared != 0 ? feared < 0 : number(one.depthIfRefuted()) < number(other.depthIfRefuted());
  }

  private static int number(@Nullable Integer depth) {
    return depth == null ? Integer.MAX_VALUE : depth;
  }
}
