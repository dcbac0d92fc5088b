package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.PolicySet;
import org.jspecify.annotations.Nullable;

/**
 * The proofs that one answer may make: counted, because each takes its time on a large cluster, and
 * that of the cluster as it is made once, because patterns and stages both start from it.
 */
public final class Proofs {

  private final Cluster cluster;
  private final PolicySet policy;
  private final Prover prover;
  private final int maximum;
  private int made;
  private @Nullable ProofAnswers today;

  /**
   * @param cluster as read, without possible nodes
   * @param policy what people say of it
   * @param maximum how many proofs may be made; whoever is left without one says so
   */
  public Proofs(Cluster cluster, PolicySet policy, Prover prover, int maximum) {
    this.cluster = cluster;
    this.policy = policy;
    this.prover = prover;
    this.maximum = maximum;
  }

  /** How many are left. */
  int left() {
    return maximum - made;
  }

  /** The cluster as it is; null where there was no proof left for it. */
  @Nullable ProofAnswers today() {
    if (today == null && left() > 0) {
      today = prove(policy, cluster);
    }
    return today;
  }

  ProofAnswers prove(PolicySet said, Cluster changed) {
    made++;
    return prover.prove(said, changed);
  }

  /** Why something was not proved. */
  String usedUp() {
    return "--proofs " + maximum + " were used up; give more";
  }
}
