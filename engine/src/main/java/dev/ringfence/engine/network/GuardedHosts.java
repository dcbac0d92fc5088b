package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.HostEndpoint;
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
 * The nodes whose own processes policies stand before: those with a Calico host endpoint over every
 * interface, and where Cilium's host firewall is on, all. A host endpoint of one interface leaves
 * the others open, so it counts for nothing here.
 *
 * <p>Source: Calico's reference, "Host endpoint" (denies what no policy allows, unless a profile
 * allows it) and "Failsafe rules" (ports that stay open whatever policies say); Cilium's "Host
 * Policies".
 */
final class GuardedHosts {

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
  private final @Nullable HostEndpoint[] ofNode;
  private final boolean firewallOfCilium;

  @SuppressWarnings("NullAway") // an array of what may be null
  GuardedHosts(Cluster cluster) {
    this.cluster = cluster;
    this.ofNode = new @Nullable HostEndpoint[cluster.nodes().size()];
    if (!cluster.hostEndpoints().isEmpty()) {
      Map<String, Integer> nodes = new HashMap<>();
      for (int node = 0; node < ofNode.length; node++) {
        nodes.put(cluster.nodes().get(node).name(), node);
      }
      for (HostEndpoint endpoint : cluster.hostEndpoints()) {
        Integer node = nodes.get(endpoint.node());
        if (node != null && endpoint.everyInterface()) {
          ofNode[node] = endpoint;
        }
      }
    }
    this.firewallOfCilium =
        cluster.configMaps().stream().anyMatch(GuardedHosts::switchesHostFirewallOn);
  }

  private static Port tcp(int port) {
    return new Port("TCP", null, port, port);
  }

  private static boolean switchesHostFirewallOn(Policies.ConfigMap map) {
    return map.meta().name().equals("cilium-config")
        && "true".equals(map.data().get("enable-host-firewall"));
  }

  /** The nodes that a policy applies to. */
  BitSet selectedBy(TieredPolicy policy) {
    BitSet nodes = new BitSet();
    TieredPolicy.Hosts hosts = policy.hosts();
    for (int node = 0; hosts != null && node < ofNode.length; node++) {
      HostEndpoint endpoint = ofNode[node];
      if (hosts.ofNodes()) {
        nodes.set(node, firewallOfCilium && hosts.selects(cluster.nodes().get(node).labels()));
      } else {
        nodes.set(node, endpoint != null && hosts.selects(endpoint.meta().labels()));
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
    for (HostEndpoint endpoint : cluster.hostEndpoints()) {
      if (endpoint.addressed() && peer.selector().matches(endpoint.meta().labels())) {
        for (int node = 0; node < ofNode.length; node++) {
          if (cluster.nodes().get(node).name().equals(endpoint.node())) {
            nodes.set(node);
          }
        }
      }
    }
    return nodes;
  }

  /** What holds of host endpoints without any policy, as policies, with the nodes of each. */
  Map<TieredPolicy, BitSet> implied() {
    Map<List<String>, BitSet> byProfiles = new LinkedHashMap<>();
    for (int node = 0; node < ofNode.length; node++) {
      HostEndpoint endpoint = ofNode[node];
      if (endpoint != null) {
        byProfiles.computeIfAbsent(endpoint.profiles(), ignored -> new BitSet()).set(node);
      }
    }
    Map<TieredPolicy, BitSet> implied = new LinkedHashMap<>();
    byProfiles.forEach(
        (profiles, nodes) -> {
          HostEndpoint example = endpointAt(nodes.nextSetBit(0));
          implied.put(
              policy(
                  example,
                  Double.NEGATIVE_INFINITY,
                  rule("failsafe ports", FAILSAFE_INBOUND, true),
                  rule("failsafe ports", FAILSAFE_OUTBOUND, true),
                  false),
              nodes);
          if (!profiles.contains(HostEndpoint.ALLOWING_PROFILE)) {
            // A profile that is not known may have rules, which let through whatever is asked.
            List<TieredPolicy.Rule> rules =
                profiles.isEmpty() ? List.of() : rule("spec.profiles", null, false);
            implied.put(policy(example, TieredPolicy.PROFILE_TIER, rules, rules, true), nodes);
          }
        });
    return implied;
  }

  private HostEndpoint endpointAt(int node) {
    HostEndpoint endpoint = ofNode[node];
    if (endpoint == null) {
      throw new IllegalArgumentException("node " + node + " has no host endpoint");
    }
    return endpoint;
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

  /** Names for ports of a node, which policies may use. */
  List<Endpoint.NamedPort> namedPorts(int node) {
    HostEndpoint endpoint = ofNode[node];
    List<Endpoint.NamedPort> ports = new ArrayList<>();
    if (endpoint != null) {
      for (HostEndpoint.Port port : endpoint.ports()) {
        PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
        if (protocol != null) {
          ports.add(new Endpoint.NamedPort(port.name(), protocol, port.port()));
        }
      }
    }
    return ports;
  }
}
