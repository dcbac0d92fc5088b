package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.advice.Advice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fences of every tenant's pattern would do to this cluster, all in force. */
public final class FenceRehearsal {

  /**
   * What was found.
   *
   * @param proved null where the fences cannot be rendered
   * @param provided what the cluster lacks for them and was put into the model
   * @param problems why they cannot be rendered
   */
  public record Found(@Nullable ProofAnswers proved, List<String> provided, List<String> problems) {
    public Found {
      provided = List.copyOf(provided);
      problems = List.copyOf(problems);
    }
  }

  private final Cluster cluster;
  private final PolicySet policy;
  private final List<Advice> advice;

  /**
   * @param cluster as read, without possible nodes
   */
  public FenceRehearsal(Cluster cluster, PolicySet policy, List<Advice> advice) {
    this.cluster = cluster;
    this.policy = policy;
    this.advice = List.copyOf(advice);
  }

  /** One proof, of tenants that move to clusters of their own none. */
  public Found run(Prover prover) {
    Rehearsal.Proved proved = new Rehearsal(cluster, policy, advice).prove(Map.of(), prover);
    return new Found(proved.answers(), proved.provided(), proved.problems());
  }
}
