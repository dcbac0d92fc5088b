package dev.ringfence.engine.catalogue.network;

import static dev.ringfence.engine.catalogue.network.RowScene.DENY_INGRESS;
import static dev.ringfence.engine.catalogue.network.RowScene.HTTP;
import static dev.ringfence.engine.catalogue.network.RowScene.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.NetworkPolicy;
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

/**
 * What is published to the outside by Services, Ingresses and routes (N1-outside, N1-ingress,
 * N5-name, N12); beside each a cluster, one field away, where it is not.
 */
final class PublishedPortsTest {

  @Test
  void aNodePortMayHideWhereAConnectionComesFrom() {
    Service.Port port = new Service.Port("http", "TCP", 80, "http", 30080);
    SmallCluster exposed =
        cluster("")
            .policy(DENY_INGRESS)
            .service("blue", "victim", "NodePort", Map.of("app", "victim"), port);
    Set<String> fear = Set.of("node-port-sources-hidden");
    assertThat(new Steps(exposed.build()).ports("attacker", "victim", Set.of(), fear))
        .isEqualTo(HTTP);
    SmallCluster inside =
        cluster("")
            .policy(DENY_INGRESS)
            .service("blue", "victim", "ClusterIP", Map.of("app", "victim"), port);
    assertThat(new Steps(inside.build()).ports("attacker", "victim", Set.of(), fear))
        .isEqualTo(PortSet.NONE);
  }

  private static Steps behind(Service.Front front, NetworkPolicy... policies) {
    SmallCluster cluster =
        cluster("")
            .service(
                "blue",
                "victim",
                "LoadBalancer",
                Map.of("app", "victim"),
                front,
                new Service.Port("http", "TCP", 80, "http", 0));
    List.of(policies).forEach(cluster::policy);
    return new Steps(cluster.build());
  }

  private static PortSet fromOutside(Steps steps, Set<String> feared) {
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    return steps.ports(steps.from(steps.landscape.facts().outside(), Set.of(), feared), victim);
  }

  @Test
  void aLoadBalancerForSomeClientsRestsOnTheAttackerBeingAmongThem() {
    Service.Front some = new Service.Front(List.of("198.51.100.0/24"), false, true);
    assertThat(fromOutside(behind(some), Set.of())).isEqualTo(PortSet.NONE);
    assertThat(fromOutside(behind(some), Set.of("load-balancer-sources"))).isEqualTo(HTTP);
    Service.Front all = new Service.Front(List.of("0.0.0.0/0"), false, true);
    assertThat(fromOutside(behind(all), Set.of())).isEqualTo(HTTP);
  }

  @Test
  void aLoadBalancerThatKeepsSourcesHidesNoneFromPolicies() {
    Set<String> hidden = Set.of("node-port-sources-hidden");
    Service.Front local = new Service.Front(List.of(), true, false);
    Service.Front cluster = new Service.Front(List.of(), false, false);
    assertThat(fromOutside(behind(local, DENY_INGRESS), hidden)).isEqualTo(PortSet.NONE);
    assertThat(fromOutside(behind(cluster, DENY_INGRESS), hidden)).isEqualTo(HTTP);
  }

  @Test
  void aLoadBalancerWithoutNodePortsOpensNone() {
    Set<String> fears = Set.of("node-port-sources-hidden", "node-ports-reachable-from-outside");
    Service.Front without = new Service.Front(List.of(), true, false);
    Service.Front with = new Service.Front(List.of(), true, true);
    assertThat(fromOutside(behind(without, DENY_INGRESS), fears)).isEqualTo(PortSet.NONE);
    assertThat(fromOutside(behind(with, DENY_INGRESS), fears)).isEqualTo(HTTP);
  }

  @Test
  void aFrontMayFollowAnExternalNameToAnothersService() {
    Service.Port port = new Service.Port("http", "TCP", 80, "http", 0);
    Set<String> follows = Set.of("fronts-follow-external-names");
    Steps steps =
        new Steps(
            cluster("")
                .service("blue", "victim", "ClusterIP", Map.of("app", "victim"), port)
                .externalName("red", "alias", "victim.blue.svc.cluster.local")
                .route("Ingress", "red", "in", List.of(), new Routing.Target("red", "alias", "80"))
                .build());
    assertThat(fromOutside(steps, Set.of())).isEqualTo(PortSet.NONE);
    assertThat(fromOutside(steps, follows)).isEqualTo(HTTP);
    Steps elsewhere =
        new Steps(
            cluster("")
                .service("blue", "victim", "ClusterIP", Map.of("app", "victim"), port)
                .externalName("red", "alias", "victim.example.org")
                .route("Ingress", "red", "in", List.of(), new Routing.Target("red", "alias", "80"))
                .build());
    assertThat(fromOutside(elsewhere, follows)).isEqualTo(PortSet.NONE);
  }

  @Test
  void aLoadBalancerPublishesToTheOutside() {
    Service.Port port = new Service.Port("http", "TCP", 80, "http", 0);
    SmallCluster cluster =
        cluster("").service("blue", "victim", "LoadBalancer", Map.of("app", "victim"), port);
    Steps steps = new Steps(cluster.build());
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    int outside = steps.landscape.facts().outside();
    assertThat(steps.ports(steps.from(outside, Set.of(), Set.of()), victim)).isEqualTo(HTTP);
    Steps closed = new Steps(cluster("").build());
    assertThat(
            closed.ports(
                closed.from(closed.landscape.facts().outside(), Set.of(), Set.of()), victim))
        .isEqualTo(PortSet.NONE);
  }

  private static int code(Steps steps, String pod) {
    return steps.landscape.facts().code(SmallCluster.podClass(steps.landscape.cluster(), pod));
  }

  private static PortSet fromOutside(SmallCluster cluster) {
    Steps steps = new Steps(cluster.build());
    int victim = SmallCluster.podClass(steps.landscape.cluster(), "victim");
    int outside = steps.landscape.facts().outside();
    return steps.ports(steps.from(outside, Set.of(), Set.of()), victim);
  }

  private static SmallCluster routed() {
    Service.Port http = new Service.Port("http", "TCP", 80, "http", 0);
    Service.Port other = new Service.Port("other", "TCP", 81, "9999", 0);
    return cluster("")
        .policy(DENY_INGRESS)
        .service("blue", "shop", "ClusterIP", Map.of("app", "victim"), http, other);
  }

  private static final Routing.Target SHOP = new Routing.Target("blue", "shop", "80");

  @Test
  void anIngressPublishesTheVeryPortThatItLeadsTo() {
    assertThat(fromOutside(routed())).isEqualTo(PortSet.NONE);
    assertThat(fromOutside(routed().route("Ingress", "blue", "web", List.of(), SHOP)))
        .isEqualTo(HTTP);
    Routing.Target missing = new Routing.Target("blue", "nowhere", "80");
    assertThat(fromOutside(routed().route("Ingress", "blue", "web", List.of(), missing)))
        .isEqualTo(PortSet.NONE);
  }

  @Test
  void aRouteLeadsToAnotherNamespaceOnlyWithItsGrant() {
    List<Routing.Target> parents = List.of(new Routing.Target("red", "front", ""));
    SmallCluster bare =
        routed().gateway("red", "front", "All").route("HTTPRoute", "red", "web", parents, SHOP);
    assertThat(fromOutside(bare)).isEqualTo(PortSet.NONE);
    SmallCluster granted =
        routed()
            .gateway("red", "front", "All")
            .route("HTTPRoute", "red", "web", parents, SHOP)
            .referenceGrant("blue", "red", "shop");
    assertThat(fromOutside(granted)).isEqualTo(HTTP);
    SmallCluster forOther =
        routed()
            .gateway("red", "front", "All")
            .route("HTTPRoute", "red", "web", parents, SHOP)
            .referenceGrant("blue", "red", "another");
    assertThat(fromOutside(forOther)).isEqualTo(PortSet.NONE);
  }

  @Test
  void aRouteThatItsGatewayDoesNotTakePublishesNothing() {
    List<Routing.Target> parents = List.of(new Routing.Target("red", "front", ""));
    assertThat(
            fromOutside(
                routed()
                    .gateway("red", "front", "Same")
                    .route("HTTPRoute", "blue", "web", parents, SHOP)))
        .isEqualTo(PortSet.NONE);
    assertThat(
            fromOutside(
                routed()
                    .gateway("red", "front", "All")
                    .route("HTTPRoute", "blue", "web", parents, SHOP)))
        .isEqualTo(HTTP);
  }

  @Test
  void theOnlyIngressControllerHoldsTheTrafficOfAllThatPublish() {
    SmallCluster cluster =
        routed()
            .pod(
                "red",
                "front",
                Map.of(),
                SmallCluster.spec(
                    SmallCluster.container("registry.k8s.io/ingress-nginx/controller:v1.14.0")))
            .route("Ingress", "blue", "web", List.of(), SHOP);
    Steps steps = new Steps(cluster.build());
    int blue = steps.landscape.cluster().namespaceIndex("blue");
    int red = steps.landscape.cluster().namespaceIndex("red");
    BitSet known = steps.from(code(steps, "front"), Set.of(), Set.of());
    assertThat(steps.has(known, FactKind.TRAFFIC, blue)).isTrue();
    assertThat(steps.has(known, FactKind.TRAFFIC, red)).isFalse();
    known = steps.from(code(steps, "attacker"), Set.of(), Set.of());
    assertThat(steps.has(known, FactKind.TRAFFIC, blue)).isFalse();
  }
}
