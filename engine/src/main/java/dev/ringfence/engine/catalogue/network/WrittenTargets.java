package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.WrittenEndpoints;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What stands at the addresses that endpoints written by hand name. */
final class WrittenTargets {

  /**
   * What one address leads to.
   *
   * @param podClasses those of pods that have it now, or, if {@code some}, that could get it
   * @param some whether which pods these are is not known
   * @param nodeClasses those of nodes that have it
   */
  record Target(
      WrittenEndpoints endpoints,
      WrittenEndpoints.Address address,
      PortSet ports,
      Set<Integer> podClasses,
      boolean some,
      Set<Integer> nodeClasses) {}

  private final Landscape landscape;
  private final Map<String, List<WrittenEndpoints>> byService = new HashMap<>();
  private final Map<String, Set<Integer>> podClassesByAddress = new HashMap<>();
  private final Map<String, Integer> nodeByAddress = new HashMap<>();
  private final Set<Integer> everyPodClass = new TreeSet<>();

  WrittenTargets(Landscape landscape) {
    this.landscape = landscape;
    Cluster cluster = landscape.cluster();
    for (WrittenEndpoints endpoints : cluster.writtenEndpoints()) {
      byService
          .computeIfAbsent(
              endpoints.meta().namespace() + "/" + endpoints.service(),
              ignored -> new ArrayList<>())
          .add(endpoints);
    }
    if (byService.isEmpty()) {
      return;
    }
    for (PodClass podClass : cluster.podClasses()) {
      if (!podClass.spec().hostNetwork()) {
        everyPodClass.add(podClass.id());
        for (int pod : podClass.members()) {
          for (String address : cluster.pods().addresses(pod)) {
            podClassesByAddress
                .computeIfAbsent(address, ignored -> new TreeSet<>())
                .add(podClass.id());
          }
        }
      }
    }
    for (int node = 0; node < cluster.nodes().size(); node++) {
      for (String address : cluster.nodes().get(node).addresses()) {
        nodeByAddress.put(address, node);
      }
    }
  }

  boolean isEmpty() {
    return byService.isEmpty();
  }

  /** What hand-written endpoints of a Service lead to; a controller keeps Endpoints of others. */
  List<Target> of(Service service) {
    List<Target> targets = new ArrayList<>();
    for (WrittenEndpoints endpoints :
        byService.getOrDefault(
            service.meta().namespace() + "/" + service.meta().name(), List.of())) {
      boolean kept =
          endpoints.meta().reference().kind().equals("Endpoints") && !service.selector().isEmpty();
      PortSet ports = ports(service, endpoints);
      if (!kept && !ports.isEmpty()) {
        endpoints.addresses().forEach(address -> targets.add(target(endpoints, address, ports)));
      }
    }
    return targets;
  }

  private Target target(
      WrittenEndpoints endpoints, WrittenEndpoints.Address address, PortSet ports) {
    Set<Integer> pods = podClassesByAddress.getOrDefault(address.address(), Set.of());
    Integer node = nodeByAddress.get(address.address());
    Set<Integer> nodeClasses = new HashSet<>();
    if (node != null) {
      nodeClasses.add(landscape.placement().classOfNode(node));
    }
    boolean some = pods.isEmpty() && node == null && mayBeAPods(address.address());
    return new Target(endpoints, address, ports, some ? everyPodClass : pods, some, nodeClasses);
  }

  /** Whether pods get addresses from where it is: where nodes don't say from where, they may. */
  private boolean mayBeAPods(String address) {
    AddressRanges one = AddressRanges.cidr(address);
    boolean known = true;
    for (var node : landscape.cluster().nodes()) {
      known &= !node.podCidrs().isEmpty();
      for (String range : node.podCidrs()) {
        AddressRanges pods = AddressRanges.cidr(range);
        if (one != null && pods != null && pods.containsAll(one)) {
          return true;
        }
      }
    }
    return !known;
  }

  /** Ports go together by name; a Service of one port without a name takes the one there is. */
  private static PortSet ports(Service service, WrittenEndpoints endpoints) {
    PortSet ports = PortSet.NONE;
    for (WrittenEndpoints.Port port : endpoints.ports()) {
      PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
      boolean wanted = service.ports().stream().anyMatch(each -> each.name().equals(port.name()));
      if (protocol != null && wanted) {
        ports =
            ports.or(
                port.number() == 0 ? PortSet.of(protocol) : PortSet.of(protocol, port.number()));
      }
    }
    return ports;
  }
}
