package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.MeshPolicy;
import dev.ringfence.engine.cluster.MeshPolicy.Match;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PassProxyTest {

  private static final Set<String> NONE = Set.of();
  private static final Set<String> ISTIO = Set.of("network-policy:istio");
  private static final Set<String> PROXY = Set.of("workload:docker.io/istio/proxyv2");

  private static Container named(Container.Type type, String name, String image) {
    return SmallCluster.container(type, name, image, Container.SecurityContext.UNSET);
  }

  private static final Container[] IN_MESH = {
    named(Container.Type.INIT, "istio-init", "docker.io/istio/proxyv2:1"),
    named(Container.Type.REGULAR, "app", "app"),
    named(Container.Type.REGULAR, "istio-proxy", "docker.io/istio/proxyv2:1")
  };

  private static SmallCluster cluster(Container... attacker) {
    return new SmallCluster()
        .node("node", List.of("192.168.0.1"), List.of("10.0.0.0/24"))
        .daemonSet(
            "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"))
        .namespace("red", Map.of())
        .namespace("blue", Map.of())
        .namespace("istio-system", Map.of())
        .pod(
            "istio-system",
            "istiod",
            Map.of(),
            SmallCluster.spec(SmallCluster.container("docker.io/istio/pilot:1")))
        .pod("red", "attacker", Map.of("app", "attacker"), SmallCluster.spec(attacker))
        .pod("blue", "victim", Map.of("app", "victim"), SmallCluster.spec(IN_MESH));
  }

  private static MeshPolicy.Authorization allow(String... namespaces) {
    MeshPolicy.Source source =
        new MeshPolicy.Source(
            Match.ANY, new Match(List.of(namespaces), List.of()), Match.ANY, Match.ANY, true);
    List<MeshPolicy.Rule> rules =
        namespaces.length == 0
            ? List.of()
            : List.of(new MeshPolicy.Rule("spec.rules[0]", List.of(source), List.of(), List.of()));
    return new MeshPolicy.Authorization(
        SmallCluster.meta("AuthorizationPolicy", "blue", "allow", Map.of()),
        MeshPolicy.Action.ALLOW,
        LabelSelector.EVERYTHING,
        false,
        false,
        rules);
  }

  private static final Container PLAIN = SmallCluster.container("app");

  private static PortSet tcp(Steps steps, Set<String> failed, Set<String> feared, int... more) {
    int attacker = SmallCluster.podClass(steps.landscape.cluster(), "attacker");
    List<Integer> starts = new ArrayList<>();
    starts.add(steps.codeIn("attacker"));
    starts.add(steps.landscape.facts().code(attacker));
    for (int fact : more) {
      starts.add(fact);
    }
    BitSet known = steps.from(starts, failed, feared);
    return steps
        .ports(known, SmallCluster.podClass(steps.landscape.cluster(), "victim"))
        .and(PortSet.of(PortSet.Protocol.TCP, 8080));
  }

  private static final PortSet OPEN = PortSet.of(PortSet.Protocol.TCP, 8080);

  @Test
  void aProxyThatLetsNobodyInIsABoundaryOfItsOwn() {
    Steps steps = new Steps(cluster(PLAIN).mesh(allow()).build());
    assertThat(tcp(steps, NONE, NONE)).isEqualTo(PortSet.NONE);
    assertThat(tcp(steps, ISTIO, NONE)).isEqualTo(OPEN);
    assertThat(tcp(steps, Set.of("network-policy:calico"), NONE)).isEqualTo(PortSet.NONE);
  }

  @Test
  void behindANetworkPolicyBothMustFail() {
    Steps steps =
        new Steps(
            cluster(PLAIN)
                .mesh(allow())
                .policy(SmallCluster.policy("blue", "deny", Map.of(), List.of(), null))
                .build());
    assertThat(tcp(steps, ISTIO, NONE)).isEqualTo(PortSet.NONE);
    assertThat(tcp(steps, Set.of("network-policy:calico"), NONE)).isEqualTo(PortSet.NONE);
    assertThat(tcp(steps, Set.of("network-policy:calico", "network-policy:istio"), NONE))
        .isEqualTo(OPEN);
  }

  @Test
  void aServiceAccountThatARuleNamesIsLetIn() {
    Steps steps = new Steps(cluster(IN_MESH).mesh(allow("red")).build());
    assertThat(tcp(steps, NONE, NONE)).isEqualTo(OPEN);
    Steps other = new Steps(cluster(IN_MESH).mesh(allow("blue")).build());
    assertThat(tcp(other, NONE, NONE)).isEqualTo(PortSet.NONE);
  }

  @Test
  void aPodOutsideTheMeshWithoutATokenShowsNoCertificate() {
    Steps steps = new Steps(cluster(PLAIN).mesh(allow("red")).build());
    assertThat(tcp(steps, NONE, NONE)).isEqualTo(PortSet.NONE);
    int account = steps.landscape.access().serviceAccount("red", "default");
    assertThat(tcp(steps, NONE, NONE, steps.landscape.facts().holds(account)))
        .as("with the account's token")
        .isEqualTo(OPEN);
  }

  @Test
  void whoeverWritesThePoliciesOrHoldsTheSigningKeyIsPast() {
    Steps steps = new Steps(cluster(PLAIN).mesh(allow()).build());
    int root = steps.landscape.cluster().namespaceIndex("istio-system");
    Facts facts = steps.landscape.facts();
    int signingKey = facts.fact(FactKind.SECRET, root, facts.nameId("istio-ca-secret"));
    int controlPlane = facts.code(SmallCluster.podClass(steps.landscape.cluster(), "istiod"));
    for (int fact : List.of(Fence.MESH_POLICIES.down(facts, -1), signingKey, controlPlane)) {
      assertThat(tcp(steps, NONE, NONE, fact)).isEqualTo(OPEN);
    }
  }

  @Test
  void theProxyItselfCanBeExploited() {
    Steps steps = new Steps(cluster(PLAIN).mesh(allow()).build());
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    BitSet known = steps.from(steps.codeIn("attacker"), PROXY, NONE);
    assertThat(steps.has(known, FactKind.CODE_ANYWHERE, victim)).isTrue();
    assertThat(
            steps.has(
                steps.from(steps.codeIn("attacker"), NONE, NONE), FactKind.CODE_ANYWHERE, victim))
        .isFalse();
  }

  @Test
  void aGatewayMayForwardInItsOwnName() {
    Steps steps =
        new Steps(
            cluster(PLAIN)
                .mesh(allow("gate"))
                .namespace("gate", Map.of())
                .pod(
                    "gate",
                    "gateway",
                    Map.of(),
                    SmallCluster.spec(
                        named(Container.Type.REGULAR, "istio-proxy", "docker.io/istio/proxyv2:1")))
                .build());
    assertThat(tcp(steps, NONE, NONE)).isEqualTo(PortSet.NONE);
    assertThat(tcp(steps, NONE, Set.of("mesh-gateways-forward"))).isEqualTo(OPEN);
  }

  @Test
  void theEvidenceNamesTheRuleThatLetsInAndThePolicyThatStops() {
    Steps steps = new Steps(cluster(IN_MESH).mesh(allow("red")).build());
    assertThat(steps.evidence(FactKind.CONNECT))
        .contains(
            "AuthorizationPolicy blue/allow spec.rules[0]: ALLOW",
            "AuthorizationPolicy blue/allow spec.action: ALLOW, 1 rules",
            "Pod blue/victim spec: its sidecar takes what comes in");
  }
}
