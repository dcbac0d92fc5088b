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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final Set<String> names;
  private final boolean accountsMatter;
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
    this.names = namesUsed(policies);
    this.accountsMatter = policies.tiered().stream().anyMatch(Endpoints::readsAccounts);
    ofPodClass = new int[cluster.podClasses().size()];
    ofPod = addresses.asTheyAre() ? new int[cluster.pods().count()] : new int[0];
    this.atoms = AddressAtoms.of(cluster, policies);
    boolean addressesMatter =
        (addresses.podRanges() == null || addresses.asTheyAre()) && !policies.isEmpty();
    for (PodClass podClass : cluster.podClasses()) {
      List<Endpoint.NamedPort> ports = namedPorts(podClass, names);
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
        accountsMatter
            ? labels.with(LabelSelector.SERVICE_ACCOUNT, podClass.spec().serviceAccountName())
            : labels,
        podClass.spec().hostNetwork(),
        ports,
        pieces);
  }

  private static boolean readsAccounts(TieredPolicy policy) {
    return policy.subject().stream().anyMatch(Endpoints::readsAccounts)
        || readsAccounts(policy.ingress())
        || readsAccounts(policy.egress());
  }

  private static boolean readsAccounts(TieredPolicy.@Nullable Section section) {
    return section != null
        && section.rules().stream()
            .flatMap(TieredPolicy.Rule::simplePeers)
            .anyMatch(Endpoints::readsAccounts);
  }

  private static boolean readsAccounts(TieredPolicy.Peer peer) {
    return peer instanceof TieredPolicy.Peer.Pods pods
        && pods.pods().reads(LabelSelector.SERVICE_ACCOUNT);
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

  /** Whether the policy tells no pods apart that are not told apart already. */
  boolean suffice(NetworkPolicy policy) {
    Set<String> wanted = new HashSet<>();
    addNames(policy, wanted);
    return names.containsAll(wanted) && (ofPod.length == 0 || atoms.suffice(policy));
  }

  /** The same of a policy of tiers. */
  boolean suffice(TieredPolicy policy) {
    Set<String> wanted = new HashSet<>();
    addNames(policy, wanted);
    return names.containsAll(wanted)
        && (accountsMatter || !readsAccounts(policy))
        && (ofPod.length == 0 || atoms.suffice(policy));
  }

  private static Set<String> namesUsed(WrittenPolicies policies) {
    Set<String> names = new HashSet<>();
    policies.tiered().forEach(policy -> addNames(policy, names));
    policies.standard().forEach(policy -> addNames(policy, names));
    return names;
  }

  private static void addNames(TieredPolicy policy, Set<String> names) {
    addNames(policy.ingress(), names);
    addNames(policy.egress(), names);
  }

  private static void addNames(NetworkPolicy policy, Set<String> names) {
    for (List<NetworkPolicy.Rule> rules : List.of(policy.ingress(), policy.egress())) {
      for (NetworkPolicy.Rule rule : rules) {
        for (NetworkPolicy.Port port : rule.ports()) {
          if (port.name() != null) {
            names.add(port.name());
          }
        }
      }
    }
  }

  private static void addNames(TieredPolicy.@Nullable Section section, Set<String> names) {
    if (section != null) {
      for (TieredPolicy.Rule rule : section.rules()) {
        List<TieredPolicy.Port> ports = rule.ports();
        if (ports != null) {
          for (TieredPolicy.Port port : ports) {
            if (port.name() != null) {
              names.add(port.name());
            }
          }
        }
      }
    }
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
