package dev.ringfence.engine.catalogue.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.SmallCluster;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What rights in the API are worth as ways into the network (N3, N4, N5, N6, N11) and what stands
 * open on the pod network (N10); beside each a near twin in which the step does not hold.
 */
final class GrantedTrafficTest {

  private static final Service.Port HTTP = new Service.Port("http", "TCP", 80, "8080", 0);

  /** Nobody lets red in, and red sends to nobody. */
  private static SmallCluster cluster() {
    return new SmallCluster()
        .node("node", List.of("192.168.0.1"), List.of("10.0.0.0/24"))
        .daemonSet(
            "kube-system", "calico-node", SmallCluster.container("docker.io/calico/node:v3.32.0"))
        .namespace("red", Map.of())
        .namespace("blue", Map.of("team", "blue"))
        .pod("red", "attacker", Map.of())
        .pod("blue", "victim", Map.of("app", "victim"))
        .service("blue", "shop", "ClusterIP", Map.of("app", "victim"), HTTP)
        .policy(SmallCluster.policy("red", "closed", Map.of(), null, List.of()))
        .policy(SmallCluster.policy("blue", "closed", Map.of(), List.of(), null));
  }

  private static Steps steps(SmallCluster cluster) {
    return new Steps(cluster.build());
  }

  /** What the default account of a namespace gets from where requests can be made. */
  private static BitSet known(Steps steps, String namespace, String... feared) {
    int account = steps.landscape.access().serviceAccount(namespace, "default");
    return steps.from(
        List.of(steps.landscape.facts().holds(account), steps.landscape.facts().apiPlace()),
        Set.of(),
        Set.of(feared));
  }

  private static boolean hasTraffic(Steps steps, BitSet known, String namespace) {
    int all = steps.landscape.facts().find(FactKind.TRAFFIC, Traffic.EVERY_NAMESPACE, 0);
    return steps.has(known, FactKind.TRAFFIC, steps.landscape.cluster().namespaceIndex(namespace))
        || (all >= 0 && known.get(all));
  }

  private static PortSet toVictim(Steps steps, BitSet known) {
    return steps.ports(known, SmallCluster.podClass(steps.landscape.cluster(), "victim"));
  }

  @Test
  void whoWritesServicesMayClaimAddressesThatOthersSendTo() {
    Steps steps = steps(cluster().mayCreate("red", "", "services"));
    String fear = "service-external-addresses-refused";
    assertThat(hasTraffic(steps, known(steps, "red", fear), "blue")).isTrue();
    assertThat(hasTraffic(steps, known(steps, "red"), "blue"))
        .as("where something refuses them")
        .isFalse();
    Steps other = steps(cluster().mayCreate("red", "", "configmaps"));
    assertThat(hasTraffic(other, known(other, "red", fear), "blue")).isFalse();
  }

  @Test
  void whoWritesEndpointsTakesOverServicesOfTheNamespaceAndNoOther() {
    for (String[] kind :
        new String[][] {{"", "endpoints"}, {"discovery.k8s.io", "endpointslices"}}) {
      Steps steps = steps(cluster().mayCreate("blue", kind[0], kind[1]));
      assertThat(hasTraffic(steps, known(steps, "blue"), "blue")).as(kind[1]).isTrue();
      assertThat(hasTraffic(steps, known(steps, "blue"), "red")).as(kind[1]).isFalse();
    }
    Steps other = steps(cluster().mayCreate("blue", "", "configmaps"));
    assertThat(hasTraffic(other, known(other, "blue"), "blue")).isFalse();
  }

  @Test
  void whoWritesEndpointsRoutesToPodsOfOthersWhereSourcesAreHidden() {
    Steps steps = steps(cluster().mayCreate("red", "discovery.k8s.io", "endpointslices"));
    assertThat(toVictim(steps, known(steps, "red", "node-port-sources-hidden")))
        .isEqualTo(PortSet.ALL);
    assertThat(toVictim(steps, known(steps, "red")))
        .as("policies see who sends")
        .isEqualTo(PortSet.NONE);
    Steps other = steps(cluster().mayCreate("red", "", "secrets"));
    assertThat(toVictim(other, known(other, "red", "node-port-sources-hidden")))
        .isEqualTo(PortSet.NONE);
  }

  private static final Routing.Target SHOP = new Routing.Target("blue", "shop", "80");

  @Test
  void whoWritesIngressesMayClaimHostNamesOfThoseWhoPublish() {
    String fear = "ingress-hosts-can-collide";
    Steps steps =
        steps(
            cluster()
                .route("Ingress", "blue", "shop", List.of(), SHOP)
                .mayCreate("red", "networking.k8s.io", "ingresses"));
    assertThat(hasTraffic(steps, known(steps, "red", fear), "blue")).isTrue();
    assertThat(hasTraffic(steps, known(steps, "red"), "blue")).isFalse();
    Steps unpublished = steps(cluster().mayCreate("red", "networking.k8s.io", "ingresses"));
    assertThat(hasTraffic(unpublished, known(unpublished, "red", fear), "blue"))
        .as("blue publishes nothing")
        .isFalse();
  }

  private static SmallCluster gateway(String allowedRoutes) {
    return cluster()
        .gateway("blue", "front", allowedRoutes)
        .route("HTTPRoute", "blue", "shop", List.of(new Routing.Target("blue", "front", "")), SHOP)
        .mayCreate("red", "gateway.networking.k8s.io", "httproutes");
  }

  @Test
  void aGatewayThatTakesRoutesOfOthersGivesThemItsTraffic() {
    Steps all = steps(gateway("All"));
    assertThat(hasTraffic(all, known(all, "red"), "blue")).isTrue();
    Steps same = steps(gateway("Same"));
    assertThat(hasTraffic(same, known(same, "red"), "blue")).isFalse();
  }

  @Test
  void aReferenceGrantLetsRoutesOfOthersLeadToItsServices() {
    SmallCluster granting =
        cluster()
            .referenceGrant("blue", "red", "shop")
            .mayCreate("red", "gateway.networking.k8s.io", "httproutes");
    Steps steps = steps(granting);
    assertThat(toVictim(steps, known(steps, "red")))
        .isEqualTo(PortSet.of(PortSet.Protocol.TCP, 8080));
    SmallCluster elsewhere =
        cluster()
            .referenceGrant("blue", "green", "shop")
            .mayCreate("red", "gateway.networking.k8s.io", "httproutes");
    Steps other = steps(elsewhere);
    assertThat(toVictim(other, known(other, "red"))).isEqualTo(PortSet.NONE);
  }

  @Test
  void whoCreatesPodsAnswersForServicesOfTheNamespaceByTheirLabels() {
    Steps steps = steps(cluster().mayCreate("blue", "", "pods"));
    assertThat(hasTraffic(steps, known(steps, "blue"), "blue")).isTrue();
    assertThat(hasTraffic(steps, known(steps, "blue"), "red")).isFalse();
    Steps other = steps(cluster().mayCreate("blue", "", "secrets"));
    assertThat(hasTraffic(other, known(other, "blue"), "blue")).isFalse();
  }

  @Test
  void aNodeThatMakesMirrorPodsAnswersForServicesToo() {
    Steps steps = steps(cluster());
    var facts = steps.landscape.facts();
    int blue = steps.landscape.cluster().namespaceIndex("blue");
    int mirror = facts.may(Capability.CREATE_MIRROR_PODS, blue);
    BitSet known = steps.from(mirror, Set.of(), Set.of());
    assertThat(hasTraffic(steps, known, "blue")).isTrue();
    assertThat(hasTraffic(steps, known, "red")).isFalse();
  }

  /** N10, by its image; its near twin is any other workload. */
  @Test
  void whatAsksForNoCredentialsIsCommandedByWhoeverConnects() {
    List<String> asking = List.of("nginx:1", "example.test/tiller-exporter:1");
    for (String image :
        List.of(
            "ghcr.io/helm/kubernetes-helm/tiller:v2",
            "quay.io/argoproj/argocd:v3.2.0",
            "docker.io/weaveworks/scope:1.13.2",
            "docker.io/fluxcd/flux:1.25.4",
            "rayproject/ray:2.52.0",
            "mirror.example/apache/spark:4.0.0",
            asking.getFirst(),
            asking.getLast())) {
      Steps steps =
          steps(
              cluster()
                  .namespace("deploy", Map.of())
                  .pod(
                      "deploy",
                      "tiller",
                      Map.of(),
                      SmallCluster.spec(SmallCluster.container(image)))
                  .pod("blue", "open", Map.of()));
      int tiller = SmallCluster.podClass(steps.landscape.cluster(), "tiller");
      List<String> rows =
          steps.steps.stream()
              .filter(
                  step ->
                      step.conclusion() == steps.landscape.facts().codeAnywhere(tiller)
                          && step.premises().size() == 1
                          && steps.landscape.facts().kind(step.premise(0)) == FactKind.CONNECT)
              .map(step -> step.row().id())
              .distinct()
              .toList();
      assertThat(rows).containsExactly(asking.contains(image) ? "N1b" : "N10");
    }
  }

  /** N10: a webhook's endpoint asks nobody who calls, and is a workload like any other. */
  @Test
  void anAdmissionWebhookOnThePodNetworkIsTakenOverByWhoeverConnects() {
    SmallCluster cluster =
        new SmallCluster()
            .node("node", List.of("192.168.0.1"), List.of("10.0.0.0/24"))
            .daemonSet(
                "kube-system",
                "calico-node",
                SmallCluster.container("docker.io/calico/node:v3.32.0"))
            .namespace("red", Map.of())
            .namespace("policy", Map.of())
            .pod("red", "attacker", Map.of())
            .pod(
                "policy",
                "webhook",
                Map.of(),
                SmallCluster.spec(
                    SmallCluster.container(
                        "ghcr.io/engine/webhook:1", SmallCluster.port("https", 9443, "TCP"))));
    Set<String> exploited = Set.of("workload:ghcr.io/engine/webhook");
    Steps open = steps(cluster);
    int webhook = SmallCluster.podClass(open.landscape.cluster(), "webhook");
    assertThat(
            open.has(
                open.from(open.codeIn("attacker"), exploited, Set.of()),
                FactKind.CODE_ANYWHERE,
                webhook))
        .isTrue();
    Steps closed =
        steps(cluster.policy(SmallCluster.policy("policy", "deny", Map.of(), List.of(), null)));
    assertThat(
            closed.has(
                closed.from(closed.codeIn("attacker"), exploited, Set.of()),
                FactKind.CODE_ANYWHERE,
                webhook))
        .as("only the API server's node may call it")
        .isFalse();
  }
}
