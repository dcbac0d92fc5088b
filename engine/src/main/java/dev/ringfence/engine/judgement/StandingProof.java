package dev.ringfence.engine.judgement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A proof that is kept while its cluster changes.
 *
 * <p>Every fact is about a class of pods that no analysis can tell apart, so a pod that comes or
 * goes beside an equal one ({@link PodTwins}) changes no verdict: the proof stands, and nothing is
 * worked out. Every other change is proved from scratch, and says so. Which of the two it is never
 * rests on a guess: where it is not certain that nothing can tell, the cluster is proved again.
 *
 * <p>Verdicts are those of a proof from scratch; evidence may still name a pod that is gone, until
 * the next proof. To be used by one thread.
 */
public final class StandingProof {

  private final Function<Cluster, ProofRun> prover;
  private ProofRun proof;
  private PodTwins twins;

  /**
   * Proves the cluster.
   *
   * @param prover proves a changed cluster as the first was proved
   */
  public StandingProof(Cluster cluster, Function<Cluster, ProofRun> prover) {
    this.prover = prover;
    this.proof = prover.apply(cluster);
    this.twins = new PodTwins(cluster, proof.landscape());
  }

  /** The answers as of the last change. */
  public ProofRun answers() {
    return proof;
  }

  /** The cluster with all changes; costs as much as going through all its objects. */
  public Cluster cluster() {
    return twins.changed(edit -> {});
  }

  /**
   * A pod has come.
   *
   * @return whether the proof stands; else the cluster was proved again
   */
  public boolean added(NewPod pod) {
    return twins.add(pod) || again(edit -> twins.addTo(edit, pod));
  }

  /**
   * A pod has gone.
   *
   * @return whether the proof stands; else the cluster was proved again
   */
  public boolean removed(String namespace, String name) {
    if (twins.remove(namespace, name)) {
      return true;
    }
    int pod = twins.indexOf(namespace, name);
    return again(
        edit -> {
          if (pod >= 0) {
            edit.removePods(index -> index == pod);
          }
        });
  }

  /**
   * A pod of the cluster as it was proved last was bound to a node.
   *
   * @return whether the proof stands; else the cluster was proved again
   */
  public boolean bound(String namespace, String name, String nodeName) {
    if (twins.bind(namespace, name, nodeName)) {
      return true;
    }
    int pod = twins.indexOf(namespace, name);
    return again(
        edit -> {
          if (pod >= 0) {
            edit.bindPod(pod, nodeName);
          }
        });
  }

  /** Anything else has changed: the cluster is proved again. */
  public void changed(Consumer<ClusterEdit> change) {
    again(change);
  }

  private boolean again(Consumer<ClusterEdit> change) {
    Cluster cluster = twins.changed(change);
    proof = prover.apply(cluster);
    twins = new PodTwins(cluster, proof.landscape());
    return false;
  }
}
