package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.policy.PolicySet;

/** Proves a changed cluster as the original was proved. */
public interface Prover {
  ProofAnswers prove(PolicySet policy, Cluster cluster);
}
