package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.HostEndpoint;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Action;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.engine.cluster.TieredPolicy.Port;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes whose own processes policies stand before: those with Calico host endpoints, and where
 * Cilium's host firewall is on, all. By which interface a connection comes to a node cannot be
 * seen: where a node has a host endpoint of one interface, it may come past it.
 *
 * <p>Source: Calico's reference, "Host endpoint" (denies what no policy allows, unless a profile
 * allows it; one of an interface stands before one of all) and "Failsafe rules" (ports that stay
 * open whatever policies say); Cilium's "Host Policies".
 */
final class GuardedHosts {

  /** Stands for the interfaces of a node that no host endpoint names. */
  static final int NONE = -1;

  private static final List<Port> FAILSAFE_INBOUND =
      List.of(
          tcp(22),
          new Port("UDP", null, 68, 68),
          tcp(179),
          tcp(2379),
          tcp(2380),
          tcp(5473),
          tcp(6443),
          tcp(6666),
          tcp(6667));

  private static final List<Port> FAILSAFE_OUTBOUND =
      List.of(
          new Port("UDP", null, 53, 53),
          new Port("UDP", null, 67, 67),
          tcp(179),
          tcp(2379),
          tcp(2380),
          tcp(5473),
          tcp(6443),
          tcp(6666),
          tcp(6667));

  private final Cluster cluster;
  private final List<HostEndpoint> guards = new ArrayList<>();
  private final List<List<Integer>> ofNode = new ArrayList<>();
  private final boolean firewallOfCilium;
  private final boolean rangesMeanNodes;

  GuardedHosts(Cluster cluster) {
    this.cluster = cluster;
    Map<String, List<Integer>> byName = new HashMap<>();
    cluster.nodes().forEach(node -> byName.put(node.name(), new ArrayList<>()));
    for (HostEndpoint endpoint : cluster.hostEndpoints()) {
      List<Integer> ofItsNode = byName.get(endpoint.node());
      if (ofItsNode != null) {
        ofItsNode.add(guards.size());
        guards.add(endpoint);
      }
    }
    for (Node node : cluster.nodes()) {
      List<Integer> found = new ArrayList<>(byName.getOrDefault(node.name(), List.of()));
      if (found.stream().noneMatch(guard -> guards.get(guard).everyInterface())) {
        found.addFirst(NONE);
      }
      ofNode.add(List.copyOf(found));
    }
    this.firewallOfCilium =
        cluster.configMaps().stream().anyMatch(GuardedHosts::switchesHostFirewallOn);
    this.rangesMeanNodes =
        cluster.configMaps().stream().anyMatch(GuardedHosts::matchesNodesByAddress);
  }

  private static Port tcp(int port) {
    return new Port("TCP", null, port, port);
  }

  private static boolean switchesHostFirewallOn(Policies.ConfigMap map) {
    return map.meta().name().equals("cilium-config")
        && "true".equals(map.data().get("enable-host-firewall"));
  }

  private static boolean matchesNodesByAddress(Policies.ConfigMap map) {
    return map.meta().name().equals("cilium-config")
        && map.data().getOrDefault("policy-cidr-match-mode", "").contains("nodes");
  }

  /** Whether Cilium's ranges of addresses mean nodes too, which by default they do not. */
  boolean rangesMeanNodes() {
    return rangesMeanNodes;
  }

  /** The host endpoints by which a connection may come to a node; {@link #NONE} where past all. */
  List<Integer> guardsOf(int node) {
    return ofNode.get(node);
  }

  /** Whether whatever comes to a node comes by one of these host endpoints. */
  boolean isGuardedOnlyBy(int node, BitSet some) {
    return ofNode.get(node).stream().allMatch(guard -> guard != NONE && some.get(guard));
  }

  /** The host endpoints that a policy applies to; untracked ones only those of an interface. */
  BitSet guardsOf(TieredPolicy policy) {
    BitSet selected = new BitSet();
    TieredPolicy.Hosts hosts = policy.hosts();
    for (int guard = 0; hosts != null && !hosts.ofNodes() && guard < guards.size(); guard++) {
      HostEndpoint endpoint = guards.get(guard);
      boolean possible =
          hosts.stage() != TieredPolicy.Stage.UNTRACKED || !endpoint.everyInterface();
      selected.set(guard, possible && hosts.selects(endpoint.meta().labels()));
    }
    return selected;
  }

  /** The nodes that a policy applies to by their own labels. */
  BitSet nodesOf(TieredPolicy policy) {
    BitSet nodes = new BitSet();
    TieredPolicy.Hosts hosts = policy.hosts();
    if (hosts != null && hosts.ofNodes() && firewallOfCilium) {
      for (int node = 0; node < ofNode.size(); node++) {
        nodes.set(node, hosts.selects(cluster.nodes().get(node).labels()));
      }
    }
    return nodes;
  }

  /**
   * The nodes that have a host endpoint, over every interface or not, which a selector of rules
   * finds.
   */
  BitSet found(Peer.Hosts peer) {
    BitSet nodes = new BitSet();
    for (int node = 0; node < ofNode.size(); node++) {
      for (int guard : ofNode.get(node)) {
        if (guard != NONE
            && guards.get(guard).addressed()
            && peer.selector().matches(guards.get(guard).meta().labels())) {
          nodes.set(node);
        }
      }
    }
    return nodes;
  }

  /** What holds of host endpoints without any policy, as policies, with those of each. */
  Map<TieredPolicy, BitSet> implied() {
    Map<List<String>, BitSet> byProfiles = new LinkedHashMap<>();
    for (int guard = 0; guard < guards.size(); guard++) {
      byProfiles.computeIfAbsent(guards.get(guard).profiles(), ignored -> new BitSet()).set(guard);
    }
    Map<TieredPolicy, BitSet> implied = new LinkedHashMap<>();
    byProfiles.forEach(
        (profiles, some) -> {
          HostEndpoint example = guards.get(some.nextSetBit(0));
          implied.put(
              policy(
                  example,
                  Double.NEGATIVE_INFINITY,
                  rule("failsafe ports", FAILSAFE_INBOUND, true),
                  rule("failsafe ports", FAILSAFE_OUTBOUND, true),
                  false),
              some);
          if (!profiles.contains(HostEndpoint.ALLOWING_PROFILE)) {
            // A profile that is not known may have rules, which let through whatever is asked.
            List<TieredPolicy.Rule> rules =
                profiles.isEmpty() ? List.of() : rule("spec.profiles", null, false);
            implied.put(policy(example, TieredPolicy.PROFILE_TIER, rules, rules, true), some);
          }
        });
    return implied;
  }

  private static List<TieredPolicy.Rule> rule(
      String field, @Nullable List<Port> ports, boolean understood) {
    return List.of(
        new TieredPolicy.Rule(
            field, Action.ACCEPT, List.of(new Peer.Anything()), ports, understood));
  }

  private static TieredPolicy policy(
      HostEndpoint example,
      double tier,
      List<TieredPolicy.Rule> ingress,
      List<TieredPolicy.Rule> egress,
      boolean deniesRest) {
    return new TieredPolicy(
        example.meta(),
        TieredPolicy.Api.CALICO,
        tier,
        0,
        new ArrayList<>(),
        new TieredPolicy.Section(ingress, deniesRest),
        new TieredPolicy.Section(egress, deniesRest));
  }

  /** Names for ports of a node, which policies may use, by whichever interface. */
  List<Endpoint.NamedPort> namedPorts(int node) {
    return ofNode.get(node).stream()
        .filter(guard -> guard != NONE)
        .flatMap(guard -> namedPortsOf(guard).stream())
        .distinct()
        .toList();
  }

  /** The same of one host endpoint. */
  List<Endpoint.NamedPort> namedPortsOf(int guard) {
    List<Endpoint.NamedPort> ports = new ArrayList<>();
    for (HostEndpoint.Port port : guards.get(guard).ports()) {
      PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
      if (protocol != null) {
        ports.add(new Endpoint.NamedPort(port.name(), protocol, port.port()));
      }
    }
    return ports;
  }
}
