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
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.FenceException;
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
  private final Cluster cluster;
  private final PolicySet policy;
  private final List<Advice> advice;
  private final Prover prover;
  private final int maximumProofs;
  private int proofs;

  /**
   * @param cluster as read, without possible nodes
   * @param maximumProofs how many proofs it may take; what is left out is said
   */
  public PatternRehearsal(
      Cluster cluster, PolicySet policy, List<Advice> advice, Prover prover, int maximumProofs) {
    this.rehearsal = new Rehearsal(cluster, policy, advice);
    this.cluster = cluster;
    this.policy = policy;
    this.advice = List.copyOf(advice);
    this.prover = prover;
    this.maximumProofs = maximumProofs;
  }

  /** By the names of the tenants. */
  public Map<String, PatternProofs> run() {
    Map<String, PatternProofs> proved = new TreeMap<>();
    if (maximumProofs < 2 || advice.isEmpty()) {
      return proved;
    }
    ProofAnswers today = prover.prove(policy, cluster);
    proofs = 1;
    List<String> failed = new ArrayList<>();
    Proved inForce = prove(Map.of(), failed);
    for (Advice each : advice) {
      String tenant = each.profile().name();
      ProvedPattern now = ProvedPattern.of(today, tenant, null, null, List.of());
      if (now == null) {
        continue;
      }
      List<String> notProved = new ArrayList<>(failed);
      ProvedPattern advised = null;
      if (Promise.isCluster(each.pattern())) {
        notProved.add(
            "a cluster of its own is not in this proof: its promise rests on the cluster's template"
                + " (own account, identity pool, CA, private endpoint, delivery by pull)");
      } else if (inForce != null) {
        advised = inForce.of(each.profile(), each.pattern());
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

  /** A proof and what was provided for it. */
  private record Proved(ProofAnswers answers, List<String> provided) {
    @Nullable ProvedPattern of(Profile profile, Pattern pattern) {
      return ProvedPattern.of(
          answers,
          profile.name(),
          pattern,
          profile.usesTheApi() ? Promise.withApi(pattern) : Promise.of(pattern),
          provided);
    }
  }

  private @Nullable ProvedPattern next(
      Advice each, NextPattern next, String direction, List<String> notProved) {
    Pattern pattern = next.pattern();
    if (pattern == null || Promise.isCluster(pattern)) {
      return null;
    }
    if (proofs >= maximumProofs) {
      notProved.add(
          "one pattern " + direction + ": --proofs " + maximumProofs + " were used up; give more");
      return null;
    }
    Proved proved = prove(Map.of(each.profile().name(), pattern), notProved);
    return proved == null ? null : proved.of(each.profile(), pattern);
  }

  private @Nullable Proved prove(Map<String, Pattern> instead, List<String> failed) {
    try {
      Draft draft = rehearsal.draft(instead);
      proofs++;
      return new Proved(
          prover.prove(draft.policyAfter(), draft.inForce()), draft.provision().words());
    } catch (FenceException refused) {
      failed.addAll(refused.problems());
    } catch (DocumentException refused) {
      refused.problems().forEach(problem -> failed.add(problem.toString()));
    }
    return null;
  }
}
