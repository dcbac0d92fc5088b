package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.engine.reach.ReachDifference;
import dev.ringfence.policy.advice.AdoptionPlan.Stage;
import dev.ringfence.policy.fence.Fence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What runs or connects before a stage and would not after it. Nobody sees who really connects to
 * whom: every way to the port of a Service that closes is named, and ways out of the cluster; other
 * ports of pods are only counted.
 */
final class CutOff {

  private final Draft draft;
  private final Stage stage;

  CutOff(Draft draft, Stage stage) {
    this.draft = draft;
    this.stage = stage;
  }

  /**
   * What is cut off.
   *
   * @param then the cluster after the stage
   */
  List<String> between(Reach before, Reach after, Cluster then) {
    List<String> cut = new ArrayList<>(connections(before, after, then));
    switch (stage.step()) {
      case FENCE -> {
        for (Fence fence : draft.plan().inCluster()) {
          if (stage.tenants().contains(fence.tenant())) {
            refusals(fence, cut);
            cut.addAll(Exceeded.by(draft.cluster(), fence));
          }
        }
      }
      case LEAVE -> stage.tenants().forEach(tenant -> cut.add("everything of " + tenant + " here"));
      case OBSERVE, PREPARE, RESTART -> {}
    }
    return cut;
  }

  private void refusals(Fence fence, List<String> cut) {
    draft
        .refusals(fence)
        .forEach(
            (workload, why) ->
                cut.add(
                    workload
                        + " runs on, but its pods would not come back: "
                        + String.join("; ", why)));
    if (fence.usesApi() && fence.settings().apiServerAddresses().isEmpty()) {
      cut.add(
          "connections of "
              + fence.tenant()
              + "'s pods to the API server: it needs them, but its class names no"
              + " apiServerAddresses");
    }
  }

  private static List<String> connections(Reach before, Reach after, Cluster then) {
    Map<String, TreeSet<String>> byService = new TreeMap<>();
    TreeSet<String> outward = new TreeSet<>();
    TreeSet<String> others = new TreeSet<>();
    Map<ObjectReference, Set<Front>> fronts = fronts(then);
    ReachDifference.between(before, after)
        .forEach(
            (source, destination, opened, closed) -> {
              ObjectReference from = source.workload();
              ObjectReference to = destination.workload();
              // What is gone altogether was not closed, but is named with what goes.
              boolean gone = source.after() < 0 || destination.after() < 0;
              if (closed.isEmpty() || gone) {
                return;
              }
              if (to == null) {
                if (from != null) {
                  outward.add(from.toString());
                }
                return;
              }
              List<String> services =
                  fronts.getOrDefault(to, Set.of()).stream()
                      .filter(front -> !front.ports().and(closed).isEmpty())
                      .map(Front::service)
                      .distinct()
                      .toList();
              String word = from == null ? "outside the cluster" : from.toString();
              services.forEach(
                  service ->
                      byService.computeIfAbsent(service, ignored -> new TreeSet<>()).add(word));
              if (services.isEmpty()) {
                others.add(word + " → " + to);
              }
            });
    List<String> cut = new ArrayList<>();
    byService.forEach((service, from) -> cut.add(service + " from " + String.join(", ", from)));
    if (!outward.isEmpty()) {
      cut.add("ways out of the cluster from " + String.join(", ", outward));
    }
    if (!others.isEmpty()) {
      cut.add(others.size() + " pairs of workloads at ports that no Service has");
    }
    return cut;
  }

  /** A Service before a workload, and its ports on the workload's pods. */
  private record Front(String service, PortSet ports) {}

  private static Map<ObjectReference, Set<Front>> fronts(Cluster cluster) {
    Map<String, List<Service>> byNamespace = new TreeMap<>();
    for (Service service : cluster.services()) {
      if (!service.selector().isEmpty()) {
        byNamespace
            .computeIfAbsent(service.meta().namespace(), ignored -> new ArrayList<>())
            .add(service);
      }
    }
    Map<ObjectReference, Set<Front>> fronts = new HashMap<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      String namespace = cluster.namespaces().get(cluster.pods().namespace(pod)).name();
      for (Service service : byNamespace.getOrDefault(namespace, List.of())) {
        LabelSelector selector = new LabelSelector(service.selector(), List.of());
        if (selector.matches(cluster.pods().labels(pod))) {
          String name = "Service " + namespace + "/" + service.meta().name();
          fronts
              .computeIfAbsent(cluster.pods().topmost(pod), ignored -> new LinkedHashSet<>())
              .add(new Front(name, ports(service, cluster.pods().spec(pod))));
        }
      }
    }
    return fronts;
  }

  private static PortSet ports(Service service, PodSpec spec) {
    Map<String, Integer> named = new TreeMap<>();
    spec.containers()
        .forEach(one -> one.ports().forEach(port -> named.put(port.name(), port.containerPort())));
    PortSet ports = PortSet.NONE;
    for (Service.Port port : service.ports()) {
      PortSet.@Nullable Protocol protocol = PortSet.Protocol.named(port.protocol());
      boolean number = port.targetPort().chars().allMatch(Character::isDigit);
      Integer target =
          number
              ? Integer.valueOf(Integer.parseInt(port.targetPort()))
              : named.get(port.targetPort());
      if (protocol != null && target != null) {
        ports = ports.or(PortSet.of(protocol, target));
      }
    }
    return ports;
  }
}
