package dev.ringfence.enforce.rehearsal;

import dev.ringfence.enforce.Difference;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterOverlay;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.VerdictChange;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.controls.ControlObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which verdicts drift changes: the fences as they are wanted, proved, against the cluster as it is
 * and, object by object, against all of it mended but that one. Pods stay as they are.
 */
public final class DriftRehearsal {

  /**
   * What was found.
   *
   * @param together what all that differs changes
   * @param alone what each object changes by itself, all others mended; without those that were not
   *     proved by themselves
   */
  public record Found(List<VerdictChange> together, Map<Difference, List<VerdictChange>> alone) {
    public Found {
      together = List.copyOf(together);
      alone = new LinkedHashMap<>(alone);
    }
  }

  private final Cluster cluster;
  private final PolicySet policy;
  private final Prover prover;
  private final List<ControlObject> wanted;

  /**
   * @param wanted every object of every fence
   */
  public DriftRehearsal(
      Cluster cluster, PolicySet policy, Prover prover, List<ControlObject> wanted) {
    this.cluster = cluster;
    this.policy = policy;
    this.prover = prover;
    this.wanted = List.copyOf(wanted);
  }

  /**
   * Proves it.
   *
   * @param maximumProofs how many proofs it may take; two are for all together
   */
  public Found run(List<Difference> differences, int maximumProofs) {
    Map<Difference, List<VerdictChange>> alone = new LinkedHashMap<>();
    if (differences.isEmpty() || maximumProofs < 2) {
      return new Found(List.of(), alone);
    }
    ProofAnswers whole = prover.prove(policy, mended(differences, null));
    ProofAnswers asItIs = prover.prove(policy, cluster);
    List<VerdictChange> together = VerdictChange.between(whole, asItIs);
    int proofs = 2;
    for (Difference difference : differences) {
      if (differences.size() == 1) {
        alone.put(difference, together);
      } else if (proofs < maximumProofs) {
        ProofAnswers without = prover.prove(policy, mended(differences, difference));
        alone.put(difference, VerdictChange.between(whole, without));
        proofs++;
      }
    }
    return new Found(together, alone);
  }

  /** Everything as it is wanted, but for one object. */
  private Cluster mended(List<Difference> differences, @Nullable Difference kept) {
    List<ControlObject> applied = new ArrayList<>(wanted);
    Set<String> gone = new HashSet<>();
    for (Difference difference : differences) {
      if (difference.kind() == Difference.Kind.NO_LONGER_NEEDED && !difference.equals(kept)) {
        gone.add(difference.title());
      }
    }
    if (kept != null && kept.object() != null) {
      applied.remove(kept.object());
    }
    return new ClusterOverlay(
            cluster,
            RenderedCluster.of(applied, ""),
            reference -> gone.contains(reference.toString()))
        .build(builder -> pod -> null);
  }
}
