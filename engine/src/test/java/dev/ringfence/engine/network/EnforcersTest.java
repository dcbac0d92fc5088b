package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.network.Enforcement.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnforcersTest {

  private static SmallCluster node(String kubeletVersion) {
    return new SmallCluster()
        .node("node", Map.of(), List.of("192.168.0.1"), List.of(), "", kubeletVersion);
  }

  private static String found(SmallCluster cluster) {
    Cluster built = cluster.build();
    Network network = Network.of(built);
    Enforcement enforcement = network.enforcement(network.enforcementOfNode(0));
    return enforcement.product() + " " + enforcement.state();
  }

  @ParameterizedTest
  @CsvSource({
    "kube-flannel-ds, docker.io/flannel/flannel:v0.27.0, flannel NOT_ENFORCED",
    "calico-node, docker.io/calico/node:v3.32.0, calico ENFORCED",
    "canal, docker.io/calico/node:v3.32.0, calico ENFORCED",
    "antrea-agent, antrea/antrea-agent:v2.4.0, antrea ENFORCED",
    "ovnkube-node, ovn:1, ovn-kubernetes ENFORCED",
    "anetd, gke/anetd:1, cilium ENFORCED",
    "kube-router, cloudnativelabs/kube-router:v2, kube-router ENFORCED",
    "azure-npm, azure-npm:1, azure-npm ENFORCED",
    "kube-ovn-cni, kubeovn/kube-ovn:1, kube-ovn ENFORCED",
    "kindnet, docker.io/kindest/kindnetd:v20240813-c6f155d6, kube-network-policies ENFORCED",
    "kindnet, docker.io/kindest/kindnetd:v20240513-cbeaa8d5, kube-network-policies NOT_ENFORCED",
    "kindnet, registry.test/kindnetd:latest, kube-network-policies UNKNOWN",
    "weave-net, weaveworks/weave-kube:2.8, weave NOT_ENFORCED",
    "cilium, quay.io/cilium/cilium:v1.19, cilium UNKNOWN",
    "something-else, x:1, unknown UNKNOWN"
  })
  void aDaemonSetTellsWhatEnforces(String daemonSet, String image, String expected) {
    assertThat(found(node("v1.36.0").daemonSet("system", daemonSet, SmallCluster.container(image))))
        .isEqualTo(expected);
  }

  /** A definition of the kind shows nothing; Antrea's gate for it is off by default. */
  @ParameterizedTest
  @CsvSource({
    "ovnkube-node, ovn:1, YES",
    "antrea-agent, antrea/antrea-agent:v2.4.0, UNSURE",
    "calico-node, docker.io/calico/node:v3.31.0, YES",
    "calico-node, docker.io/calico/node:v3.32.0, NO",
    "azure-npm, azure-npm:1, NO"
  })
  void whetherAdminNetworkPoliciesAreUpheldIsTheProductsToSay(
      String daemonSet, String image, PolicySupport expected) {
    Network network =
        Network.of(
            node("v1.36.0").daemonSet("system", daemonSet, SmallCluster.container(image)).build());
    assertThat(
            network
                .enforcement(network.enforcementOfNode(0))
                .support(TieredPolicy.Api.ADMIN_NETWORK_POLICY))
        .isEqualTo(expected);
  }

  @Test
  void ciliumsConfigMapDecides() {
    assertThat(found(cilium(Map.of("routing-mode", "tunnel")))).isEqualTo("cilium ENFORCED");
    assertThat(found(cilium(Map.of("enable-policy", "never")))).isEqualTo("cilium NOT_ENFORCED");
    assertThat(found(cilium(Map.of("enable-k8s-networkpolicy", "false"))))
        .isEqualTo("cilium NOT_ENFORCED");
  }

  private static SmallCluster cilium(Map<String, String> configuration) {
    return node("v1.36.0")
        .daemonSet("kube-system", "cilium", SmallCluster.container("quay.io/cilium/cilium:v1.19"))
        .configMap("kube-system", "cilium-config", configuration);
  }

  @Test
  void awsEnforcesOnlyWithTheAgentSwitchedOn() {
    Container cni = SmallCluster.container("amazon-k8s-cni:1");
    Container agent =
        SmallCluster.container(
            Container.Type.REGULAR,
            "aws-eks-nodeagent",
            "aws-network-policy-agent:1",
            Container.SecurityContext.UNSET);
    String product = "aws-network-policy-agent ";
    assertThat(found(node("v1").daemonSet("kube-system", "aws-node", cni)))
        .isEqualTo(product + State.NOT_ENFORCED);
    assertThat(found(node("v1").daemonSet("kube-system", "aws-node", cni, agent)))
        .isEqualTo(product + State.UNKNOWN);
    assertThat(
            found(
                node("v1")
                    .daemonSet("kube-system", "aws-node", cni, agent)
                    .configMap(
                        "kube-system",
                        "amazon-vpc-cni",
                        Map.of("enable-network-policy-controller", "true"))))
        .isEqualTo(product + State.ENFORCED_ONCE_STARTED);
  }

  @Test
  void flannelEnforcesWithAPolicyAgentBesideIt() {
    assertThat(
            found(
                node("v1")
                    .daemonSet(
                        "kube-flannel",
                        "kube-flannel-ds",
                        SmallCluster.container("docker.io/flannel/flannel:v0.27.0"),
                        SmallCluster.container(
                            "registry.k8s.io/networking/kube-network-policies:v0.9.2"))))
        .isEqualTo("kube-network-policies ENFORCED");
  }

  @Test
  void k3sEnforcesByItselfUnlessItsArgumentsSayOtherwise() {
    assertThat(found(node("v1.36.0+k3s1"))).isEqualTo("kube-router UNKNOWN");
    assertThat(found(k3s("[\"server\"]"))).isEqualTo("kube-router ENFORCED");
    assertThat(found(k3s("[\"server\",\"--disable-network-policy\"]")))
        .isEqualTo("kube-router NOT_ENFORCED");
  }

  private static SmallCluster k3s(String arguments) {
    ObjectMeta meta =
        new ObjectMeta(
            new ObjectReference("Node", null, "node"),
            LabelSet.EMPTY,
            Map.of("k3s.io/node-args", arguments),
            null,
            SmallCluster.ORIGIN);
    return new SmallCluster().node(meta, List.of("192.168.0.1"), List.of(), "", "v1.36.0+k3s1");
  }

  @ParameterizedTest
  @CsvSource({
    "none, none NOT_ENFORCED",
    "calico, calico ENFORCED",
    "aws-network-policy-agent, aws-network-policy-agent ENFORCED"
  })
  void aDeclaredPoolSaysWhatEnforcesOnItsNodes(String declared, String expected) {
    assertThat(found(new SmallCluster().pool("pool", declared))).isEqualTo(expected);
  }

  @Test
  void aNodeThatWasReadIsNotBelievedWhatItsAnnotationSays() {
    ObjectMeta meta =
        new ObjectMeta(
            new ObjectReference("Node", null, "node"),
            LabelSet.EMPTY,
            Map.of(Node.ENFORCER_ANNOTATION, "calico"),
            null,
            SmallCluster.ORIGIN);
    assertThat(found(new SmallCluster().node(meta, List.of(), List.of(), "", "v1.36.0")))
        .isEqualTo("unknown UNKNOWN");
  }

  @Test
  void whatSwitchesTheDeclaredProductOffIsBelievedMore() {
    SmallCluster cluster =
        new SmallCluster()
            .pool("pool", "cilium")
            .daemonSet("kube-system", "cilium", SmallCluster.container("cilium:v1.19"))
            .configMap("kube-system", "cilium-config", Map.of("enable-policy", "never"));
    assertThat(found(cluster)).isEqualTo("cilium NOT_ENFORCED");
  }
}
