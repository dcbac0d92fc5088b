package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What is left of a node's allocatable CPU, memory, ephemeral storage, pods and extended resources.
 * A resource of another name, which no node has and no pod can be accounted for, does not count.
 */
final class NodeResourcesFit implements Filter {

  private final Occupancy occupancy;
  private final Map<String, long[]> allocatable = new HashMap<>();
  private final Set<String> ofDeviceClasses;

  NodeResourcesFit(Occupancy occupancy) {
    this.occupancy = occupancy;
    Cluster cluster = occupancy.cluster();
    this.ofDeviceClasses = DynamicResources.resourcesOfClasses(cluster);
    for (int index = 0; index < cluster.nodes().size(); index++) {
      int node = index;
      Node one = cluster.nodes().get(node);
      one.allocatable()
          .forEach(
              (resource, quantity) ->
                  allocatable
                          .computeIfAbsent(resource, ignored -> new long[cluster.nodes().size()])[
                          node] =
                      PodRequests.amount(resource, quantity));
    }
  }

  @Override
  public String name() {
    return "NodeResourcesFit";
  }

  @Override
  public Verdict of(Candidate pod) {
    return of(pod, doubt -> {});
  }

  @Override
  public Verdict of(Candidate pod, Consumer<String> doubts) {
    Map<String, Long> wanted = new TreeMap<>();
    occupancy
        .requestsOf(pod.spec())
        .forEach(
            (resource, amount) -> {
              if (amount > 0 && counts(resource)) {
                wanted.put(resource, amount);
              }
            });
    return node -> {
      List<String> lacking = new ArrayList<>(0);
      if (occupancy.count(node, pod) + 1L > of("pods", node)) {
        lacking.add("pods");
      }
      for (Map.Entry<String, Long> entry : wanted.entrySet()) {
        String resource = entry.getKey();
        if (of(resource, node) == 0 && ofDeviceClasses.contains(resource)) {
          // No device plug-in has it there, so a claim of the class is made for the pod.
          doubts.accept(
              "devices for " + resource + " are taken to be had through its device class");
          continue;
        }
        long free = of(resource, node) - occupancy.requested(resource, node, pod);
        if (entry.getValue() > free) {
          lacking.add(resource);
        }
      }
      return lacking.isEmpty() ? null : "has not enough " + String.join(", ", lacking);
    };
  }

  private long of(String resource, int node) {
    long[] column = allocatable.get(resource);
    return column == null ? 0 : column[node];
  }

  /** The native ones, huge pages, and extended resources, which have a domain. */
  private static boolean counts(String resource) {
    return switch (resource) {
      case "cpu", "memory", "ephemeral-storage" -> true;
      default ->
          resource.startsWith("hugepages-")
              || resource.startsWith("attachable-volumes-")
              || resource.indexOf('/') >= 0;
    };
  }
}
