package dev.ringfence.report.place;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.DeviceSelectors;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The pods that were asked for, worked out one by one while they are written: a large cluster's
 * whole answer is larger than the cluster.
 */
public final class Places {

  private final String source;
  private final Cluster cluster;
  private final List<String> remarks;
  private final Placement ever;
  private final CurrentPlacement now;
  private final int[] pods;

  /**
   * @param source as the user gave it
   * @param selectors evaluates by what claims select devices
   * @param wanted which of the cluster's pods are asked for; completed ones are left out
   */
  public Places(
      String source,
      Cluster cluster,
      List<String> remarks,
      DeviceSelectors selectors,
      IntPredicate wanted) {
    this.source = source;
    this.cluster = cluster;
    this.remarks = List.copyOf(remarks);
    this.ever = Placement.of(cluster);
    this.now = CurrentPlacement.of(cluster, selectors);
    this.pods =
        java.util.stream.IntStream.range(0, cluster.pods().count())
            .filter(pod -> !cluster.pods().completed(pod))
            .filter(wanted)
            .boxed()
            .sorted(
                java.util.Comparator.<Integer, String>comparing(
                        pod -> cluster.namespaces().get(cluster.pods().namespace(pod)).name())
                    .thenComparing(pod -> cluster.pods().name(pod)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** As the user gave it. */
  public String source() {
    return source;
  }

  public String kubernetesVersion() {
    return cluster.kubernetesVersion();
  }

  /** To be read before anything else. */
  public List<String> remarks() {
    return remarks;
  }

  /** How many pods there are. */
  public int count() {
    return pods.length;
  }

  /** How many nodes the cluster has, those of declared pools with them. */
  int nodes() {
    return cluster.nodes().size();
  }

  /** The row of one of the pods, by namespace and name. */
  public PodPlaces get(int index) {
    return PodPlaces.of(cluster, ever, now, pods[index]);
  }
}
