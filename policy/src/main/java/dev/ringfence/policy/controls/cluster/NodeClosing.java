package dev.ringfence.policy.controls.cluster;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import dev.ringfence.policy.fence.Resolvers;
import dev.ringfence.policy.traits.NodeClosingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Closes the way from tenants' pods to nodes, in the words of whatever enforces here.
 *
 * <p>It only ever takes away: what it does not deny is left to the NetworkPolicies, which open the
 * API server to tenants that asked for it and to nobody else. Allowing it here, before them, would
 * open it to every tenant.
 */
final class NodeClosing {

  private static final String CONTROL = "network/own-node";
  private static final String NAME = "ringfence-nodes";

  private NodeClosing() {}

  static List<ControlObject> of(FencePlan plan) {
    List<ControlObject> objects = new ArrayList<>();
    for (NodeClosingKind kind : NodeClosingKind.renderedFor(plan.traits())) {
      switch (kind) {
        case CLUSTER_NETWORK_POLICY -> objects.add(clusterNetworkPolicy(plan));
        case ADMIN_NETWORK_POLICY -> objects.add(adminNetworkPolicy(plan));
        case CILIUM -> objects.addAll(cilium(plan));
        case CALICO -> objects.addAll(calico(plan));
      }
    }
    return objects;
  }

  private static ControlObject object(String apiVersion, String kind, String name, String spec) {
    return new ControlObject(
        CONTROL, apiVersion, kind, null, name, ClusterObjects.head(apiVersion, kind, name) + spec);
  }

  /** The addresses of the API server that some tenant asked for, as its class names them. */
  private static SortedSet<String> apiServers(FencePlan plan) {
    TreeSet<String> addresses = new TreeSet<>();
    for (Fence fence : plan.inCluster()) {
      if (fence.usesApi()) {
        addresses.addAll(fence.settings().apiServerAddresses());
      }
    }
    return addresses;
  }

  private static ControlObject clusterNetworkPolicy(FencePlan plan) {
    return beforeNetworkPolicies(
        plan,
        "policy.networking.k8s.io/v1alpha2",
        "ClusterNetworkPolicy",
        "  tier: Admin\n",
        """
            protocols:
            - tcp: {destinationPort: {number: 443}}
            - tcp: {destinationPort: {number: 6443}}
        """);
  }

  /** The same in the words of the older API, which OVN-Kubernetes upholds. */
  private static ControlObject adminNetworkPolicy(FencePlan plan) {
    return beforeNetworkPolicies(
        plan,
        "policy.networking.k8s.io/v1alpha1",
        "AdminNetworkPolicy",
        "",
        """
            ports:
            - portNumber: {protocol: TCP, port: 443}
            - portNumber: {protocol: TCP, port: 6443}
        """);
  }

  /**
   * A policy of a tier before NetworkPolicies.
   *
   * @param tier its line, where it is one of several
   * @param ports those of the API server
   */
  private static ControlObject beforeNetworkPolicies(
      FencePlan plan, String apiVersion, String kind, String tier, String ports) {
    SortedSet<String> api = apiServers(plan);
    String pass =
        api.isEmpty()
            ? ""
            : """
              - name: api-server
                action: Pass
                to:
                - networks: %s
            """
                    .formatted(YamlText.list(api))
                + ports;
    return object(
        apiVersion,
        kind,
        NAME,
        "spec:\n"
            + tier
            + """
              priority: 10
              subject:
                namespaces:
                  matchExpressions:
                  - {key: %s, operator: Exists}
                  - {key: %s, operator: NotIn, values: [observe]}
              egress:
            """
                .formatted(Words.TENANT, Words.STAGE)
            + pass
            + """
              - name: nodes
                action: Deny
                to:
                - nodes: {}
            """);
  }

  /**
   * One for tenants without the API, and, because denial goes before all else, one for others. What
   * a cache of names on the node answers stays open to both.
   */
  private static List<ControlObject> cilium(FencePlan plan) {
    TreeSet<String> asking = new TreeSet<>();
    for (Fence fence : plan.inCluster()) {
      if (fence.usesApi() && !fence.settings().apiServerAddresses().isEmpty()) {
        asking.addAll(fence.namespaces());
      }
    }
    boolean caches = !plan.resolvers().addresses().isEmpty();
    List<Integer> open = caches ? List.of(Resolvers.DNS) : List.of();
    if (asking.isEmpty()) {
      return List.of(cilium(NAME, "", denied(open, open)));
    }
    String names = YamlText.list(asking);
    List<Integer> openToThem = caches ? List.of(Resolvers.DNS, 443, 6443) : List.of(443, 6443);
    return List.of(
        cilium(NAME, namespaces("NotIn", names), denied(open, open)),
        cilium(NAME + "-but-api", namespaces("In", names), denied(openToThem, open)));
  }

  /** Everything of nodes, or everything but some ports, in ascending order. */
  private static String denied(List<Integer> tcp, List<Integer> udp) {
    String entities = "  - toEntities: [host, remote-node]\n";
    return tcp.isEmpty() && udp.isEmpty()
        ? entities
        : entities + "    toPorts:\n    - ports:\n" + allBut(tcp, "TCP") + allBut(udp, "UDP");
  }

  private static String allBut(List<Integer> open, String protocol) {
    StringBuilder ranges = new StringBuilder();
    int next = 1;
    for (int port : open) {
      ranges.append(range(next, port - 1, protocol));
      next = port + 1;
    }
    return ranges.append(range(next, 65535, protocol)).toString();
  }

  private static String range(int first, int last, String protocol) {
    return "      - {port: \"%d\", endPort: %d, protocol: %s}\n".formatted(first, last, protocol);
  }

  private static String namespaces(String operator, String names) {
    return """
            - {key: "k8s:io.kubernetes.pod.namespace", operator: %s, values: %s}
        """
        .formatted(operator, names);
  }

  private static ControlObject cilium(String name, String which, String denied) {
    return object(
        "cilium.io/v2",
        "CiliumClusterwideNetworkPolicy",
        name,
        """
        spec:
          endpointSelector:
            matchExpressions:
            - {key: "k8s:io.cilium.k8s.namespace.labels.%1$s", operator: Exists}
            - {key: "k8s:io.cilium.k8s.namespace.labels.%2$s", operator: NotIn, values: [observe]}
        %3$s  egressDeny:
        %4$s"""
            .formatted(Words.TENANT, Words.STAGE, which, denied));
  }

  /**
   * Only denials: what no rule matches goes on to the next policy of the tier. {@code Pass} would
   * jump to the next tier, past every NetworkPolicy, because those stand in the default tier too.
   *
   * <p>Nothing where no address of a node was seen: an empty list of nets would match any.
   */
  private static List<ControlObject> calico(FencePlan plan) {
    TreeSet<String> nets = new TreeSet<>();
    plan.traits()
        .nodes()
        .forEach(
            node ->
                node.addresses()
                    .forEach(
                        address -> {
                          if (address.matches("[0-9.]+")) {
                            nets.add(address + "/32");
                          } else if (address.indexOf(':') >= 0) {
                            nets.add(address + "/128");
                          }
                        }));
    if (nets.isEmpty()) {
      return List.of();
    }
    String nodes = YamlText.list(nets);
    SortedSet<String> api = apiServers(plan);
    String denied =
        api.isEmpty()
            ? """
              - action: Deny
                destination: {nets: %s}
            """
                .formatted(nodes)
            : """
              - action: Deny
                destination: {nets: %1$s, notNets: %2$s}
              - action: Deny
                protocol: TCP
                destination: {nets: %1$s, ports: ["1:442", "444:6442", "6444:65535"]}
              - action: Deny
                protocol: UDP
                destination: {nets: %1$s}
            """
                .formatted(nodes, YamlText.list(api));
    return List.of(
        object(
            "crd.projectcalico.org/v1",
            "GlobalNetworkPolicy",
            NAME,
            """
        spec:
          order: 10
          namespaceSelector: has(%1$s) && %2$s != "observe"
          types: [Egress]
          egress:
        """
                    .formatted(Words.TENANT, Words.STAGE)
                + denied));
  }
}
