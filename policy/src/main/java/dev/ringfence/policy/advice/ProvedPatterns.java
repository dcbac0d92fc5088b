package dev.ringfence.policy.advice;

import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.policy.advice.ProvedPattern.Cause;
import dev.ringfence.policy.advice.ProvedPattern.Finding;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of one proof what it says of tenants. First each one's worst pairs are found, by depths
 * alone; then it is asked what those rest on, attacker by attacker, because what is derived for one
 * attacker serves all its pairs.
 */
public final class ProvedPatterns {

  /**
   * Of whom something is asked.
   *
   * @param pattern in force in the proof; null for the cluster as it is
   * @param promise by stake; null where nothing is promised
   */
  public record Asked(
      String tenant, @Nullable Pattern pattern, @Nullable Map<Stake, Integer> promise) {}

  private final ProofAnswers answers;
  private final Map<Pair, Verdict> verdicts = new HashMap<>();

  private ProvedPatterns(ProofAnswers answers) {
    this.answers = answers;
  }

  /**
   * By tenants' names, without those that are not in the proof.
   *
   * @param provided what the model was given that the cluster lacks
   */
  public static Map<String, ProvedPattern> of(
      ProofAnswers answers, List<Asked> asked, List<String> provided) {
    ProvedPatterns proved = new ProvedPatterns(answers);
    Map<String, Tenant> tenants = new HashMap<>();
    answers.tenancy().tenants().forEach(each -> tenants.putIfAbsent(each.name(), each));
    Map<String, List<Worst>> towards = new TreeMap<>();
    Map<String, List<Worst>> from = new TreeMap<>();
    for (Asked each : asked) {
      Tenant tenant = tenants.get(each.tenant());
      if (tenant != null) {
        towards.put(each.tenant(), proved.worst(tenant, each.promise(), true));
        from.put(each.tenant(), proved.worst(tenant, each.promise(), false));
      }
    }
    Set<Pair> wanted = new HashSet<>();
    for (Map<String, List<Worst>> direction : List.of(towards, from)) {
      direction.values().forEach(list -> list.forEach(worst -> worst.toExplain(wanted)));
    }
    wanted.stream()
        .sorted(
            Comparator.comparingInt(Pair::from)
                .thenComparingInt(Pair::to)
                .thenComparing(Pair::stake))
        .forEach(pair -> proved.verdicts.put(pair, pair.verdict(answers)));
    Map<String, ProvedPattern> found = new TreeMap<>();
    for (Asked each : asked) {
      List<Worst> attacks = towards.get(each.tenant());
      if (attacks != null) {
        List<Worst> attacked = from.getOrDefault(each.tenant(), List.of());
        found.put(
            each.tenant(),
            new ProvedPattern(
                each.pattern(),
                provided,
                attacks.stream().map(worst -> proved.finding(worst, true)).toList(),
                attacked.stream().map(worst -> proved.finding(worst, false)).toList()));
      }
    }
    return found;
  }

  private List<Worst> worst(Tenant tenant, @Nullable Map<Stake, Integer> promise, boolean attacks) {
    List<Worst> all = new ArrayList<>();
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
        all.add(new Worst(stake, feared, sure, promised));
      }
    }
    return all;
  }

  /** A pair of tenants and its depths; only of the worst ones it is asked what they rest on. */
  private record Pair(int from, int to, Stake stake, ProofAnswers.Depths depths) {

    static Pair of(ProofAnswers answers, int from, int to, Stake stake) {
      return new Pair(from, to, stake, answers.depths(from, to, stake));
    }

    Verdict verdict(ProofAnswers answers) {
      return answers.verdict(from, to, stake);
    }

    int feared() {
      return number(depths.depth());
    }

    int sure() {
      return number(depths.depthIfRefuted());
    }
  }

  /** The worst pairs of one tenant at one stake. */
  private record Worst(Stake stake, Pair feared, Pair sure, @Nullable Integer promised) {

    boolean isSure() {
      return promised != null && sure.sure() < promised;
    }

    boolean isFeared() {
      return promised != null && feared.feared() < promised && feared.feared() < sure.sure();
    }

    void toExplain(Set<Pair> wanted) {
      if (isSure()) {
        wanted.add(sure);
      }
      if (isFeared()) {
        wanted.add(feared);
      }
    }
  }

  private Finding finding(Worst worst, boolean attacks) {
    return new Finding(
        worst.stake(),
        worst.promised(),
        worst.feared().depths().depth(),
        worst.sure().depths().depthIfRefuted(),
        worst.isSure() ? cause(worst.sure(), attacks, true) : null,
        worst.isFeared() ? cause(worst.feared(), attacks, false) : null);
  }

  private @Nullable Cause cause(Pair pair, boolean attacks, boolean sure) {
    Verdict verdict = verdicts.get(pair);
    if (verdict == null) {
      return null;
    }
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
