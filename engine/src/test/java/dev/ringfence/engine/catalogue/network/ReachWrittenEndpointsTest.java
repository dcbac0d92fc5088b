package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReachWrittenEndpointsTest {

  private static final Set<String> HIDDEN = Set.of("node-port-sources-hidden");
  private static final PortSet HTTP = PortSet.of(PortSet.Protocol.TCP, 8080);

  private static SmallCluster cluster(String type) {
    return new SmallCluster()
        .node("node", Map.of(), List.of("192.168.0.1"), List.of("10.0.0.0/24"), "azure:///x/y", "")
        .namespace("red", Map.of())
        .namespace("blue", Map.of())
        .pod("blue", "victim", Map.of("app", "victim"), spec(), "10.0.0.5")
        .service("red", "front", type, Map.of(), new Service.Port("http", "TCP", 80, "80", 0));
  }

  private static PodSpec spec() {
    return SmallCluster.spec(SmallCluster.container("victim"));
  }

  private static PortSet victim(SmallCluster cluster, Set<String> feared) {
    Steps steps = new Steps(cluster.build());
    BitSet known = steps.from(steps.landscape.facts().outside(), Set.of(), feared);
    return steps.ports(known, SmallCluster.podClass(steps.landscape.cluster(), "victim"));
  }

  private static boolean has(SmallCluster cluster, FactKind kind) {
    Steps steps = new Steps(cluster.build());
    BitSet known = steps.from(steps.landscape.facts().outside(), Set.of(), Set.of());
    return steps.has(known, kind, 0);
  }

  @Test
  void aLoadBalancerLeadsToAnotherTenantsPodByAHandWrittenSlice() {
    assertThat(victim(cluster("LoadBalancer").slice("red", "front", 8080, "10.0.0.5"), Set.of()))
        .isEqualTo(HTTP);
    assertThat(victim(cluster("LoadBalancer"), HIDDEN)).isEqualTo(PortSet.NONE);
    assertThat(victim(cluster("ClusterIP").slice("red", "front", 8080, "10.0.0.5"), HIDDEN))
        .as("no way in from outside")
        .isEqualTo(PortSet.NONE);
    assertThat(victim(cluster("LoadBalancer").slice("red", "other", 8080, "10.0.0.5"), HIDDEN))
        .as("of another Service")
        .isEqualTo(PortSet.NONE);
    assertThat(victim(cluster("LoadBalancer").slice("red", "front", 8080, "10.9.0.5"), HIDDEN))
        .as("an address where no pod can be")
        .isEqualTo(PortSet.NONE);
  }

  @Test
  void anAddressThatNoPodHasNowMayBecomeAnyPods() {
    SmallCluster free = cluster("LoadBalancer").slice("red", "front", 8080, "10.0.0.77");
    assertThat(victim(free, HIDDEN)).isEqualTo(PortSet.NONE);
    assertThat(
            victim(
                cluster("LoadBalancer").slice("red", "front", 8080, "10.0.0.77"),
                Set.of("node-port-sources-hidden", "written-endpoints-are-pods")))
        .isEqualTo(HTTP);
  }

  @Test
  void anIsolatedPodTakesTheEnforcersFailureOrAHiddenSource() {
    Steps steps =
        new Steps(
            cluster("LoadBalancer")
                .daemonSet(
                    "kube-system",
                    "calico-node",
                    SmallCluster.container("docker.io/calico/node:v3.32.0"))
                .slice("red", "front", 8080, "10.0.0.5")
                .policy(SmallCluster.policy("blue", "deny", Map.of(), List.of(), null))
                .build());
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    int outside = steps.landscape.facts().outside();
    Set<String> calico = Set.of("network-policy:calico");
    assertThat(steps.ports(steps.from(outside, Set.of(), Set.of()), victim))
        .isEqualTo(PortSet.NONE);
    assertThat(steps.ports(steps.from(outside, Set.of(), HIDDEN), victim)).isEqualTo(HTTP);
    assertThat(steps.ports(steps.from(outside, calico, Set.of()), victim)).isEqualTo(HTTP);
  }

  @Test
  void anIngressLeadsThereToo() {
    SmallCluster routed =
        cluster("ClusterIP")
            .slice("red", "front", 8080, "10.0.0.5")
            .route("Ingress", "red", "in", List.of(), new Routing.Target("red", "front", "http"));
    assertThat(victim(routed, Set.of())).isEqualTo(HTTP);
  }

  @Test
  void aNodesAddressOpensItsKubelet() {
    assertThat(
            has(
                cluster("LoadBalancer").slice("red", "front", 10250, "192.168.0.1"),
                FactKind.NODE_NETWORK))
        .isTrue();
    assertThat(
            has(
                cluster("LoadBalancer").slice("red", "front", 8080, "192.168.0.1"),
                FactKind.NODE_NETWORK))
        .isFalse();
  }

  @Test
  void aMetadataServicesAddressOpensIt() {
    assertThat(
            has(
                cluster("LoadBalancer").slice("red", "front", 80, "168.63.129.16"),
                FactKind.METADATA))
        .isTrue();
    assertThat(
            has(
                cluster("LoadBalancer").slice("red", "front", 80, "168.63.129.17"),
                FactKind.METADATA))
        .isFalse();
  }
}
