package dev.ringfence.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Policies before nodes themselves. Each test is an example or a rule of Calico's reference ("Host
 * endpoint", "Failsafe rules", "Pre-DNAT policy", "Protect Kubernetes nodes") or of Cilium's "Host
 * Policies".
 */
final class HostPoliciesTest {

  private static final String FAILSAFE =
      "TCP 22, TCP 179, TCP 2379-2380, TCP 5473, TCP 6443, TCP 6666-6667, UDP 68";

  private static final String CLUSTER =
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

  private static final String CALICO = CLUSTER.replace("NAME", "calico-node");

  private static final String AUTOMATIC =
      """
      ---
      apiVersion: projectcalico.org/v3
      kind: KubeControllersConfiguration
      metadata: {name: default}
      spec: {controllers: {node: {hostEndpoint: {autoCreate: Enabled}}}}
      """;

  private static String host(String spec) {
    return """
    ---
    apiVersion: projectcalico.org/v3
    kind: HostEndpoint
    metadata: {name: worker-host, labels: {type: production}}
    spec: {node: worker, expectedIPs: [192.168.0.1], %s}
    """
        .formatted(spec);
  }

  private static String policy(String kind, String spec) {
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
  private String toNode(String yaml, String node) {
    return toNode(yaml, node, 0);
  }

  /** The same if what the doubts are about is as feared. */
  private String toNode(String yaml, String node, int doubts) {
    Cluster cluster = StrictReading.cluster(yaml);
    Network network = Network.asItStands(cluster, false);
    int web = network.endpointOf(podClass(cluster, "web"));
    return network.allowed(web, network.endpointOfNode(node(cluster, node)), doubts).toString();
  }

  private String fromNode(String yaml, String from, String to) {
    Cluster cluster = StrictReading.cluster(yaml);
    Network network = Network.asItStands(cluster, false);
    return network
        .allowed(
            network.endpointOfNode(node(cluster, from)),
            network.endpointOfNode(node(cluster, to)),
            0)
        .toString();
  }

  private static int podClass(Cluster cluster, String name) {
    return cluster.podClasses().stream()
        .filter(each -> cluster.pods().name(each.example()).equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static int node(Cluster cluster, String name) {
    for (int node = 0; node < cluster.nodes().size(); node++) {
      if (cluster.nodes().get(node).name().equals(name)) {
        return node;
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void withoutAHostEndpointNothingStandsBeforeANode() {
    assertThat(toNode(CALICO + policy("GlobalNetworkPolicy", "{selector: all()}"), "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void aHostEndpointWithoutPolicyDeniesAllButTheFailsafePorts() {
    assertThat(toNode(CALICO + host("interfaceName: '*'"), "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(CALICO + host("interfaceName: '*'"), "control")).isEqualTo("all ports");
  }

  @Test
  void aConnectionMayComePastAHostEndpointOfOneInterface() {
    String one = CALICO + host("interfaceName: eth0");
    assertThat(toNode(one, "worker", Doubt.INTERFACE)).isEqualTo("all ports");
    assertThat(toNode(one, "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(one, "control")).isEqualTo("all ports");
    assertThat(toNode(CALICO + host("interfaceName: '*'"), "worker", Doubt.EVERY))
        .isEqualTo(FAILSAFE);
  }

  @Test
  void aHostEndpointOfAnInterfaceStandsBeforeTheOneOfAll() {
    String open =
        host("interfaceName: eth0, profiles: [projectcalico-default-allow]")
            .replace("worker-host", "worker-eth0");
    String both = CALICO + host("interfaceName: '*'") + open;
    assertThat(toNode(both, "worker", Doubt.INTERFACE)).isEqualTo("all ports");
    assertThat(toNode(both, "worker")).isEqualTo(FAILSAFE);
    String closed = open.replace(", profiles: [projectcalico-default-allow]", "");
    assertThat(toNode(CALICO + host("interfaceName: '*'") + closed, "worker", Doubt.EVERY))
        .as("whichever interface it is")
        .isEqualTo(FAILSAFE);
  }

  @Test
  void theAllowingProfileOpensWhatNoPolicySelects() {
    assertThat(
            toNode(
                CALICO + host("interfaceName: '*', profiles: [projectcalico-default-allow]"),
                "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void automaticHostEndpointsAreMadeWhereTheConfigurationSaysSo() {
    String ingress =
        policy("GlobalNetworkPolicy", "{selector: has(kubernetes-worker), types: [Ingress]}");
    assertThat(toNode(CALICO + AUTOMATIC, "worker")).isEqualTo("all ports");
    assertThat(toNode(CALICO + AUTOMATIC + ingress, "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(CALICO + AUTOMATIC + ingress, "control")).isEqualTo("all ports");
    assertThat(toNode(CALICO + AUTOMATIC.replace("Enabled", "Disabled") + ingress, "worker"))
        .isEqualTo("all ports");
  }

  /** The tutorial of "Protect Kubernetes nodes". */
  private static final String WORKERS =
      """
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: ingress-k8s-workers}
      spec:
        selector: has(kubernetes-worker)
        ingress:
        - {action: Allow, destination: {nets: [127.0.0.0/8]}}
        - action: Allow
          protocol: TCP
          source: {selector: has(node-role.kubernetes.io/control-plane)}
          destination: {ports: [10250]}
      """;

  @Test
  void workersLetOnlyTheControlPlaneToTheirKubelets() {
    assertThat(toNode(CALICO + AUTOMATIC + WORKERS, "worker")).isEqualTo(FAILSAFE);
    assertThat(fromNode(CALICO + AUTOMATIC + WORKERS, "control", "worker"))
        .isEqualTo(FAILSAFE.replace(", UDP", ", TCP 10250, UDP"));
  }

  @Test
  void theControlPlaneLetsEverybodyToTheApiServer() {
    String masters =
        WORKERS
            .replace("kubernetes-worker", "node-role.kubernetes.io/control-plane")
            .replace("workers", "masters");
    assertThat(toNode(CALICO + AUTOMATIC + masters, "control")).contains("TCP 6443");
    assertThat(toNode(CALICO + AUTOMATIC + masters, "control")).doesNotContain("10250");
  }

  @Test
  void rulesFindHostEndpointsOnlyByTheirExpectedAddresses() {
    String source =
        policy(
            "GlobalNetworkPolicy",
            "{selector: type == 'production', ingress: [{action: Allow, source: {selector: \"role =="
                + " 'peer'\"}}]}");
    String peer =
        """
        ---
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: peer, labels: {role: peer}}
        spec: {node: control, interfaceName: '*', profiles: [projectcalico-default-allow]}
        """;
    String both = CALICO + host("interfaceName: '*'") + source + peer;
    assertThat(fromNode(both, "control", "worker")).isEqualTo(FAILSAFE);
    assertThat(
            fromNode(
                both.replace(
                    "spec: {node: control", "spec: {expectedIPs: [192.168.0.2], node: control"),
                "control",
                "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void namespacedPoliciesAndThoseOfNamespacesAreNoHosts() {
    String open = CALICO + AUTOMATIC;
    assertThat(
            toNode(open + policy("NetworkPolicy", "{selector: all(), types: [Ingress]}"), "worker"))
        .isEqualTo("all ports");
    assertThat(
            toNode(
                open
                    + policy(
                        "GlobalNetworkPolicy",
                        "{selector: all(), namespaceSelector: all(), types: [Ingress]}"),
                "worker"))
        .isEqualTo("all ports");
    assertThat(
            toNode(
                open + policy("GlobalNetworkPolicy", "{selector: all(), types: [Ingress]}"),
                "worker"))
        .isEqualTo(FAILSAFE);
  }

  @Test
  void whatComesBeforeAddressTranslationHasNoDefaultDenyAndDecidesFirst() {
    String open = CALICO + AUTOMATIC;
    String early =
        policy(
            "GlobalNetworkPolicy",
            "{selector: all(), order: 10, preDNAT: true, applyOnForward: true, ingress: [{action:"
                + " Deny, protocol: TCP, destination: {ports: [10250]}}]}");
    assertThat(toNode(open + early, "worker"))
        .isEqualTo("TCP 1-10249, TCP 10251-65535, UDP all, SCTP all");
    String late =
        policy("GlobalNetworkPolicy", "{selector: all(), order: 1, ingress: [{action: Allow}]}");
    assertThat(toNode(open + early + late, "worker"))
        .as("stands before whatever order")
        .isEqualTo("TCP 1-10249, TCP 10251-65535, UDP all, SCTP all");
    String closed = policy("GlobalNetworkPolicy", "{selector: all(), types: [Ingress]}");
    assertThat(toNode(open + early.replace("Deny", "Allow") + closed, "worker"))
        .as("what it allows skips the others")
        .contains("TCP 10250");
  }

  @Test
  void policiesBeforeAddressTranslationAreNotForPods() {
    String early =
        policy(
            "GlobalNetworkPolicy",
            "{selector: all(), preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}");
    Cluster cluster = StrictReading.cluster(CALICO + AUTOMATIC + early);
    Network network = Network.asItStands(cluster, false);
    assertThat(
            network
                .allowed(
                    network.endpointOfNode(node(cluster, "control")),
                    network.endpointOf(podClass(cluster, "web")),
                    0)
                .toString())
        .isEqualTo("all ports");
  }

  private static final String WITHOUT_KUBELET = "TCP 1-10249, TCP 10251-65535, UDP all, SCTP all";

  private static String untracked(String action) {
    return policy(
        "GlobalNetworkPolicy",
        "{selector: all(), doNotTrack: true, applyOnForward: true, ingress: [{action: "
            + action
            + ", protocol: TCP, destination: {ports: [10250]}}]}");
  }

  @Test
  void untrackedPoliciesHoldForSingleInterfacesOnly() {
    String one = CALICO + host("interfaceName: eth0, profiles: [projectcalico-default-allow]");
    assertThat(toNode(one + untracked("Deny"), "worker")).isEqualTo(WITHOUT_KUBELET);
    assertThat(toNode(one + untracked("Deny"), "worker", Doubt.INTERFACE)).isEqualTo("all ports");
    assertThat(toNode(CALICO + AUTOMATIC + untracked("Deny"), "worker")).isEqualTo("all ports");
  }

  @Test
  void untrackedPoliciesDecideBeforeThoseBeforeAddressTranslation() {
    String one = CALICO + host("interfaceName: eth0, profiles: [projectcalico-default-allow]");
    String early =
        policy(
            "GlobalNetworkPolicy",
            "{selector: all(), order: -5, preDNAT: true, applyOnForward: true, ingress: [{action:"
                + " Deny, protocol: TCP, destination: {ports: [10250]}}]}");
    assertThat(toNode(one + early, "worker")).isEqualTo(WITHOUT_KUBELET);
    assertThat(toNode(one + early + untracked("Allow"), "worker")).isEqualTo("all ports");
    assertThat(toNode(one + early + untracked("Pass"), "worker")).isEqualTo(WITHOUT_KUBELET);
  }

  /** What a node may connect to in a pod that may be on another. */
  private static String toPod(String yaml, int doubts) {
    Cluster cluster = StrictReading.cluster(yaml);
    Network network = Network.asItStands(cluster, false);
    return network
        .allowed(
            network.endpointOfNode(node(cluster, "control")),
            network.endpointOf(podClass(cluster, "web")),
            doubts)
        .toString();
  }

  private static String forwarded(String selector) {
    return policy(
        "GlobalNetworkPolicy",
        "{selector: "
            + selector
            + ", applyOnForward: true, ingress: [{action: Allow, protocol: TCP, destination: {ports:"
            + " [80]}}]}");
  }

  @Test
  void policiesOnForwardedTrafficStopPodsThatDoNotShareANode() {
    String every = CALICO + AUTOMATIC + forwarded("has(projectcalico.org/created-by)");
    assertThat(toPod(every, 0)).isEqualTo("TCP 80");
    assertThat(toPod(every, Doubt.FORWARDED)).isEqualTo("all ports");
    assertThat(toPod(CALICO + AUTOMATIC + forwarded("has(kubernetes-worker)"), 0))
        .as("the pod may be on the other node")
        .isEqualTo("all ports");
    assertThat(toPod(every.replace("applyOnForward: true", "applyOnForward: false"), 0))
        .isEqualTo("all ports");
  }

  @Test
  void fromOutsideEverythingIsForwarded() {
    String every = CALICO + AUTOMATIC + forwarded("has(projectcalico.org/created-by)");
    assertThat(fromOutside(every)).isEqualTo("TCP 80");
    assertThat(fromOutside(CALICO + AUTOMATIC + forwarded("has(kubernetes-worker)")))
        .isEqualTo("all ports");
    assertThat(fromOutside(every.replace("ingress:", "types: [Egress], egress:")))
        .as("what comes in is another direction")
        .isEqualTo("all ports");
    assertThat(fromOutside(every + host("interfaceName: eth0")))
        .as("by an interface whose host endpoint no such policy selects")
        .isEqualTo("all ports");
  }

  private static String fromOutside(String yaml) {
    Reach reach = Reach.of(StrictReading.cluster(yaml), new Assumptions(List.of()));
    PortSet[] found = {PortSet.NONE};
    AddressRanges somewhere = requireNonNull(AddressRanges.cidr("8.8.8.8"));
    BitSet web = new BitSet();
    BitSet outside = new BitSet();
    for (int end = 0; end < reach.count(); end++) {
      boolean workload = reach.isWorkload(end);
      web.set(end, workload && reach.workload(end).reference().name().equals("web"));
      outside.set(end, !workload && reach.addresses(end).containsAll(somewhere));
    }
    assertThat(outside.cardinality()).isEqualTo(1);
    reach.forEach(outside, web, (from, to, ports) -> found[0] = ports);
    return found[0].toString();
  }

  @Test
  void namedPortsAreThoseOfTheHostEndpoint() {
    String named =
        policy(
            "GlobalNetworkPolicy",
            "{selector: type == 'production', ingress: [{action: Allow, protocol: TCP, destination:"
                + " {ports: [some-port]}}]}");
    assertThat(
            toNode(
                CALICO
                    + host(
                        "interfaceName: '*', ports: [{name: some-port, port: 1234, protocol: TCP}]")
                    + named,
                "worker"))
        .contains("TCP 1234");
  }

  @Test
  void aGlobalNetworkSetIsFoundByItsLabels() {
    String set =
        """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkSet
        metadata: {name: partners, labels: {role: partner}}
        spec: {nets: [10.0.0.0/24]}
        """;
    String closed =
        policy(
            "GlobalNetworkPolicy",
            "{selector: type == 'production', ingress: [{action: Allow, source: {selector: \"role =="
                + " 'partner'\"}}]}");
    assertThat(toNode(CALICO + host("interfaceName: '*'") + closed, "worker")).isEqualTo(FAILSAFE);
    assertThat(toNode(CALICO + host("interfaceName: '*'") + closed + set, "worker"))
        .isEqualTo("all ports");
  }

  @Test
  void ciliumHostPoliciesHoldWhereTheHostFirewallIsOn() {
    String on =
        CLUSTER.replace("NAME", "cilium")
            + """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: cilium-config, namespace: kube-system}
            data: {enable-policy: default, enable-host-firewall: "true"}
            ---
            apiVersion: cilium.io/v2
            kind: CiliumClusterwideNetworkPolicy
            metadata: {name: demo-host-policy}
            spec:
              nodeSelector: {matchLabels: {kubernetes-worker: ""}}
              ingress:
              - fromEntities: [remote-node]
              - toPorts: [{ports: [{port: "22", protocol: TCP}]}]
            """;
    assertThat(toNode(on, "worker")).isEqualTo("TCP 22");
    assertThat(toNode(on, "control")).isEqualTo("all ports");
    assertThat(fromNode(on, "control", "worker")).isEqualTo("all ports");
    assertThat(toNode(on.replace("enable-host-firewall: \"true\"", "x: y"), "worker"))
        .isEqualTo("all ports");
  }
}
