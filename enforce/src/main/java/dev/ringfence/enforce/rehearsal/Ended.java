package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of some tenants' workloads end when they are restarted: those whose pods the fence refuses,
 * those that no node takes any more, and pods that nobody makes anew.
 */
final class Ended {

  private final Draft draft;
  private final List<Fence> fences;
  private final Set<String> namespaces = new HashSet<>();

  Ended(Draft draft, List<String> tenants) {
    this.draft = draft;
    Set<String> names = new HashSet<>(tenants);
    this.fences =
        draft.plan().inCluster().stream().filter(each -> names.contains(each.tenant())).toList();
    fences.forEach(fence -> namespaces.addAll(fence.namespaces()));
  }

  /** In words, by workload. */
  List<String> between(Cluster earlier, Cluster then) {
    List<String> ended = new ArrayList<>();
    Map<String, List<String>> refused = new LinkedHashMap<>();
    fences.forEach(fence -> refused.putAll(draft.refusals(fence)));
    refused.forEach(
        (workload, why) ->
            ended.add(
                workload
                    + " ends unless it was changed before, because its pods would not come back: "
                    + String.join("; ", why)));
    Map<String, String> homeless = homeless(then);
    homeless.keySet().removeAll(refused.keySet());
    if (!homeless.isEmpty()) {
      homeless.keySet().removeAll(homeless(earlier).keySet());
    }
    homeless.forEach(
        (workload, asks) ->
            ended.add(
                workload
                    + " ends, because no node could take its pods: beside what its pattern asks for,"
                    + " they ask for "
                    + asks));
    alone(earlier)
        .forEach(pod -> ended.add(pod + " ends for good: it has no controller that makes it anew"));
    return ended;
  }

  /** Workloads of which some pod, made anew, could be placed nowhere, and what it asks for. */
  private Map<String, String> homeless(Cluster cluster) {
    Placement placement = Placement.of(cluster);
    Map<String, String> homeless = new TreeMap<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      PodSpec spec = cluster.pods().spec(pod);
      if (isOwn(cluster, pod) && placement.everNodes(spec, namespace(cluster, pod)).length == 0) {
        homeless.put(cluster.pods().topmost(pod).toString(), asks(spec));
      }
    }
    return homeless;
  }

  private static String asks(PodSpec spec) {
    Map<String, String> labels = new TreeMap<>(spec.nodeSelector());
    labels.remove(Words.TENANT_NODE_LABEL);
    labels.remove(Words.POOL_NODE_LABEL);
    return labels.isEmpty()
        ? "nodes by their affinity, their taints or the place of their volumes"
        : "nodes that are labelled " + labels.toString().replace("{", "").replace("}", "");
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
    return namespaces.contains(namespace(cluster, pod)) && !cluster.pods().completed(pod);
  }

  private static String namespace(Cluster cluster, int pod) {
    return cluster.namespaces().get(cluster.pods().namespace(pod)).name();
  }
}
