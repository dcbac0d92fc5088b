package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What rights on Services and Ingresses are worth before a shared front. */
final class SharedFrontRightsTest {

  private static final Set<String> FOLLOWS = Set.of("fronts-follow-external-names");

  /** The victim lets in the front alone, and the attacker sends to nobody. */
  private static SmallCluster cluster(String image) {
    return new SmallCluster()
        .node("node", List.of("192.168.0.1"), List.of("10.0.0.0/24"))
        .daemonSet(
            "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"))
        .namespace("red", Map.of())
        .namespace("blue", Map.of())
        .namespace("ingress", Map.of("role", "front"))
        .pod("red", "attacker", Map.of())
        .pod("blue", "victim", Map.of())
        .pod("ingress", "front", Map.of(), SmallCluster.spec(SmallCluster.container(image)))
        .policy(SmallCluster.policy("red", "closed", Map.of(), null, List.of()))
        .policy(
            SmallCluster.policy(
                "blue",
                "front",
                Map.of(),
                List.of(
                    SmallCluster.rule(
                        List.of(SmallCluster.namespaces(Map.of("role", "front"))),
                        SmallCluster.tcp(8080))),
                null));
  }

  private static final String NGINX = "registry.k8s.io/ingress-nginx/controller:v1.8.0";

  private static BitSet known(Steps steps, Set<String> feared) {
    Facts facts = steps.landscape.facts();
    int account = steps.landscape.access().serviceAccount("red", "default");
    return steps.from(List.of(facts.holds(account), facts.apiPlace()), Set.of(), feared);
  }

  private static PortSet victim(Steps steps, Set<String> feared) {
    return steps.ports(
        known(steps, feared), SmallCluster.podClass(steps.landscape.cluster(), "victim"));
  }

  @Test
  void whoWritesServicesSendsAsAFrontThatFollowsNames() {
    Steps steps = new Steps(cluster(NGINX).mayCreate("red", "", "services").build());
    assertThat(victim(steps, FOLLOWS)).isEqualTo(PortSet.of(PortSet.Protocol.TCP, 8080));
    assertThat(victim(steps, Set.of())).isEqualTo(PortSet.NONE);
    Steps without = new Steps(cluster("other").mayCreate("red", "", "services").build());
    assertThat(victim(without, FOLLOWS)).as("no front").isEqualTo(PortSet.NONE);
    Steps other = new Steps(cluster(NGINX).mayCreate("red", "", "configmaps").build());
    assertThat(victim(other, FOLLOWS)).as("another right").isEqualTo(PortSet.NONE);
  }

  private static boolean runsInFront(SmallCluster cluster, Set<String> feared) {
    Steps steps = new Steps(cluster.mayCreate("red", "networking.k8s.io", "ingresses").build());
    int front = SmallCluster.podClass(steps.landscape.cluster(), "front");
    return steps.has(known(steps, feared), FactKind.CODE_ANYWHERE, front);
  }

  @Test
  void aSnippetRunsInAControllerThatTakesThem() {
    Set<String> fear = Set.of("ingress-snippets-allowed");
    assertThat(runsInFront(cluster(NGINX), Set.of())).as("on by default until 1.8").isTrue();
    String newer = NGINX.replace("1.8", "1.11");
    assertThat(runsInFront(cluster(newer), Set.of())).isFalse();
    assertThat(runsInFront(cluster(newer), fear)).isTrue();
    Map<String, String> off = Map.of("allow-snippet-annotations", "false");
    assertThat(
            runsInFront(cluster(NGINX).configMap("ingress", "ingress-nginx-controller", off), fear))
        .isFalse();
    Map<String, String> on = Map.of("allow-snippet-annotations", "true");
    assertThat(
            runsInFront(
                cluster(newer).configMap("ingress", "ingress-nginx-controller", on), Set.of()))
        .isTrue();
    assertThat(runsInFront(cluster("traefik:3"), fear)).as("another controller").isFalse();
  }
}
