package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.document.DocumentException;
import dev.ringfence.policy.fence.FenceException;
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
    try {
      Draft draft = new Rehearsal(cluster, policy, advice).draft(Map.of());
      ProofAnswers proved = prover.prove(draft.policyAfter(), draft.inForce());
      return new Found(proved, draft.provision().words(), List.of());
    } catch (FenceException refused) {
      return new Found(null, List.of(), refused.problems());
    } catch (DocumentException refused) {
      return new Found(null, List.of(), refused.problems().stream().map(Object::toString).toList());
    }
  }
}
