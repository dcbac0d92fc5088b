package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every end of a connection: pod classes that policies cannot tell apart are one, then the crafted
 * pod of each namespace, then each node.
 */
final class Endpoints {

  /**
   * @param pieces where the addresses are, if pods keep those that they have
   */
  private record Key(
      int namespace,
      LabelSet labels,
      boolean hostNetwork,
      List<Endpoint.NamedPort> namedPorts,
      List<Integer> pieces) {}

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final PodTraits traits;
  private final AddressAtoms atoms;
  private final Map<Key, Integer> known = new HashMap<>();
  private final List<Key> keys = new ArrayList<>();
  private final List<AddressRanges> podAddresses = new ArrayList<>();
  private final int[] ofPodClass;
  private final int[] ofPod;
  private final int podEndpoints;
  private final int namespaces;
  private final int[][] inNamespace;
  private final int[] nameSets;
  private final int nameSetCount;

  Endpoints(Cluster cluster, Addresses addresses, WrittenPolicies policies) {
    this.traits = PodTraits.of(policies);
    ofPodClass = new int[cluster.podClasses().size()];
    ofPod = addresses.asTheyAre() ? new int[cluster.pods().count()] : new int[0];
    this.atoms = AddressAtoms.of(cluster, policies);
    boolean addressesMatter =
        (addresses.podRanges() == null || addresses.asTheyAre()) && !policies.isEmpty();
    for (PodClass podClass : cluster.podClasses()) {
      List<Endpoint.NamedPort> ports = namedPorts(podClass, traits.portNames());
      if (addresses.asTheyAre()) {
        for (int pod : podClass.members()) {
          ofPod[pod] = id(key(podClass, ports, atoms.piecesOf(cluster.pods().addresses(pod))));
        }
        ofPodClass[podClass.id()] = ofPod[podClass.example()];
      } else {
        ofPodClass[podClass.id()] = id(key(podClass, ports, List.of()));
      }
      if (addressesMatter) {
        for (int pod : podClass.members()) {
          int id = addresses.asTheyAre() ? ofPod[pod] : ofPodClass[podClass.id()];
          if (addresses.asTheyAre() && !podAddresses.get(id).isEmpty()) {
            continue; // No policy tells it from the one that is there.
          }
          podAddresses.set(id, podAddresses.get(id).or(addressesOf(cluster, pod)));
        }
      }
    }
    for (Key key : keys) {
      int id = endpoints.size();
      endpoints.add(
          new Endpoint(
              id,
              key.hostNetwork() ? Endpoint.Kind.HOST_NETWORK_POD : Endpoint.Kind.POD,
              key.namespace(),
              key.labels(),
              key.namedPorts(),
              podAddresses.get(id)));
    }
    podEndpoints = endpoints.size();
    namespaces = cluster.namespaces().size();
    for (int namespace = 0; namespace < namespaces; namespace++) {
      add(Endpoint.Kind.CRAFTED, namespace, List.of(), AddressRanges.NONE);
    }
    GuardedHosts hosts = new GuardedHosts(cluster);
    for (int node = 0; node < cluster.nodes().size(); node++) {
      AddressRanges own = Addresses.sendingFrom(cluster.nodes().get(node));
      add(Endpoint.Kind.NODE, -1, hosts.namedPorts(node), own);
    }
    inNamespace = groupByNamespace();
    Map<List<Endpoint.NamedPort>, Integer> nameSetIds = new HashMap<>();
    nameSets = new int[podEndpoints];
    for (int id = 0; id < podEndpoints; id++) {
      List<Endpoint.NamedPort> ports = endpoints.get(id).namedPorts();
      nameSets[id] = nameSetIds.computeIfAbsent(ports, key -> nameSetIds.size());
    }
    nameSetCount = nameSetIds.size();
  }

  private Key key(PodClass podClass, List<Endpoint.NamedPort> ports, List<Integer> pieces) {
    LabelSet labels = podClass.labels();
    return new Key(
        podClass.namespace(),
        traits.accounts()
            ? labels.with(LabelSelector.SERVICE_ACCOUNT, podClass.spec().serviceAccountName())
            : labels,
        podClass.spec().hostNetwork(),
        ports,
        pieces);
  }

  private int id(Key key) {
    Integer id = known.putIfAbsent(key, keys.size());
    if (id == null) {
      keys.add(key);
      podAddresses.add(AddressRanges.NONE);
      return keys.size() - 1;
    }
    return id;
  }

  private void add(
      Endpoint.Kind kind,
      int namespace,
      List<Endpoint.NamedPort> namedPorts,
      AddressRanges addresses) {
    endpoints.add(
        new Endpoint(endpoints.size(), kind, namespace, LabelSet.EMPTY, namedPorts, addresses));
  }

  private int[][] groupByNamespace() {
    List<List<Integer>> lists = new ArrayList<>();
    for (int namespace = 0; namespace < namespaces; namespace++) {
      lists.add(new ArrayList<>());
    }
    for (int id = 0; id < podEndpoints; id++) {
      lists.get(endpoints.get(id).namespace()).add(id);
    }
    int[][] grouped = new int[namespaces][];
    for (int namespace = 0; namespace < namespaces; namespace++) {
      grouped[namespace] = lists.get(namespace).stream().mapToInt(Integer::intValue).toArray();
    }
    return grouped;
  }

  /** Whether some pod of the namespace is on its node's network. */
  boolean someOnHostNetwork(int namespace) {
    for (int pod : inNamespace[namespace]) {
      if (endpoints.get(pod).kind() == Endpoint.Kind.HOST_NETWORK_POD) {
        return true;
      }
    }
    return false;
  }

  /** Whether the policy tells no pods apart that are not told apart already. */
  boolean suffice(NetworkPolicy policy) {
    return traits.suffice(policy) && (ofPod.length == 0 || atoms.suffice(policy));
  }

  /** The same of a policy of tiers. */
  boolean suffice(TieredPolicy policy) {
    return traits.suffice(policy) && (ofPod.length == 0 || atoms.suffice(policy));
  }

  /** Init containers that are no sidecars are left out: endpoints resolve names without them. */
  private static List<Endpoint.NamedPort> namedPorts(PodClass podClass, Set<String> names) {
    List<Endpoint.NamedPort> ports = new ArrayList<>();
    if (names.isEmpty()) {
      return ports;
    }
    for (Container container : podClass.spec().containers()) {
      if (container.type() == Container.Type.REGULAR || container.restartableInit()) {
        for (Container.Port port : container.ports()) {
          PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
          if (protocol != null && names.contains(port.name())) {
            ports.add(new Endpoint.NamedPort(port.name(), protocol, port.containerPort()));
          }
        }
      }
    }
    return ports;
  }

  private static AddressRanges addressesOf(Cluster cluster, int pod) {
    AddressRanges ranges = AddressRanges.NONE;
    for (String text : cluster.pods().addresses(pod)) {
      AddressRanges one = AddressRanges.cidr(text);
      ranges = one == null ? ranges : ranges.or(one);
    }
    return ranges;
  }

  int count() {
    return endpoints.size();
  }

  int nodeCount() {
    return endpoints.size() - podEndpoints - namespaces;
  }

  /** Pods that exist are numbered below this. */
  int podCount() {
    return podEndpoints;
  }

  Endpoint get(int id) {
    return endpoints.get(id);
  }

  int ofPodClass(int podClass) {
    return ofPodClass[podClass];
  }

  /** Only where pods keep the addresses that they have. */
  int ofPod(int pod) {
    return ofPod[pod];
  }

  int ofCrafted(int namespace) {
    return podEndpoints + namespace;
  }

  int ofNode(int node) {
    return podEndpoints + namespaces + node;
  }

  /** A number of the named ports of a pod that exists: pods with the same have equal ones. */
  int nameSetOf(int pod) {
    return nameSets[pod];
  }

  int nameSetCount() {
    return nameSetCount;
  }

  /** The node whose endpoint it is. */
  int nodeOf(int endpoint) {
    return endpoint - podEndpoints - namespaces;
  }

  /** The pods of a namespace that exist, ascending. */
  int[] inNamespace(int namespace) {
    return inNamespace[namespace];
  }
}
