package dev.ringfence.policy.fix;

import static java.util.stream.Collectors.joining;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.fence.Opening;
import dev.ringfence.policy.fence.PodPorts;
import dev.ringfence.policy.tenant.ClusterDns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Service that stays open when its namespace is closed: because its tenant publishes it, or
 * because it is the cluster's DNS.
 *
 * @param from namespaces; empty for everybody
 */
record KeptOpen(
    String namespace,
    String service,
    SortedMap<String, String> selector,
    List<NetworkPolicy.Port> ports,
    SortedSet<String> from) {

  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  /** What stays open of a namespace. */
  static List<KeptOpen> of(String namespace, Cluster cluster, Tenancy tenancy) {
    int index = cluster.namespaceIndex(namespace);
    List<KeptOpen> openings = new ArrayList<>();
    for (Service service : cluster.services()) {
      if (!namespace.equals(service.meta().namespace()) || service.selector().isEmpty()) {
        continue;
      }
      if (ClusterDns.isOne(service)) {
        openings.add(of(service, cluster, new TreeSet<>()));
        continue;
      }
      for (Tenant tenant : tenancy.tenants()) {
        for (Tenant.Publication publication : tenant.publishes()) {
          if (tenant.namespaces().contains(index) && publication.isOf(service)) {
            SortedSet<String> from = namespaces(publication.to(), cluster, tenancy);
            // Nobody's namespaces would read as everybody's.
            if (publication.to().isEmpty() || !from.isEmpty()) {
              openings.add(of(service, cluster, from));
            }
          }
        }
      }
    }
    return openings;
  }

  private static KeptOpen of(Service service, Cluster cluster, SortedSet<String> from) {
    List<NetworkPolicy.Port> ports =
        PodPorts.of(service, cluster).stream().map(KeptOpen::port).toList();
    return new KeptOpen(
        service.meta().namespace(),
        service.meta().name(),
        new TreeMap<>(service.selector()),
        ports,
        from);
  }

  /** A port of pods in a NetworkPolicy's words. */
  static NetworkPolicy.Port port(Opening.Port port) {
    boolean number = port.port().chars().allMatch(Character::isDigit);
    int first = number ? Integer.parseInt(port.port()) : 0;
    return new NetworkPolicy.Port(port.protocol(), number ? null : port.port(), first, first);
  }

  /** Ports on one line of a manifest. */
  static String list(List<NetworkPolicy.Port> ports) {
    return ports.stream()
        .map(
            port ->
                "{protocol: %s, port: %s}"
                    .formatted(
                        port.protocol(),
                        port.name() == null ? port.port() : YamlText.name(port.name())))
        .collect(joining(", ", "[", "]"));
  }

  private static SortedSet<String> namespaces(
      List<String> tenants, Cluster cluster, Tenancy tenancy) {
    SortedSet<String> names = new TreeSet<>();
    for (Tenant tenant : tenancy.tenants()) {
      if (tenants.contains(tenant.name())) {
        tenant.namespaces().forEach(index -> names.add(cluster.namespaces().get(index).name()));
      }
    }
    return names;
  }

  String words() {
    return service + " to " + (from.isEmpty() ? "everybody" : String.join(", ", from));
  }

  NetworkPolicy policy() {
    List<NetworkPolicy.Peer> peers = new ArrayList<>();
    for (String name : from) {
      LabelSelector selector = new LabelSelector(Map.of(NAMESPACE_NAME, name), List.of());
      peers.add(new NetworkPolicy.Peer(null, selector, null));
    }
    return new NetworkPolicy(
        Manifest.meta("NetworkPolicy", namespace, name()),
        new LabelSelector(selector, List.of()),
        true,
        false,
        List.of(new NetworkPolicy.Rule(peers, ports)),
        List.of());
  }

  private String name() {
    return "ringfence-open-" + service;
  }

  String manifest() {
    String peers =
        from.stream()
            .map(name -> "{namespaceSelector: {matchLabels: " + named(name) + "}}")
            .collect(joining(", "));
    return """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          podSelector: {matchLabels: %s}
          policyTypes: [Ingress]
          ingress:
          - ports: %s
        """
            .formatted(name(), namespace, YamlText.map(selector), list(ports))
        + (from.isEmpty() ? "" : "    from: [" + peers + "]\n");
  }

  private static String named(String namespace) {
    return YamlText.map(Map.of(NAMESPACE_NAME, namespace));
  }
}
