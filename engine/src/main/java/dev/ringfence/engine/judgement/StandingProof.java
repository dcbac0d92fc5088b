package dev.ringfence.engine.judgement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Followed;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A proof that is kept while its cluster changes.
 *
 * <p>Every fact is about a class of pods that no analysis can tell apart, so a pod that comes or
 * goes beside an equal one ({@link PodTwins}) changes no verdict, and neither does a label of a
 * namespace that nobody asked for while the cluster was proved ({@link LabelReads}): the proof
 * stands, and nothing is worked out. A label for which none but a {@link LabelReads.Reader} asked
 * is followed. After every other change the cluster is proved again, and says so; what cannot have
 * changed is taken over from the proof before ({@link ProofMemory}). Which of the two it is never
 * rests on a guess: where it is not certain that nothing can tell, the cluster is proved again.
 *
 * <p>Verdicts are those of a proof from scratch; evidence may still name a pod that is gone, until
 * the next proof. To be used by one thread.
 */
public final class StandingProof {

  /** Proves a changed cluster as the first was proved. */
  @FunctionalInterface
  public interface Prover {
    /**
     * @param memory to be handed on to {@link ProofRun#of}
     */
    ProofRun prove(Cluster cluster, ProofMemory memory);
  }

  private final Prover prover;
  private final ProofMemory memory = new ProofMemory();
  private ProofRun proof;
  private PodTwins twins;
  private LabelReads labelReads;

  /** The labels of namespaces that were told since the cluster was proved, by namespace. */
  private final Map<String, LabelSet> relabelled = new HashMap<>();

  /** By key of a label that was followed, the readers for whom it was each time. */
  private final Map<String, Set<LabelReads.Reader>> followedLabels = new HashMap<>();

  /**
   * Proves the cluster.
   *
   * @param prover proves it, and each of its changes
   */
  public StandingProof(Cluster cluster, Prover prover) {
    this.prover = prover;
    this.labelReads = new LabelReads();
    Cluster watched = cluster.watching(labelReads);
    this.proof = prover.prove(watched, memory);
    this.twins = new PodTwins(watched, proof.landscape());
  }

  /** The answers as of the last change. */
  public ProofRun answers() {
    return proof;
  }

  /** The cluster with all changes; costs as much as going through all its objects. */
  public Cluster cluster() {
    return changedBy(edit -> {});
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

  /**
   * A namespace has other labels now.
   *
   * @return whether the proof stands; else the cluster was proved again
   */
  public boolean labelled(String namespace, LabelSet labels) {
    relabelled.put(namespace, labels.with("kubernetes.io/metadata.name", namespace));
    // Against what was proved, and not against the last change: a label may come and go again.
    Set<String> keys = changedKeys(namespace);
    if (!labelReads.anyOf(keys)) {
      return true;
    }
    if (labelReads.anyBesideReaders(keys)) {
      return again(edit -> {});
    }
    Cluster proved = twins.cluster();
    int index = proved.namespaceIndex(namespace);
    for (String key : keys) {
      followedLabels
          .computeIfAbsent(key, none -> EnumSet.allOf(LabelReads.Reader.class))
          .retainAll(labelReads.readersOf(Set.of(key)));
    }
    follow(proved.labelled(index, labels(namespace)), false);
    return false;
  }

  /** Anything else has changed: the cluster is proved again, from what the change can reach. */
  public void changed(Consumer<ClusterEdit> change) {
    ClusterEdit edit = twins.edit();
    change.accept(edit);
    if (edit.followed() == null) {
      again(change);
      return;
    }
    Cluster cluster = edit.build();
    Set<Followed.Kind> kinds = cluster.differsIn(twins.cluster());
    boolean names = kinds == null || kinds.contains(Followed.Kind.ROLES);
    boolean policies = kinds == null || kinds.contains(Followed.Kind.NETWORK_POLICIES);
    // A role may name a pod that came beside a twin, a policy tell it from its twin.
    if ((names && !twins.nothingNoted()) || (policies && !twins.stayLikeIn(cluster))) {
      again(change);
      return;
    }
    // Pods that came or went beside twins, and labels that nobody asked for, wait as they were:
    // nothing of this makes anybody see them, unless somebody now asks for such a label.
    follow(cluster, names);
  }

  /**
   * Proves a cluster that differs from the one before in what can be followed.
   *
   * @param names whether a role may name other pods
   */
  private void follow(Cluster cluster, boolean names) {
    proof = prover.prove(cluster, memory);
    twins =
        names ? new PodTwins(cluster, proof.landscape()) : twins.after(cluster, proof.landscape());
    // Who has asked for a label since may have seen it as it was before it was followed.
    if (someoneElseAsked()
        || relabelled.keySet().stream().anyMatch(each -> labelReads.anyOf(changedKeys(each)))) {
      again(nothing -> {});
    }
  }

  private boolean someoneElseAsked() {
    return labelReads.anyBesideReaders(followedLabels.keySet())
        || followedLabels.entrySet().stream()
            .anyMatch(
                each -> !each.getValue().containsAll(labelReads.readersOf(Set.of(each.getKey()))));
  }

  private Set<String> changedKeys(String namespace) {
    return LabelSet.changedKeys(twins.namespace(namespace).labels(), labels(namespace));
  }

  private LabelSet labels(String namespace) {
    return relabelled.getOrDefault(namespace, twins.namespace(namespace).labels());
  }

  /** Whether the last proof's failure sets came of what had changed, and not of a search anew. */
  public boolean followed() {
    return memory.followed();
  }

  /** Whether the last proof came of single rows, and not of all of them run again. */
  public boolean rowByRow() {
    return memory.rowByRow();
  }

  private boolean again(Consumer<ClusterEdit> change) {
    LabelReads reads = new LabelReads();
    Cluster cluster = changedBy(change).watching(reads);
    proof = prover.prove(cluster, memory);
    twins = new PodTwins(cluster, proof.landscape());
    labelReads = reads;
    relabelled.clear();
    followedLabels.clear();
    return false;
  }

  /** The cluster with all that was noted, and one change more. */
  private Cluster changedBy(Consumer<ClusterEdit> change) {
    return twins.changed(
        edit -> {
          edit.namespaces(
              one -> {
                LabelSet labels = relabelled.get(one.name());
                return one.labelled((labels == null ? one.labels() : labels).unwatched());
              });
          change.accept(edit);
        });
  }
}
