package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.SmallCluster;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConnectToKubeletsTest {

  private static final Set<String> CALICO = Set.of("network-policy:calico");

  /** Two nodes that differ for the scheduler; the attacker can be on the first only. */
  private static SmallCluster cluster() {
    return new SmallCluster()
        .node("own", Map.of("pool", "own"), List.of("192.168.0.1"), List.of("10.0.0.0/24"), "", "")
        .node("far", Map.of("pool", "far"), List.of("192.168.0.2"), List.of("10.0.1.0/24"), "", "")
        .daemonSet(
            "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"))
        .namespace("red", Map.of())
        .pod("red", "attacker", Map.of("role", "web"), pinned("own"))
        .pod("red", "other", Map.of("role", "other"), pinned("far"));
  }

  private static PodSpec pinned(String pool) {
    PodSpecEdit edit = new PodSpecEdit(SmallCluster.spec(SmallCluster.container("a")));
    edit.nodeSelector = Map.of("pool", pool);
    return edit.build();
  }

  private static TieredPolicy lettingIn(TieredPolicy.Peer peer) {
    TieredPolicy.Rule rule =
        new TieredPolicy.Rule(
            "spec.ingress[0]",
            TieredPolicy.Action.ACCEPT,
            List.of(peer),
            List.of(new TieredPolicy.Port("TCP", null, 10250, 10250)),
            true);
    return new TieredPolicy(
        SmallCluster.meta("GlobalNetworkPolicy", null, "kubelet", Map.of()),
        TieredPolicy.Api.CALICO,
        TieredPolicy.DEFAULT_TIER,
        1,
        List.of(),
        new TieredPolicy.Section(List.of(rule), true),
        null,
        new TieredPolicy.Hosts(
            List.of(LabelSelector.EVERYTHING), false, TieredPolicy.Stage.NORMAL, false));
  }

  private static boolean reaches(SmallCluster cluster, String node, Set<String> failed) {
    Steps steps = new Steps(cluster.build());
    int nodeClass =
        steps.landscape.placement().nodeClasses().stream()
            .filter(
                each -> steps.landscape.cluster().nodes().get(each.example()).name().equals(node))
            .findFirst()
            .orElseThrow()
            .id();
    int attacker = SmallCluster.podClass(steps.landscape.cluster(), "attacker");
    int own =
        steps.landscape.placement().ever(steps.landscape.cluster().podClasses().get(attacker))[0];
    BitSet known = steps.from(steps.landscape.facts().codeOn(attacker, own), failed, Set.of());
    return steps.has(known, FactKind.KUBELET_PORT, nodeClass);
  }

  @Test
  void aHostEndpointClosesTheKubeletOfAnotherNode() {
    SmallCluster guarded = cluster().hostEndpoint("far", Map.of());
    assertThat(reaches(guarded, "far", Set.of())).isFalse();
    assertThat(reaches(cluster().hostEndpoint("far", Map.of()), "far", CALICO)).isTrue();
  }

  @Test
  void theOwnNodeStaysOpen() {
    assertThat(reaches(cluster().hostEndpoint("own", Map.of()), "own", Set.of())).isTrue();
  }

  @Test
  void whomARuleLetsInConnectsAndNobodyElse() {
    LabelSelector web = new LabelSelector(Map.of("role", "web"), List.of());
    LabelSelector other = new LabelSelector(Map.of("role", "other"), List.of());
    assertThat(
            reaches(
                cluster()
                    .hostEndpoint("far", Map.of())
                    .policy(lettingIn(new TieredPolicy.Peer.Pods(LabelSelector.EVERYTHING, web))),
                "far",
                Set.of()))
        .isTrue();
    assertThat(
            reaches(
                cluster()
                    .hostEndpoint("far", Map.of())
                    .policy(lettingIn(new TieredPolicy.Peer.Pods(LabelSelector.EVERYTHING, other))),
                "far",
                Set.of()))
        .isFalse();
    assertThat(
            reaches(
                cluster()
                    .hostEndpoint("far", Map.of())
                    .policy(lettingIn(new TieredPolicy.Peer.Anything())),
                "far",
                Set.of()))
        .isTrue();
  }
}
