package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.VolumeLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Claims: one that is not there, or waits for a volume that no pod can hasten, lets the pod
 * nowhere; a bound one where its volume's node affinity does; those that are bound with their first
 * pod where free volumes are, one each, or their class may make one: where its topologies allow and
 * its driver, if it publishes capacity, has enough (KEP-1472). A template stands for the claim that
 * would be made from it.
 */
final class VolumeBinding implements Filter {

  /** The smallest first, as the scheduler binds them. */
  private static final Comparator<Waiting> BY_SIZE =
      Comparator.comparingLong(waiting -> Amount.units(waiting.claim().requested()));

  /** A claim that is bound with its first pod. */
  private record Waiting(
      Policies.PersistentVolumeClaim claim,
      Policies.StorageClass storageClass,
      List<Policies.PersistentVolume> volumes) {}

  private final Cluster cluster;
  private final Claims claims;
  private final Set<String> publishingCapacity = new HashSet<>();

  VolumeBinding(Cluster cluster, Claims claims) {
    this.cluster = cluster;
    this.claims = claims;
    for (Policies.CsiDriver driver : cluster.csiDrivers()) {
      if (driver.publishesCapacity()) {
        publishingCapacity.add(driver.meta().name());
      }
    }
  }

  @Override
  public String name() {
    return "VolumeBinding";
  }

  @Override
  public Verdict of(Candidate pod) {
    return of(pod, doubt -> {});
  }

  @Override
  public Verdict of(Candidate pod, Consumer<String> doubts) {
    List<Policies.PersistentVolume> bound = new ArrayList<>(0);
    List<Waiting> waiting = new ArrayList<>(0);
    for (Volume.Claim used : Claims.of(pod.spec())) {
      Policies.PersistentVolumeClaim claim = claims.claim(pod.namespace(), used);
      if (claim == null) {
        return Verdict.refusing("there is no claim " + used.claimName());
      }
      if (claims.isToBeMade(pod.namespace(), used)) {
        doubts.accept("claim " + used.claimName() + " is taken to be made from its template");
      } else if (used.template() != null && !isMadeFor(pod, claim)) {
        return Verdict.refusing("claim " + used.claimName() + " was not made for the pod");
      }
      String refusal = sort(claim, bound, waiting);
      if (refusal != null) {
        return Verdict.refusing(refusal);
      }
    }
    waiting.sort(BY_SIZE);
    return bound.isEmpty() && waiting.isEmpty()
        ? Verdict.PASSES
        : node -> refusal(cluster.nodes().get(node), bound, waiting);
  }

  /** An ephemeral volume's claim belongs to its pod; of another's the scheduler takes none. */
  private boolean isMadeFor(Candidate pod, Policies.PersistentVolumeClaim claim) {
    ObjectReference controller = claim.meta().controller();
    return pod.self() < 0
        || (controller != null
            && controller.kind().equals("Pod")
            && controller.name().equals(cluster.pods().name(pod.self())));
  }

  /** Why no node will do, or null. */
  private @Nullable String sort(
      Policies.PersistentVolumeClaim claim,
      List<Policies.PersistentVolume> bound,
      List<Waiting> waiting) {
    if (!claim.volumeName().isEmpty()) {
      Policies.PersistentVolume volume = claims.volumeOf(claim);
      if (volume == null) {
        return "there is no volume " + claim.volumeName();
      }
      bound.add(volume);
      return null;
    }
    Policies.StorageClass storageClass = claims.classOf(claim);
    if (storageClass == null || !storageClass.waitsForConsumer()) {
      return "claim " + claim.meta().name() + " is bound to no volume yet";
    }
    waiting.add(new Waiting(claim, storageClass, claims.fitting(claim)));
    return null;
  }

  private @Nullable String refusal(
      Node node, List<Policies.PersistentVolume> bound, List<Waiting> waiting) {
    for (Policies.PersistentVolume volume : bound) {
      if (!fits(volume, node)) {
        return "the node affinity of volume " + volume.meta().name() + " does not match";
      }
    }
    Set<Policies.PersistentVolume> chosen = new HashSet<>();
    for (Waiting one : waiting) {
      if (!finds(one, node, chosen)) {
        String refusal = refusalToMake(one, node);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    return null;
  }

  private static boolean finds(Waiting one, Node node, Set<Policies.PersistentVolume> chosen) {
    for (Policies.PersistentVolume volume : one.volumes()) {
      if (fits(volume, node) && chosen.add(volume)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String refusalToMake(Waiting one, Node node) {
    Policies.StorageClass storageClass = one.storageClass();
    String name = one.claim().meta().name();
    List<PodSpec.NodeSelectorTerm> topologies = storageClass.allowedTopologies();
    boolean makes =
        !storageClass.provisioner().equals(Policies.StorageClass.NO_PROVISIONER)
            && (topologies.isEmpty() || NodeAffinity.anyMatches(topologies, node));
    if (!makes) {
      return "no volume for claim " + name + " can be had there";
    }
    return hasCapacity(one, node)
        ? null
        : storageClass.provisioner() + " has not enough capacity there for claim " + name;
  }

  private boolean hasCapacity(Waiting one, Node node) {
    if (!publishingCapacity.contains(one.storageClass().provisioner())
        || one.claim().requested().isEmpty()) {
      return true;
    }
    long wanted = Amount.units(one.claim().requested());
    for (VolumeLimits.Capacity capacity : cluster.volumeCapacities()) {
      if (capacity.storageClass().equals(one.storageClass().meta().name())
          && capacity.isEnough(wanted)
          && capacity.isReachedFrom(node)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(Policies.PersistentVolume volume, Node node) {
    List<PodSpec.NodeSelectorTerm> terms = volume.requiredNodeAffinity();
    return terms == null || NodeAffinity.anyMatches(terms, node);
  }
}
