package dev.ringfence.engine.catalogue.network;

import static dev.ringfence.engine.catalogue.network.RowScene.DENY_INGRESS;
import static dev.ringfence.engine.catalogue.network.RowScene.HTTP;
import static dev.ringfence.engine.catalogue.network.RowScene.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each row beside N1: a cluster where its step holds and, one field away, one where it doesn't. */
final class NetworkRowsTest {

  private static NetworkPolicy egress(NetworkPolicy.Rule... rules) {
    return SmallCluster.policy("red", "egress", Map.of(), null, List.of(rules));
  }

  private static boolean has(Steps steps, FactKind kind, Set<String> failed, Set<String> feared) {
    BitSet known = steps.from(steps.codeIn("attacker"), failed, feared);
    return steps.has(known, kind, 0);
  }

  @Test
  void whatListensIsExploitedThroughItsImage() {
    Steps steps = new Steps(cluster("").build());
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    Set<String> nginx = Set.of("workload:docker.io/library/nginx");
    BitSet known = steps.from(steps.codeIn("attacker"), nginx, Set.of());
    assertThat(steps.has(known, FactKind.CODE_ANYWHERE, victim)).isTrue();
    known = steps.from(steps.codeIn("attacker"), Set.of(), Set.of());
    assertThat(steps.has(known, FactKind.CODE_ANYWHERE, victim)).isFalse();
  }

  @Test
  void aPortThatOneContainerDeclaresIsThatContainersAlone() {
    SmallCluster cluster = cluster("");
    cluster.pod(
        "blue",
        "pair",
        Map.of("app", "pair"),
        SmallCluster.spec(
            SmallCluster.container("web:1", SmallCluster.port("http", 8080, "TCP")),
            SmallCluster.container(
                Container.Type.REGULAR, "log", "log:1", Container.SecurityContext.UNSET)));
    Steps steps = new Steps(cluster.build());
    var pair =
        steps
            .landscape
            .cluster()
            .podClasses()
            .get(SmallCluster.podClass(steps.landscape.cluster(), "pair"));
    assertThat(TakeOverByConnection.listening(steps.landscape, pair, HTTP))
        .extracting(Object::toString)
        .containsExactly("workload:docker.io/library/web");
    assertThat(
            TakeOverByConnection.listening(
                steps.landscape, pair, PortSet.of(PortSet.Protocol.TCP, 9090)))
        .hasSize(2);
  }

  @Test
  void thePodsOwnNodeStaysOpenWhateverEgressSays() {
    Steps steps = new Steps(cluster("").policy(egress()).build());
    assertThat(has(steps, FactKind.NODE_NETWORK, Set.of(), Set.of())).isTrue();
  }

  private static TieredPolicy toNodes(
      double tier, TieredPolicy.Action action, double order, Map<String, String> nodes) {
    TieredPolicy.Rule rule =
        new TieredPolicy.Rule(
            "spec.egress[0]",
            action,
            List.of(new TieredPolicy.Peer.Nodes(new LabelSelector(nodes, List.of()))),
            null,
            true);
    return new TieredPolicy(
        SmallCluster.meta("ClusterNetworkPolicy", null, action + "-nodes", Map.of()),
        TieredPolicy.Api.CLUSTER_NETWORK_POLICY,
        tier,
        order,
        List.of(new TieredPolicy.Peer.Pods(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING)),
        null,
        new TieredPolicy.Section(List.of(rule), false));
  }

  private static boolean reachesItsNode(TieredPolicy... policies) {
    SmallCluster cluster = cluster("").policy(egress());
    List.of(policies).forEach(cluster::policy);
    return has(new Steps(cluster.build()), FactKind.NODE_NETWORK, Set.of(), Set.of());
  }

  @Test
  void thePodsOwnNodeIsClosedByWhatStandsBeforeNetworkPolicies() {
    TieredPolicy deny = toNodes(TieredPolicy.ADMIN_TIER, TieredPolicy.Action.DENY, 10, Map.of());
    assertThat(reachesItsNode(deny)).isFalse();
    assertThat(
            reachesItsNode(
                toNodes(TieredPolicy.BASELINE_TIER, TieredPolicy.Action.DENY, 10, Map.of())))
        .as("behind NetworkPolicies")
        .isTrue();
    assertThat(
            reachesItsNode(
                toNodes(TieredPolicy.ADMIN_TIER, TieredPolicy.Action.DENY, 10, Map.of("a", "b"))))
        .as("other nodes")
        .isTrue();
    assertThat(
            reachesItsNode(
                deny, toNodes(TieredPolicy.ADMIN_TIER, TieredPolicy.Action.ACCEPT, 5, Map.of())))
        .as("accepted before")
        .isTrue();
  }

  @Test
  void theApiEndpointIsAPlaceUnlessEgressIsClosed() {
    Set<String> none = Set.of();
    assertThat(has(new Steps(cluster("").build()), FactKind.API_PLACE, none, none)).isTrue();
    Steps closed = new Steps(cluster("").policy(egress()).build());
    assertThat(has(closed, FactKind.API_PLACE, none, none)).isFalse();
    assertThat(has(closed, FactKind.API_PLACE, Set.of("network-policy:calico"), none)).isTrue();
    NetworkPolicy all = egress(SmallCluster.rule(List.of(SmallCluster.block("0.0.0.0/0"))));
    Steps everyAddress = new Steps(cluster("").policy(all).build());
    assertThat(has(everyAddress, FactKind.API_PLACE, none, Set.of("api-endpoint-address")))
        .as("every address is the API endpoint's too")
        .isTrue();
  }

  @Test
  void anIpBlockMayHoldAnApiEndpointWhoseAddressIsNotKnown() {
    NetworkPolicy policy =
        egress(
            SmallCluster.rule(
                List.of(SmallCluster.block("203.0.113.0/24")), SmallCluster.tcp(443)));
    Steps steps = new Steps(cluster("").policy(policy).build());
    assertThat(has(steps, FactKind.API_PLACE, Set.of(), Set.of())).isFalse();
    assertThat(has(steps, FactKind.API_PLACE, Set.of(), Set.of("api-endpoint-address"))).isTrue();
    NetworkPolicy dns =
        egress(
            SmallCluster.rule(List.of(SmallCluster.block("203.0.113.0/24")), SmallCluster.tcp(53)));
    Steps other = new Steps(cluster("").policy(dns).build());
    assertThat(has(other, FactKind.API_PLACE, Set.of(), Set.of("api-endpoint-address"))).isFalse();
  }

  @Test
  void theMetadataServiceGivesNodeCredentialsWhereACloudHasOne() {
    Set<String> fear = Set.of("metadata-closed-by-cloud");
    Steps cloud = new Steps(cluster("aws:///eu-west-1a/i-1").build());
    assertThat(has(cloud, FactKind.NODE_IDENTITY, Set.of(), fear)).isTrue();
    assertThat(has(cloud, FactKind.NODE_IDENTITY, Set.of(), Set.of())).isFalse();
    assertThat(has(cloud, FactKind.NODE_IDENTITY, Set.of("metadata:aws"), Set.of())).isTrue();
    assertThat(has(cloud, FactKind.NODE_IDENTITY, Set.of("cloud-identity:aws"), Set.of())).isTrue();
    assertThat(has(cloud, FactKind.NODE_IDENTITY, Set.of("metadata:gce"), Set.of())).isFalse();
    Steps kind = new Steps(cluster("kind://docker/kind/node").build());
    assertThat(has(kind, FactKind.NODE_IDENTITY, Set.of("metadata:aws"), fear)).isFalse();
  }

  @Test
  void anExceptionForTheMetadataServiceClosesIt() {
    NetworkPolicy all = egress(SmallCluster.rule(List.of(SmallCluster.block("0.0.0.0/0"))));
    NetworkPolicy most =
        egress(SmallCluster.rule(List.of(SmallCluster.block("0.0.0.0/0", "169.254.169.254/32"))));
    String aws = "aws:///eu-west-1a/i-1";
    Steps open = new Steps(cluster(aws).policy(all).build());
    assertThat(has(open, FactKind.METADATA, Set.of(), Set.of())).isTrue();
    Steps closed = new Steps(cluster(aws).policy(most).build());
    assertThat(has(closed, FactKind.METADATA, Set.of(), Set.of())).isFalse();
    assertThat(has(closed, FactKind.METADATA, Set.of("network-policy:calico"), Set.of())).isTrue();
    NetworkPolicy names =
        egress(
            SmallCluster.rule(
                List.of(SmallCluster.block("169.254.169.254/32")), SmallCluster.tcp(53)));
    Steps dns = new Steps(cluster("gce://project/zone/i").policy(names).build());
    assertThat(has(dns, FactKind.METADATA, Set.of(), Set.of()))
        .as("only the DNS that stands at the same address")
        .isFalse();
  }

  @Test
  void theHostNetworkReachesTheNodesOwnPodsPastTheirPolicies() {
    SmallCluster cluster =
        cluster("")
            .policy(DENY_INGRESS)
            .pod("red", "exporter", Map.of(), SmallCluster.spec(true, SmallCluster.container("e")));
    Steps steps = new Steps(cluster.build());
    assertThat(steps.ports("exporter", "victim", Set.of(), Set.of())).isEqualTo(PortSet.ALL);
    assertThat(steps.ports("attacker", "victim", Set.of(), Set.of())).isEqualTo(PortSet.NONE);
  }

  @Test
  void everyRowOfTheNetworkIsThereOnce() {
    assertThat(NetworkRows.all().stream().map(row -> row.id()).toList())
        .contains(
            "N1", "N1b", "N1c", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10", "N11", "N12")
        .doesNotHaveDuplicates();
  }

  @Test
  void everyWorkloadMayConsumeWhatOthersEmit() {
    Steps steps = new Steps(cluster("").policy(DENY_INGRESS).build());
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    int attacker = SmallCluster.podClass(steps.landscape.cluster(), "attacker");
    int code = steps.landscape.facts().code(attacker);
    Set<String> nginx = Set.of("workload:docker.io/library/nginx");
    BitSet known = steps.from(code, nginx, Set.of("workloads-consume-what-others-emit"));
    assertThat(steps.has(known, FactKind.CODE_ANYWHERE, victim)).isTrue();
    known = steps.from(code, nginx, Set.of());
    assertThat(steps.has(known, FactKind.CODE_ANYWHERE, victim)).isFalse();
  }

  @Test
  void anAgentOfLogsIsKnownToConsume() {
    SmallCluster cluster =
        cluster("")
            .pod(
                "blue",
                "agent",
                Map.of(),
                SmallCluster.spec(SmallCluster.container("cr.fluentbit.io/fluent/fluent-bit:4.0")));
    Steps steps = new Steps(cluster.policy(DENY_INGRESS).build());
    int agent = SmallCluster.podClass(steps.landscape.cluster(), "agent");
    int attacker = SmallCluster.podClass(steps.landscape.cluster(), "attacker");
    Set<String> exploited = Set.of("workload:cr.fluentbit.io/fluent/fluent-bit");
    int code = steps.landscape.facts().code(attacker);
    assertThat(steps.has(steps.from(code, exploited, Set.of()), FactKind.CODE_ANYWHERE, agent))
        .isTrue();
    assertThat(steps.has(steps.from(code, Set.of(), Set.of()), FactKind.CODE_ANYWHERE, agent))
        .isFalse();
  }

  @Test
  void dnsNamesEveryTenantToWhoeverReachesIt() {
    SmallCluster cluster =
        cluster("")
            .pod(
                "kube-system",
                "coredns",
                Map.of(),
                SmallCluster.spec(
                    SmallCluster.container("coredns:1", SmallCluster.port("dns", 53, "UDP"))));
    Set<String> fear = Set.of("dns-answers-everybody");
    assertThat(has(new Steps(cluster.build()), FactKind.ALL_NAMES, Set.of(), fear)).isTrue();
    Steps closed = new Steps(cluster.policy(egress()).build());
    assertThat(has(closed, FactKind.ALL_NAMES, Set.of(), fear)).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway") // it loses @Nullable of nested types that it reads from class files
  void rawSocketsMaySpoofNeighboursUnlessDropped() {
    Set<String> fear = Set.of("pods-share-a-bridge");
    Set<String> failed = Set.of("network-policy:calico");
    Steps steps = new Steps(cluster("").build(), List.of(new SpoofNeighbours()), List.of());
    BitSet known = steps.from(steps.codeIn("attacker"), failed, fear);
    assertThat(traffic(steps, known)).isTrue();
    Container.SecurityContext unset = Container.SecurityContext.UNSET;
    Container.SecurityContext dropped =
        new Container.SecurityContext(
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of("ALL"),
            null,
            unset.seccomp(),
            unset.appArmor(),
            unset.seLinux(),
            unset.windows());
    SmallCluster cluster =
        cluster("")
            .pod(
                "red",
                "quiet",
                Map.of(),
                SmallCluster.spec(
                    SmallCluster.container(Container.Type.REGULAR, "main", "quiet:1", dropped)));
    Steps quiet = new Steps(cluster.build(), List.of(new SpoofNeighbours()), List.of());
    assertThat(traffic(quiet, quiet.from(quiet.codeIn("quiet"), failed, fear))).isFalse();
  }

  private static boolean traffic(Steps steps, BitSet known) {
    int fact = steps.landscape.facts().find(FactKind.TRAFFIC, Traffic.EVERY_NAMESPACE, 0);
    return fact >= 0 && known.get(fact);
  }
}
