package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Action;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Node ports behind policies that hold before address translation. Source: Calico's "Apply policy
 * to Kubernetes node ports" and "Pre-DNAT policy": what arrives through a host endpoint is decided
 * wherever it goes, and nothing is denied by default.
 */
class NodePortPoliciesTest {

  private static final PortSet HTTP = PortSet.of(PortSet.Protocol.TCP, 80);
  private static final Set<String> REACHABLE = Set.of("node-ports-reachable-from-outside");

  private static SmallCluster cluster() {
    return cluster(List.of("192.168.0.1"));
  }

  private static SmallCluster cluster(List<String> addresses) {
    return new SmallCluster()
        .node("node", addresses, List.of("10.0.0.0/24"))
        .namespace("blue", Map.of())
        .pod("blue", "victim", Map.of("app", "victim"))
        .service(
            "blue",
            "victim",
            "NodePort",
            Map.of("app", "victim"),
            new Service.Port("", "TCP", 80, "80", 30080))
        .daemonSet(
            "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"));
  }

  private static SmallCluster guarded() {
    return guarded(List.of("192.168.0.1"));
  }

  private static SmallCluster guarded(List<String> addresses) {
    return cluster(addresses).hostEndpoint("node", Map.of("role", "host"));
  }

  private static TieredPolicy preDnat(
      double order, Action action, @Nullable String from, int port) {
    Peer peer =
        from == null ? new Peer.Anything() : new Peer.Networks(List.of(from), List.of(), true);
    return new TieredPolicy(
        SmallCluster.meta("GlobalNetworkPolicy", null, action + "-" + port, Map.of()),
        TieredPolicy.Api.CALICO,
        -1e16,
        order,
        List.of(),
        new TieredPolicy.Section(
            List.of(
                new TieredPolicy.Rule(
                    "spec.ingress[0]",
                    action,
                    List.of(peer),
                    List.of(new TieredPolicy.Port("TCP", null, port, port)),
                    true)),
            false),
        null,
        new TieredPolicy.Hosts(
            List.of(LabelSelector.EVERYTHING), false, TieredPolicy.Stage.BEFORE_TRANSLATION, true));
  }

  private static PortSet fromOutside(SmallCluster cluster, Set<String> failed, Set<String> feared) {
    Steps steps = new Steps(cluster.build());
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    return steps.ports(steps.from(steps.landscape.facts().outside(), failed, feared), victim);
  }

  @Test
  void aNodePortThatIsDeniedBeforeTranslationIsClosedToOutside() {
    TieredPolicy deny = preDnat(1, Action.DENY, null, 30080);
    assertThat(fromOutside(guarded().policy(deny), Set.of(), REACHABLE)).isEqualTo(PortSet.NONE);
    assertThat(fromOutside(guarded().policy(deny), Set.of("network-policy:calico"), REACHABLE))
        .isEqualTo(HTTP);
    assertThat(fromOutside(guarded(), Set.of(), REACHABLE))
        .as("nothing is denied by default")
        .isEqualTo(HTTP);
    assertThat(fromOutside(cluster().policy(deny), Set.of(), REACHABLE))
        .as("without a host endpoint nothing stands before the node")
        .isEqualTo(HTTP);
    assertThat(
            fromOutside(guarded().policy(preDnat(1, Action.DENY, null, 80)), Set.of(), REACHABLE))
        .as("the port behind the node port is none that arrives")
        .isEqualTo(HTTP);
    assertThat(
            fromOutside(
                guarded().policy(preDnat(0, Action.ACCEPT, null, 30080)).policy(deny),
                Set.of(),
                REACHABLE))
        .as("what is allowed first is not denied")
        .isEqualTo(HTTP);
  }

  @Test
  void onANodeWithoutAHostEndpointEveryNodePortStaysOpen() {
    SmallCluster another =
        guarded()
            .node("other", List.of("192.168.0.2"), List.of("10.0.1.0/24"))
            .policy(preDnat(1, Action.DENY, null, 30080));
    assertThat(fromOutside(another, Set.of(), REACHABLE)).isEqualTo(HTTP);
  }

  @Test
  void onANodeWithAHostEndpointOfOneInterfaceANodePortRestsOnAnother() {
    SmallCluster one =
        cluster(List.of("192.168.0.1"))
            .hostEndpoint("node", Map.of("role", "host"), false)
            .policy(preDnat(1, Action.DENY, null, 30080));
    assertThat(fromOutside(one, Set.of(), REACHABLE)).isEqualTo(PortSet.NONE);
    assertThat(
            fromOutside(
                one,
                Set.of(),
                Set.of("node-ports-reachable-from-outside", "connections-pass-host-endpoints-by")))
        .isEqualTo(HTTP);
    assertThat(fromOutside(one, Set.of("network-policy:calico"), REACHABLE)).isEqualTo(HTTP);
    SmallCluster both =
        guarded()
            .hostEndpoint("node", Map.of("role", "host"), false)
            .policy(preDnat(1, Action.DENY, null, 30080));
    assertThat(
            fromOutside(
                both,
                Set.of(),
                Set.of("node-ports-reachable-from-outside", "connections-pass-host-endpoints-by")))
        .as("whichever interface it is, the node port is denied")
        .isEqualTo(PortSet.NONE);
  }

  @Test
  void aNodePortForSomeRangesRestsOnTheAttackerBeingInOne() {
    SmallCluster cluster =
        guarded()
            .policy(preDnat(0, Action.ACCEPT, "198.51.100.0/24", 30080))
            .policy(preDnat(1, Action.DENY, null, 30080));
    assertThat(fromOutside(cluster, Set.of(), REACHABLE)).isEqualTo(PortSet.NONE);
    assertThat(
            fromOutside(
                cluster,
                Set.of(),
                Set.of("node-ports-reachable-from-outside", "node-port-sources")))
        .isEqualTo(HTTP);
    assertThat(fromOutside(cluster, Set.of("network-policy:calico"), REACHABLE)).isEqualTo(HTTP);
  }

  @Test
  void aDenialOfOneFamilyLeavesTheOtherOpen() {
    List<String> ofBoth = List.of("192.168.0.1", "fd00::1");
    Set<String> feared = Set.of("node-ports-reachable-from-outside", "node-port-sources");
    TieredPolicy ofIpv4 = preDnat(1, Action.DENY, "0.0.0.0/0", 30080);
    assertThat(fromOutside(guarded(ofBoth).policy(ofIpv4), Set.of(), feared)).isEqualTo(HTTP);
    assertThat(fromOutside(guarded().policy(ofIpv4), Set.of(), feared))
        .as("a node without IPv6")
        .isEqualTo(PortSet.NONE);
    assertThat(
            fromOutside(
                guarded(ofBoth).policy(ofIpv4).policy(preDnat(2, Action.DENY, "::/0", 30080)),
                Set.of(),
                feared))
        .isEqualTo(PortSet.NONE);
  }
}
