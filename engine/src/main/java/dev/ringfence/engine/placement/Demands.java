package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads demands from specs, with what RuntimeClasses and volumes add to them. */
final class Demands {

  private final Cluster cluster;
  private final Map<String, Policies.RuntimeClass> runtimeClasses = new HashMap<>();
  private final Map<String, Policies.PersistentVolume> volumeOfClaim = new HashMap<>();
  private final Map<String, List<Workload>> daemonSets = new HashMap<>();

  Demands(Cluster cluster) {
    this.cluster = cluster;
    for (Policies.RuntimeClass runtimeClass : cluster.runtimeClasses()) {
      runtimeClasses.put(runtimeClass.meta().name(), runtimeClass);
    }
    Map<String, Policies.PersistentVolume> volumes = new HashMap<>();
    for (Policies.PersistentVolume volume : cluster.persistentVolumes()) {
      volumes.put(volume.meta().name(), volume);
    }
    for (Policies.PersistentVolumeClaim claim : cluster.persistentVolumeClaims()) {
      Policies.PersistentVolume volume = volumes.get(claim.volumeName());
      if (volume != null) {
        volumeOfClaim.put(claim.meta().namespace() + "/" + claim.meta().name(), volume);
      }
    }
    for (Workload workload : cluster.workloads()) {
      if (workload.meta().reference().kind().equals("DaemonSet")) {
        daemonSets
            .computeIfAbsent(workload.topmost().toString(), ignored -> new ArrayList<>())
            .add(workload);
      }
    }
  }

  /** The demand of a class: a DaemonSet's pods may be wherever its template may. */
  Demand of(PodClass podClass) {
    String namespace = cluster.namespaces().get(podClass.namespace()).name();
    Workload daemonSet = daemonSetOf(podClass);
    return of(daemonSet == null ? podClass.spec() : daemonSet.template(), namespace);
  }

  /**
   * The DaemonSet whose controller made the pods. It replaces the template's node affinity by one
   * that names the node (ReplaceDaemonSetPodNodeNameNodeAffinity in the controller's sources), so
   * that a running pod no longer says where its like could be.
   */
  private @Nullable Workload daemonSetOf(PodClass podClass) {
    int pod = podClass.example();
    List<Workload> candidates = daemonSets.get(cluster.pods().topmost(pod).toString());
    if (candidates == null) {
      return null;
    }
    String namespace = cluster.namespaces().get(podClass.namespace()).name();
    for (Workload candidate : candidates) {
      if (candidate.meta().namespace().equals(namespace) && made(candidate, pod)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * An object may own a Deployment beside a DaemonSet: labels and account tell their pods apart.
   */
  private boolean made(Workload workload, int pod) {
    return !workload.templateLabels().equals(LabelSet.EMPTY)
        && new LabelSelector(workload.templateLabels().toMap(), List.of())
            .matches(cluster.pods().labels(pod))
        && workload
            .template()
            .serviceAccountName()
            .equals(cluster.pods().spec(pod).serviceAccountName());
  }

  /**
   * The demand of a spec.
   *
   * @param namespace where its claims are; null where it is not known, and claims do not count
   */
  Demand of(PodSpec spec, @Nullable String namespace) {
    List<Map<String, String>> selectors = new ArrayList<>();
    List<PodSpec.Toleration> tolerations = new ArrayList<>(spec.tolerations());
    if (!spec.nodeSelector().isEmpty()) {
      selectors.add(spec.nodeSelector());
    }
    Policies.RuntimeClass runtimeClass = runtimeClasses.get(runtimeClassName(spec));
    if (runtimeClass != null) {
      if (!runtimeClass.nodeSelector().isEmpty()) {
        selectors.add(runtimeClass.nodeSelector());
      }
      tolerations.addAll(runtimeClass.tolerations());
    }
    List<List<PodSpec.NodeSelectorTerm>> affinities = new ArrayList<>();
    List<PodSpec.NodeSelectorTerm> own = spec.requiredNodeAffinity();
    if (own != null) {
      affinities.add(own);
    }
    if (namespace != null) {
      addVolumes(spec, namespace, affinities);
    }
    return new Demand(
        spec.nodeName(),
        selectors,
        affinities,
        tolerations,
        spec.operatingSystem(),
        CurrentPlacement.goesPastTheScheduler(spec));
  }

  private static String runtimeClassName(PodSpec spec) {
    String name = spec.runtimeClassName();
    return name == null ? "" : name;
  }

  private void addVolumes(
      PodSpec spec, String namespace, List<List<PodSpec.NodeSelectorTerm>> affinities) {
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.Claim claim) {
        Policies.PersistentVolume bound = volumeOfClaim.get(namespace + "/" + claim.claimName());
        List<PodSpec.NodeSelectorTerm> affinity =
            bound == null ? null : bound.requiredNodeAffinity();
        if (affinity != null) {
          affinities.add(affinity);
        }
      }
    }
  }
}
