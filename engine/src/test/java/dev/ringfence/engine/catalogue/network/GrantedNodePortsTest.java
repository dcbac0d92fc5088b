package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What an egress rule towards another node's address on one port opens, where the attacker's own
 * node is closed to it: host ports and node ports (N2), etcd and kubelets (N1-node, for E17 and
 * E18).
 */
class GrantedNodePortsTest {

  private static final Set<String> HIDDEN = Set.of("node-port-sources-hidden");

  private static PodSpec on(String pool, Container container) {
    PodSpecEdit spec = new PodSpecEdit(SmallCluster.spec(container));
    spec.nodeSelector = Map.of("pool", pool);
    return spec.build();
  }

  /** The attacker in its pool, which is closed to it, and what others have in theirs. */
  private static SmallCluster cluster(int hostPort, Map<String, String> labels, int allowed) {
    return cluster(hostPort, labels, List.of("192.168.0.2"), allowed);
  }

  private static TieredPolicy towards(TieredPolicy.Action action, String pool) {
    return new TieredPolicy(
        SmallCluster.meta("ClusterNetworkPolicy", null, action + "-" + pool, Map.of()),
        TieredPolicy.Api.CLUSTER_NETWORK_POLICY,
        TieredPolicy.ADMIN_TIER,
        action.ordinal(),
        List.of(new TieredPolicy.Peer.Pods(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING)),
        null,
        new TieredPolicy.Section(
            List.of(
                new TieredPolicy.Rule(
                    "spec.egress[0]",
                    action,
                    List.of(
                        new TieredPolicy.Peer.Nodes(
                            new LabelSelector(Map.of("pool", pool), List.of()))),
                    null,
                    true)),
            false));
  }

  private static SmallCluster cluster(
      int hostPort, Map<String, String> labels, List<String> addresses, int allowed) {
    Container.Port port = new Container.Port("http", 8443, "TCP", hostPort, "");
    return new SmallCluster()
        .node("own", Map.of("pool", "own"), List.of("192.168.0.1"), List.of("10.0.0.0/24"), "", "")
        .node("other", labels, addresses, List.of("10.0.1.0/24"), "", "")
        .daemonSet(
            "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"))
        .namespace("red", Map.of())
        .namespace("blue", Map.of())
        .pod("red", "attacker", Map.of(), on("own", SmallCluster.container("registry.test/a")))
        .pod(
            "blue",
            "front",
            Map.of("app", "front"),
            on("other", SmallCluster.container("docker.io/library/haproxy:3", port)))
        .policy(SmallCluster.policy("blue", "deny", Map.of(), List.of(), null))
        .policy(towards(TieredPolicy.Action.DENY, "own"))
        .policy(
            SmallCluster.policy(
                "red",
                "egress",
                Map.of(),
                null,
                List.of(
                    SmallCluster.rule(
                        List.of(SmallCluster.block("192.168.0.2/32")),
                        SmallCluster.tcp(allowed)))));
  }

  private static PortSet toFront(SmallCluster cluster, Set<String> feared) {
    Steps steps = new Steps(cluster.build());
    int front = SmallCluster.podClass(steps.landscape.cluster(), "front");
    return steps.ports(steps.from(steps.codeIn("attacker"), Set.of(), feared), front);
  }

  @Test
  void aRuleTowardsAHostPortAloneLeadsToThePodBehindIt() {
    Map<String, String> other = Map.of("pool", "other");
    PortSet behind = PortSet.of(PortSet.Protocol.TCP, 8443);
    assertThat(toFront(cluster(443, other, 443), HIDDEN)).isEqualTo(behind);
    assertThat(toFront(cluster(443, other, 443), Set.of())).isEqualTo(PortSet.NONE);
    assertThat(toFront(cluster(443, other, 444), HIDDEN)).isEqualTo(PortSet.NONE);
    assertThat(toFront(cluster(443, other, 8443), HIDDEN))
        .as("the pod's own port is none of the node's")
        .isEqualTo(PortSet.NONE);
    assertThat(toFront(cluster(0, other, 443), HIDDEN)).isEqualTo(PortSet.NONE);
  }

  @Test
  void aRuleTowardsANodePortAloneLeadsToThePodsBehindIt() {
    Map<String, String> other = Map.of("pool", "other");
    Service.Port port = new Service.Port("http", "TCP", 80, "http", 30443);
    Map<String, String> selector = Map.of("app", "front");
    assertThat(
            toFront(
                cluster(0, other, 30443).service("blue", "front", "NodePort", selector, port),
                HIDDEN))
        .isEqualTo(PortSet.of(PortSet.Protocol.TCP, 8443));
    assertThat(
            toFront(
                cluster(0, other, 30444).service("blue", "front", "NodePort", selector, port),
                HIDDEN))
        .isEqualTo(PortSet.NONE);
    assertThat(
            toFront(
                cluster(0, other, 30443).service("blue", "front", "ClusterIP", selector, port),
                HIDDEN))
        .isEqualTo(PortSet.NONE);
  }

  private static boolean reachesOther(Map<String, String> labels, int allowed) {
    return reachesOther(cluster(0, labels, allowed));
  }

  private static boolean reachesOther(SmallCluster cluster) {
    Steps steps = new Steps(cluster.build());
    BitSet known = steps.from(steps.codeIn("attacker"), Set.of(), Set.of());
    int other =
        steps.landscape.placement().nodeClasses().stream()
            .filter(each -> each.example() == 1)
            .findFirst()
            .orElseThrow()
            .id();
    return steps.has(known, FactKind.NODE_NETWORK, other);
  }

  @Test
  void aRuleTowardsEtcdAloneReachesAControlPlaneNode() {
    Map<String, String> worker = Map.of("pool", "other");
    Map<String, String> control =
        Map.of("pool", "other", "node-role.kubernetes.io/control-plane", "");
    assertThat(reachesOther(control, 2379)).isTrue();
    assertThat(reachesOther(worker, 2379)).isFalse();
    assertThat(reachesOther(worker, 10250)).isTrue();
    assertThat(reachesOther(control, 6443)).isFalse();
  }

  @Test
  void aRuleTowardsNodesAsSuchNeedsNoAddressOfTheirs() {
    Map<String, String> other = Map.of("pool", "other");
    assertThat(
            reachesOther(
                cluster(0, other, List.of(), 53)
                    .policy(towards(TieredPolicy.Action.ACCEPT, "other"))))
        .isTrue();
    assertThat(
            reachesOther(
                cluster(0, other, List.of(), 53)
                    .policy(towards(TieredPolicy.Action.ACCEPT, "third"))))
        .isFalse();
  }
}
