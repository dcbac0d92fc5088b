package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.advice.NextPattern;
import dev.ringfence.policy.advice.PatternProofs;
import dev.ringfence.policy.advice.Profile;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.ProvedPattern;
import dev.ringfence.policy.advice.ProvedPatterns;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the proof says of each tenant's pattern on this cluster, and of the next one up and down:
 * rendered controls in the model, the pods of fenced tenants made anew by them.
 */
public final class PatternRehearsal {

  private final Rehearsal rehearsal;
  private final List<Advice> advice;
  private final Proofs proofs;
  private final int reserved;

  /**
   * @param cluster as read, without possible nodes
   * @param proofs that may be made; what is left out is said
   * @param reserved how many of them the patterns above and below leave to others
   */
  public PatternRehearsal(
      Cluster cluster, PolicySet policy, List<Advice> advice, Proofs proofs, int reserved) {
    this.rehearsal = new Rehearsal(cluster, policy, advice);
    this.advice = List.copyOf(advice);
    this.proofs = proofs;
    this.reserved = reserved;
  }

  /** By the names of the tenants. */
  public Map<String, PatternProofs> run() {
    Map<String, PatternProofs> proved = new TreeMap<>();
    ProofAnswers today = advice.isEmpty() ? null : proofs.today();
    if (today == null) {
      return proved;
    }
    List<String> failed = new ArrayList<>();
    Rehearsal.Proved inForce = prove(Map.of(), failed);
    Map<String, ProvedPattern> asItIs =
        ProvedPatterns.of(
            today,
            advice.stream()
                .map(each -> new ProvedPatterns.Asked(each.profile().name(), null, null))
                .toList(),
            List.of());
    Map<String, ProvedPattern> fenced =
        of(
            inForce,
            advice.stream()
                .filter(each -> !Promise.isCluster(each.pattern()))
                .map(each -> asked(each.profile(), each.pattern()))
                .toList());
    for (Advice each : advice) {
      String tenant = each.profile().name();
      ProvedPattern now = asItIs.get(tenant);
      if (now == null) {
        continue;
      }
      List<String> notProved = new ArrayList<>(failed);
      ProvedPattern advised = null;
      if (Promise.isCluster(each.pattern())) {
        notProved.add(
            "a cluster of its own is not in this proof: its promise rests on the cluster's template"
                + " (own account, identity pool, CA, private endpoint, delivery by pull)");
      } else {
        advised = fenced.get(tenant);
      }
      proved.put(
          tenant,
          new PatternProofs(
              now,
              advised,
              next(each, each.up(), "up", notProved),
              next(each, each.down(), "down", notProved),
              notProved));
    }
    return proved;
  }

  private static Map<String, ProvedPattern> of(
      Rehearsal.@Nullable Proved proved, List<ProvedPatterns.Asked> asked) {
    ProofAnswers answers = proved == null ? null : proved.answers();
    return proved == null || answers == null
        ? Map.of()
        : ProvedPatterns.of(answers, asked, proved.provided());
  }

  private static ProvedPatterns.Asked asked(Profile profile, Pattern pattern) {
    return new ProvedPatterns.Asked(
        profile.name(),
        pattern,
        profile.usesTheApi() ? Promise.withApi(pattern) : Promise.of(pattern));
  }

  private @Nullable ProvedPattern next(
      Advice each, NextPattern next, String direction, List<String> notProved) {
    Pattern pattern = next.pattern();
    if (pattern == null || Promise.isCluster(pattern)) {
      return null;
    }
    if (proofs.left() <= reserved) {
      notProved.add("one pattern " + direction + ": " + proofs.usedUp());
      return null;
    }
    Rehearsal.Proved proved = prove(Map.of(each.profile().name(), pattern), notProved);
    return of(proved, List.of(asked(each.profile(), pattern))).get(each.profile().name());
  }

  private Rehearsal.@Nullable Proved prove(Map<String, Pattern> instead, List<String> failed) {
    if (proofs.left() < 1) {
      failed.add("the pattern in force: " + proofs.usedUp());
      return null;
    }
    Rehearsal.Proved proved = rehearsal.prove(instead, proofs::prove);
    failed.addAll(proved.problems());
    return proved;
  }
}
