package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.network.Network;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.controls.ControlObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What closes the way to nodes, in each enforcer's own words, closes it and opens nothing beside:
 * neither other tenants, past the NetworkPolicies, nor the API server to who did not ask for it.
 */
final class NodeClosingTest {

  /** The words of an enforcer: its agent, and the kinds that it brings. */
  enum Enforcer {
    CLUSTER_NETWORK_POLICY(
        "calico-node",
        "docker.io/calico/node:v3.32.0",
        "clusternetworkpolicies.policy.networking.k8s.io"),
    OVN_KUBERNETES(
        "ovnkube-node",
        "quay.io/openshift/ovn-kubernetes:4.20",
        "adminnetworkpolicies.policy.networking.k8s.io"),
    CALICO(
        "calico-node",
        "docker.io/calico/node:v3.30.0",
        "globalnetworkpolicies.crd.projectcalico.org"),
    CILIUM(
        "cilium",
        "quay.io/cilium/cilium:v1.18.0",
        "ciliumclusterwidenetworkpolicies.cilium.io",
        "ciliumnetworkpolicies.cilium.io");

    private final String agent;
    private final String image;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> kinds;

    Enforcer(String agent, String image, String... kinds) {
      this.agent = agent;
      this.image = image;
      this.kinds = List.of(kinds);
    }

    private String manifests() {
      StringBuilder text = new StringBuilder();
      text.append(
          """
          ---
          apiVersion: apps/v1
          kind: DaemonSet
          metadata: {name: %1$s, namespace: kube-system}
          spec:
            selector: {matchLabels: {k8s-app: %1$s}}
            template:
              metadata: {labels: {k8s-app: %1$s}}
              spec:
                hostNetwork: true
                tolerations: [{operator: Exists}]
                containers: [{name: agent, image: "%2$s"}]
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: cilium-config, namespace: kube-system}
          data: {enable-policy: default}
          """
              .formatted(agent, image));
      for (String kind : kinds) {
        int dot = kind.indexOf('.');
        text.append(
            """
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %s}
            spec:
              group: %s
              scope: Cluster
              names: {kind: K%s, plural: %s}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
            """
                .formatted(
                    kind, kind.substring(dot + 1), kind.substring(0, dot), kind.substring(0, dot)));
      }
      return text.toString();
    }
  }

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: worker}
      spec: {podCIDRs: [10.0.0.0/24]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: control, labels: {node-role.kubernetes.io/control-plane: ""}}
      spec: {podCIDRs: [10.0.1.0/24]}
      status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: closed}
      spec: {pattern: Shared}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: with-api}
      spec: {pattern: Shared, apiServerAddresses: [192.168.0.2/32]}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: quiet}
      spec: {trust: Trusted, code: FirstParty, namespaces: {names: [quiet]}, isolationClass: closed}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: asking}
      spec:
        trust: Trusted
        code: FirstParty
        namespaces: {names: [asking]}
        needs: {kubernetesAPI: true}
        isolationClass: with-api
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: quiet, namespace: quiet}
      spec: {nodeName: worker, containers: [{name: a, image: a}]}
      status: {podIP: 10.0.0.5}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: asking, namespace: asking}
      spec: {nodeName: worker, containers: [{name: a, image: b}]}
      status: {podIP: 10.0.0.6}
      """;

  @ParameterizedTest
  @EnumSource(Enforcer.class)
  void theWayToNodesIsClosedAndNothingElseIsOpened(Enforcer enforcer) {
    String source = CLUSTER + enforcer.manifests();
    Cluster cluster = read(source + fences(source)).cluster();
    Connections network = new Connections(cluster, Network.asItStands(cluster, false));
    assertThat(network.between("quiet", "asking")).as("to another tenant").isEqualTo("no ports");
    assertThat(network.between("asking", "quiet")).as("to another tenant").isEqualTo("no ports");
    assertThat(network.toNode("quiet", "control")).as("to the API server").isEqualTo("no ports");
    assertThat(network.toNode("quiet", "worker")).as("to a kubelet").isEqualTo("no ports");
    assertThat(network.toNode("asking", "worker")).as("to a kubelet").isEqualTo("no ports");
    assertThat(network.toNode("asking", "control"))
        .as("to the API server that was asked for")
        .isEqualTo("TCP 443, TCP 6443");
  }

  /**
   * The host's every other port stays closed. Which node is the own one is not told apart here, so
   * that the same port of other nodes counts as open, although no policy allows it.
   */
  @Test
  void aCacheOnTheNodeIsAllThatCiliumLeavesOpen() {
    String source = CLUSTER + Enforcer.CILIUM.manifests() + "---\n" + ResolversTest.nodeCache(true);
    Cluster cluster = read(source + "---\n" + fences(source)).cluster();
    Connections network = new Connections(cluster, Network.asItStands(cluster, false));
    assertThat(network.toNode("quiet", "worker")).isEqualTo("TCP 53, UDP 53");
    assertThat(network.between("quiet", "asking")).isEqualTo("no ports");
  }

  /** To deny one kind of nodes is not to deny the other: the own one, or all others, stay open. */
  @ParameterizedTest
  @ValueSource(strings = {"host", "remote-node"})
  void denyingOneKindOfNodesClosesNotAllOfThem(String entity) {
    String policy =
        """
        ---
        apiVersion: cilium.io/v2
        kind: CiliumClusterwideNetworkPolicy
        metadata: {name: half}
        spec:
          endpointSelector: {}
          egress: [{toEntities: [all]}]
          egressDeny: [{toEntities: [ENTITY]}]
        """;
    String source = CLUSTER + Enforcer.CILIUM.manifests();
    Cluster half = read(source + policy.replace("ENTITY", entity)).cluster();
    assertThat(new Connections(half, Network.of(half)).closesOwnNode("quiet")).isFalse();
    Cluster both = read(source + policy.replace("ENTITY", "host, remote-node")).cluster();
    assertThat(new Connections(both, Network.of(both)).closesOwnNode("quiet")).isTrue();
  }

  /** An empty list of nets would match any address. */
  @Test
  void withoutAddressesOfNodesCalicoIsGivenNothing() {
    String source = CLUSTER.replaceAll("status: .addresses.*", "") + Enforcer.CALICO.manifests();
    assertThat(FencedCluster.rendered(source).inOrder())
        .extracting(ControlObject::kind)
        .contains("NetworkPolicy")
        .doesNotContain("GlobalNetworkPolicy");
  }

  /** A definition that nobody upholds is no fence, and the answer does not count on one. */
  @ParameterizedTest
  @CsvSource({
    "kube-flannel-ds, docker.io/flannel/flannel:v0.27.0",
    "calico-node, docker.io/calico/node:v3.30.0",
    "azure-npm, mcr.microsoft.com/containernetworking/azure-npm:v1.5.0"
  })
  void aDefinitionWithoutAnEnforcerIsGivenNothing(String agent, String image) {
    assertThat(renderedWith(Enforcer.CLUSTER_NETWORK_POLICY, agent, image))
        .contains("NetworkPolicy")
        .doesNotContain("ClusterNetworkPolicy");
    assertThat(renderedWith(Enforcer.OVN_KUBERNETES, agent, image))
        .contains("NetworkPolicy")
        .doesNotContain("AdminNetworkPolicy");
  }

  /** It may be upheld, and where it is not it does no harm; nobody counts on it. */
  @Test
  void whereNothingShowsWhetherItIsUpheldItIsWritten() {
    assertThat(
            renderedWith(
                Enforcer.CLUSTER_NETWORK_POLICY, "cilium", "quay.io/cilium/cilium:v1.20.0"))
        .contains("ClusterNetworkPolicy");
  }

  private static List<String> renderedWith(Enforcer definitions, String agent, String image) {
    String source =
        CLUSTER
            + definitions
                .manifests()
                .replace(definitions.agent, agent)
                .replace(definitions.image, image);
    return FencedCluster.rendered(source).inOrder().stream().map(ControlObject::kind).toList();
  }

  /** The first in the alphabet is an ordinary runtime under another name. */
  @Test
  void anOrdinaryRuntimeIsNotChosenAsTheSandbox() {
    String source =
        CLUSTER
                .replace("{pattern: Shared}", "{pattern: Sandboxed}")
                .replace(
                    "address: 192.168.0.1}]}",
                    "address: 192.168.0.1}], runtimeHandlers: [{name: nvidia-cdi}, {name: runsc}]}")
            + Enforcer.CALICO.manifests();
    assertThat(FencedCluster.rendered(source).inOrder())
        .extracting(ControlObject::title)
        .contains("RuntimeClass ringfence-runsc")
        .doesNotContain("RuntimeClass ringfence-nvidia-cdi");
  }

  private static String fences(String source) {
    StringBuilder text = new StringBuilder();
    boolean closes = false;
    for (ControlObject object : FencedCluster.rendered(source).inOrder()) {
      text.append("---\n").append(object.text());
      closes |= object.control().equals("network/own-node");
    }
    assertThat(closes).as("something closes the way to nodes").isTrue();
    return text.toString();
  }

  private static Intake.Result read(String yaml) {
    return Intake.read(List.of(new SourceSpec.Text("source", yaml)), IntakeOptions.DEFAULT);
  }

  /** Who may connect where. */
  private record Connections(Cluster cluster, Network network) {

    String between(String from, String to) {
      return network.allowed(pod(from), pod(to), 0).toString();
    }

    String toNode(String from, String node) {
      for (int index = 0; index < cluster.nodes().size(); index++) {
        if (cluster.nodes().get(index).name().equals(node)) {
          return network.allowed(pod(from), network.endpointOfNode(index), 0).toString();
        }
      }
      throw new AssertionError("no node " + node);
    }

    boolean closesOwnNode(String pod) {
      return network.nodeGuards().closesOwnNode(pod(pod), cluster.nodeIndex("worker"));
    }

    private int pod(String name) {
      return cluster.podClasses().stream()
          .filter(each -> cluster.pods().name(each.example()).equals(name))
          .mapToInt(each -> network.endpointOf(each.id()))
          .findFirst()
          .orElseThrow();
    }
  }
}
