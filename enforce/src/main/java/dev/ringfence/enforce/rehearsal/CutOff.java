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
   * @param earlier the cluster before the stage, with the nodes that people say there are
   * @param then the same after it
   */
  List<String> between(Reach before, Reach after, Cluster earlier, Cluster then) {
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
      case RESTART -> cut.addAll(new Ended(draft, stage.tenants()).between(earlier, then));
      case OBSERVE, PREPARE -> {}
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
    ClosedWays closed = new ClosedWays(before, after, fronts(then));
    ReachDifference.between(before, after).forEach(closed::add);
    return closed.inWords();
  }

  private static Map<ObjectReference, Set<ClosedWays.Front>> fronts(Cluster cluster) {
    Map<String, List<Service>> byNamespace = new TreeMap<>();
    for (Service service : cluster.services()) {
      if (!service.selector().isEmpty()) {
        byNamespace
            .computeIfAbsent(service.meta().namespace(), ignored -> new ArrayList<>())
            .add(service);
      }
    }
    Map<ObjectReference, Set<ClosedWays.Front>> fronts = new HashMap<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      String namespace = cluster.namespaces().get(cluster.pods().namespace(pod)).name();
      for (Service service : byNamespace.getOrDefault(namespace, List.of())) {
        LabelSelector selector = new LabelSelector(service.selector(), List.of());
        if (selector.matches(cluster.pods().labels(pod))) {
          String name = "Service " + namespace + "/" + service.meta().name();
          fronts
              .computeIfAbsent(cluster.pods().topmost(pod), ignored -> new LinkedHashSet<>())
              .add(new ClosedWays.Front(name, ports(service, cluster.pods().spec(pod))));
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
