package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.VolumeLimits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many volumes of each CSI driver a node takes, as its CSINode publishes it: those of its pods,
 * those that are attached all the same, and the candidate's, each once. Volumes of in-tree types
 * that a driver has taken over are not counted, so that a node which they fill is not refused.
 */
final class NodeVolumeLimits implements Filter {

  /** A volume of a driver; one that is still to be made is named after its claim. */
  private record CsiVolume(String driver, String handle) {}

  private final Occupancy occupancy;
  private final Claims claims;
  private final Map<String, VolumeLimits.OfNode> limits = new HashMap<>();
  private final Map<String, Set<CsiVolume>> attached = new HashMap<>();

  NodeVolumeLimits(Occupancy occupancy, Claims claims) {
    this.occupancy = occupancy;
    this.claims = claims;
    for (VolumeLimits.OfNode node : occupancy.cluster().volumeLimits()) {
      limits.put(node.meta().name(), node);
    }
    for (VolumeLimits.Attachment attachment : occupancy.cluster().volumeAttachments()) {
      Policies.PersistentVolume volume = claims.volume(attachment.volume());
      if (volume != null && volume.csiDriver() != null && !attachment.driver().isEmpty()) {
        attached
            .computeIfAbsent(attachment.node(), ignored -> new HashSet<>())
            .add(new CsiVolume(attachment.driver(), volume.backend()));
      }
    }
  }

  @Override
  public String name() {
    return "NodeVolumeLimits";
  }

  @Override
  public Verdict of(Candidate pod) {
    Set<CsiVolume> wanted = volumes(pod.namespace(), pod.spec());
    return wanted.isEmpty() || limits.isEmpty()
        ? Verdict.PASSES
        : node -> refusal(pod, wanted, node);
  }

  private @Nullable String refusal(Candidate pod, Set<CsiVolume> wanted, int node) {
    String name = occupancy.cluster().nodes().get(node).name();
    VolumeLimits.OfNode published = limits.get(name);
    if (published == null || published.limits().isEmpty()) {
      return null;
    }
    Set<CsiVolume> there = new HashSet<>();
    for (int other : occupancy.pods(node)) {
      if (occupancy.isThere(other, pod)) {
        there.addAll(
            volumes(
                occupancy.cluster().pods().namespace(other),
                occupancy.cluster().pods().spec(other)));
      }
    }
    Set<CsiVolume> added = new HashSet<>(wanted);
    added.removeAll(there);
    there.addAll(leftAttached(pod, wanted, name, node));
    for (Map.Entry<String, Integer> limit : published.limits().entrySet()) {
      long more = count(added, limit.getKey());
      if (more > 0 && count(there, limit.getKey()) + more > limit.getValue()) {
        return "takes no more than " + limit.getValue() + " volumes of " + limit.getKey();
      }
    }
    return null;
  }

  /** What is attached, without what the candidate itself has attached where it is now. */
  private Set<CsiVolume> leftAttached(Candidate pod, Set<CsiVolume> wanted, String name, int node) {
    Set<CsiVolume> left = new HashSet<>(attached.getOrDefault(name, Set.of()));
    boolean isHere = pod.self() >= 0 && occupancy.cluster().pods().node(pod.self()) == node;
    if (isHere) {
      left.removeAll(wanted);
    }
    return left;
  }

  private static long count(Set<CsiVolume> volumes, String driver) {
    return volumes.stream().filter(volume -> volume.driver().equals(driver)).count();
  }

  private Set<CsiVolume> volumes(int namespace, PodSpec spec) {
    List<Volume.Claim> used = Claims.of(spec);
    if (used.isEmpty()) {
      return Set.of();
    }
    Set<CsiVolume> volumes = new HashSet<>();
    for (Volume.Claim one : used) {
      Policies.PersistentVolumeClaim claim = claims.claim(namespace, one);
      CsiVolume volume = claim == null ? null : of(claim);
      if (volume != null) {
        volumes.add(volume);
      }
    }
    return volumes;
  }

  private @Nullable CsiVolume of(Policies.PersistentVolumeClaim claim) {
    Policies.PersistentVolume volume = claims.volumeOf(claim);
    if (volume != null) {
      String driver = volume.csiDriver();
      return driver == null ? null : new CsiVolume(driver, volume.backend());
    }
    Policies.StorageClass storageClass = claims.classOf(claim);
    return storageClass == null
        ? null
        : new CsiVolume(
            storageClass.provisioner(), claim.meta().namespace() + "/" + claim.meta().name());
  }
}
