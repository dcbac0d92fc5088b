package dev.ringfence.cli;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.network.Network;

/** Two nodes, a pod on one of them, and the agent that upholds policies before nodes too. */
final class HostScene {

  private HostScene() {}

  static final String FAILSAFE =
      "TCP 22, TCP 179, TCP 2379-2380, TCP 5473, TCP 6443, TCP 6666-6667, UDP 68";

  static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: worker, labels: {kubernetes-worker: ""}}
      spec: {podCIDRs: [10.0.0.0/24]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: control, labels: {node-role.kubernetes.io/control-plane: ""}}
      spec: {podCIDRs: [10.0.1.0/24]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: red}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: red, labels: {role: web}}
      spec: {containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.5}
      ---
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: NAME, namespace: kube-system}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {hostNetwork: true, containers: [{name: agent, image: "docker.io/calico/node:v3.32.0"}]}
      """;

  static final String CALICO = CLUSTER.replace("NAME", "calico-node");

  static final String AUTOMATIC =
      """
      ---
      apiVersion: projectcalico.org/v3
      kind: KubeControllersConfiguration
      metadata: {name: default}
      spec: {controllers: {node: {hostEndpoint: {autoCreate: Enabled}}}}
      """;

  static String host(String spec) {
    return """
    ---
    apiVersion: projectcalico.org/v3
    kind: HostEndpoint
    metadata: {name: worker-host, labels: {type: production}}
    spec: {node: worker, expectedIPs: [192.168.0.1], %s}
    """
        .formatted(spec);
  }

  static String policy(String kind, String spec) {
    String namespace = kind.equals("NetworkPolicy") ? ", namespace: red" : "";
    return """
    ---
    apiVersion: projectcalico.org/v3
    kind: %s
    metadata: {name: p%s%s}
    spec: %s
    """
        .formatted(kind, Integer.toHexString(spec.hashCode()), namespace, spec);
  }

  /** What a pod of another node may connect to on a node. */
  static String toNode(String yaml, String node) {
    return toNode(yaml, node, 0);
  }

  /** The same if what the doubts are about is as feared. */
  static String toNode(String yaml, String node, int doubts) {
    Cluster cluster = StrictReading.cluster(yaml);
    Network network = Network.asItStands(cluster, false);
    int web = network.endpointOf(podClass(cluster, "web"));
    return network.allowed(web, network.endpointOfNode(node(cluster, node)), doubts).toString();
  }

  static String fromNode(String yaml, String from, String to) {
    Cluster cluster = StrictReading.cluster(yaml);
    Network network = Network.asItStands(cluster, false);
    return network
        .allowed(
            network.endpointOfNode(node(cluster, from)),
            network.endpointOfNode(node(cluster, to)),
            0)
        .toString();
  }

  static int podClass(Cluster cluster, String name) {
    return cluster.podClasses().stream()
        .filter(each -> cluster.pods().name(each.example()).equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  static int node(Cluster cluster, String name) {
    for (int node = 0; node < cluster.nodes().size(); node++) {
      if (cluster.nodes().get(node).name().equals(name)) {
        return node;
      }
    }
    throw new AssertionError(name);
  }
}
