package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Claims: one that is not there, or waits for a volume that no pod can hasten, lets the pod
 * nowhere; a bound one where its volume's node affinity does; one that is bound with its first pod
 * where a free volume is, or its class may make one. Capacity that drivers publish is not looked
 * at.
 */
final class VolumeBinding implements Filter {

  private final Cluster cluster;
  private final Claims claims;

  VolumeBinding(Cluster cluster, Claims claims) {
    this.cluster = cluster;
    this.claims = claims;
  }

  @Override
  public String name() {
    return "VolumeBinding";
  }

  @Override
  public Verdict of(Candidate pod) {
    List<Verdict> verdicts = new ArrayList<>(0);
    for (String name : Claims.names(pod.spec())) {
      Policies.PersistentVolumeClaim claim = claims.claim(pod.namespace(), name);
      verdicts.add(claim == null ? Verdict.refusing("there is no claim " + name) : ofClaim(claim));
    }
    return verdicts.isEmpty() ? Verdict.PASSES : node -> first(verdicts, node);
  }

  private static @Nullable String first(List<Verdict> verdicts, int node) {
    for (Verdict verdict : verdicts) {
      String refusal = verdict.refusal(node);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private Verdict ofClaim(Policies.PersistentVolumeClaim claim) {
    String name = claim.meta().name();
    if (!claim.volumeName().isEmpty()) {
      Policies.PersistentVolume volume = claims.volumeOf(claim);
      return volume == null
          ? Verdict.refusing("there is no volume " + claim.volumeName())
          : node ->
              fits(volume, cluster.nodes().get(node))
                  ? null
                  : "the node affinity of volume " + volume.meta().name() + " does not match";
    }
    Policies.StorageClass storageClass = claims.classOf(claim);
    if (storageClass == null || !storageClass.waitsForConsumer()) {
      return Verdict.refusing("claim " + name + " is bound to no volume yet");
    }
    List<Policies.PersistentVolume> free = claims.free(claim);
    boolean makes = !storageClass.provisioner().equals(Policies.StorageClass.NO_PROVISIONER);
    return node -> {
      Node one = cluster.nodes().get(node);
      for (Policies.PersistentVolume volume : free) {
        if (fits(volume, one)) {
          return null;
        }
      }
      List<PodSpec.NodeSelectorTerm> topologies = storageClass.allowedTopologies();
      return makes && (topologies.isEmpty() || NodeAffinity.anyMatches(topologies, one))
          ? null
          : "no volume for claim " + name + " can be had there";
    };
  }

  private static boolean fits(Policies.PersistentVolume volume, Node node) {
    List<PodSpec.NodeSelectorTerm> terms = volume.requiredNodeAffinity();
    return terms == null || NodeAffinity.anyMatches(terms, node);
  }
}
