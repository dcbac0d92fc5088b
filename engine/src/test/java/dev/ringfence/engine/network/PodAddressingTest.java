package dev.ringfence.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Overlay or routed, by what each product's configuration says. */
class PodAddressingTest {

  private static SmallCluster cluster(String daemonSet) {
    return new SmallCluster()
        .node("node", Map.of(), List.of("192.168.0.1"), List.of(), "", "v1.36.0")
        .daemonSet("kube-system", daemonSet, SmallCluster.container("registry.test/agent:1"));
  }

  private static PodAddressing.Kind kind(SmallCluster cluster) {
    Network network = Network.of(cluster.build());
    return network.addressing(network.enforcementOfNode(0)).kind();
  }

  private static PodAddressing.Kind kind(
      String daemonSet, String configMap, String key, String value) {
    return kind(cluster(daemonSet).configMap("kube-system", configMap, Map.of(key, value)));
  }

  @Test
  void ciliumTunnelsUnlessItRoutesNatively() {
    assertThat(kind("cilium", "cilium-config", "routing-mode", "native"))
        .isEqualTo(PodAddressing.Kind.ROUTED);
    assertThat(kind("cilium", "cilium-config", "routing-mode", "tunnel"))
        .isEqualTo(PodAddressing.Kind.OVERLAY);
    assertThat(kind("cilium", "cilium-config", "enable-policy", "default"))
        .isEqualTo(PodAddressing.Kind.OVERLAY);
    assertThat(kind("cilium", "cilium-config", "tunnel", "disabled"))
        .isEqualTo(PodAddressing.Kind.ROUTED);
  }

  @Test
  void flannelSaysItsBackend() {
    String vxlan = "{\"Network\": \"10.244.0.0/16\", \"Backend\": {\"Type\": \"vxlan\"}}";
    assertThat(kind("kube-flannel-ds", "kube-flannel-cfg", "net-conf.json", vxlan))
        .isEqualTo(PodAddressing.Kind.OVERLAY);
    String routes = vxlan.replace("vxlan", "host-gw");
    assertThat(kind("kube-flannel-ds", "kube-flannel-cfg", "net-conf.json", routes))
        .isEqualTo(PodAddressing.Kind.ROUTED);
  }

  @Test
  void antreaEncapsulatesUnlessToldNotTo() {
    assertThat(
            kind(
                "antrea-agent",
                "antrea-config-k2",
                "antrea-agent.conf",
                "trafficEncapMode: noEncap"))
        .isEqualTo(PodAddressing.Kind.ROUTED);
    assertThat(kind("antrea-agent", "antrea-config", "antrea-agent.conf", "#trafficEncapMode: x"))
        .isEqualTo(PodAddressing.Kind.OVERLAY);
  }

  @Test
  void calicoWithBgpMayStillEncapsulate() {
    assertThat(kind("calico-node", "calico-config", "calico_backend", "vxlan"))
        .isEqualTo(PodAddressing.Kind.OVERLAY);
    assertThat(kind("calico-node", "calico-config", "calico_backend", "bird"))
        .isEqualTo(PodAddressing.Kind.UNKNOWN);
  }

  @Test
  void someProductsLeaveNoChoice() {
    assertThat(kind(cluster("ovnkube-node"))).isEqualTo(PodAddressing.Kind.OVERLAY);
    assertThat(kind(cluster("aws-node"))).isEqualTo(PodAddressing.Kind.ROUTED);
    assertThat(kind(cluster("anetd"))).isEqualTo(PodAddressing.Kind.ROUTED);
    assertThat(kind(cluster("anything"))).isEqualTo(PodAddressing.Kind.UNKNOWN);
  }
}
