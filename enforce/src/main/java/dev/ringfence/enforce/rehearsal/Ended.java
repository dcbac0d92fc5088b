package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.policy.fence.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of a tenant's workloads end when they are restarted: those whose pods the fence refuses,
 * those that no node takes any more, and pods that nobody makes anew.
 */
final class Ended {

  private final Draft draft;
  private final Fence fence;

  Ended(Draft draft, Fence fence) {
    this.draft = draft;
    this.fence = fence;
  }

  /** In words, by workload. */
  List<String> between(Cluster earlier, Cluster then) {
    List<String> ended = new ArrayList<>();
    Map<String, List<String>> refused = draft.refusals(fence);
    refused.forEach(
        (workload, why) ->
            ended.add(
                workload
                    + " ends unless it was changed before, because its pods would not come back: "
                    + String.join("; ", why)));
    Set<String> homeless = homeless(then);
    homeless.removeAll(refused.keySet());
    if (!homeless.isEmpty()) {
      homeless.removeAll(homeless(earlier));
    }
    homeless.forEach(
        workload ->
            ended.add(
                workload
                    + " ends, because no node could take its pods: they ask for what no node of its"
                    + " pattern has, or their volumes are elsewhere"));
    alone(earlier)
        .forEach(pod -> ended.add(pod + " ends for good: it has no controller that makes it anew"));
    return ended;
  }

  /** Workloads of which some pod, made anew, could be placed nowhere. */
  private Set<String> homeless(Cluster cluster) {
    Placement placement = Placement.of(cluster);
    Set<String> homeless = new TreeSet<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (isOwn(cluster, pod)
          && placement.everNodes(cluster.pods().spec(pod), namespace(cluster, pod)).length == 0) {
        homeless.add(cluster.pods().topmost(pod).toString());
      }
    }
    return homeless;
  }

  private Set<String> alone(Cluster cluster) {
    Set<String> alone = new TreeSet<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      ObjectReference topmost = cluster.pods().topmost(pod);
      if (isOwn(cluster, pod) && topmost.kind().equals("Pod")) {
        alone.add(topmost.toString());
      }
    }
    return alone;
  }

  private boolean isOwn(Cluster cluster, int pod) {
    return fence.namespaces().contains(namespace(cluster, pod)) && !cluster.pods().completed(pod);
  }

  private static String namespace(Cluster cluster, int pod) {
    return cluster.namespaces().get(cluster.pods().namespace(pod)).name();
  }
}
