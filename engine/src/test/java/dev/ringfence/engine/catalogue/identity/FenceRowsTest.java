package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Fence;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows I22, I23 and A6. */
class FenceRowsTest {

  private static Derivation inGreen(Rbac.Rule rule) {
    return Derivation.of(
        ClusterFixture.manifests()
            .namespace("blue")
            .role("green", "app", rule)
            .bindRole("green", "app", user("eve")));
  }

  private static boolean takesDown(Derivation derivation, Fence fence, String namespace) {
    int down = fence.down(derivation.facts(), derivation.namespace(namespace));
    return derivation.leads(down, derivation.holds(user("eve")));
  }

  @Test
  void anAddedPolicyIsEnoughAndAReadOneIsNot() {
    Derivation creates = inGreen(rule("create", "networking.k8s.io", "networkpolicies"));
    assertThat(takesDown(creates, Fence.NETWORK_POLICIES, "green")).isTrue();
    assertThat(takesDown(creates, Fence.NETWORK_POLICIES, "blue")).isFalse();
    assertThat(takesDown(creates, Fence.QUOTA, "green")).isFalse();
    Derivation reads = inGreen(rule("get,list", "networking.k8s.io", "networkpolicies"));
    assertThat(takesDown(reads, Fence.NETWORK_POLICIES, "green")).isFalse();
  }

  @Test
  void aRightEverywhereTakesDownEveryNamespacesFence() {
    Derivation derivation =
        Derivation.of(
            ClusterFixture.manifests()
                .namespace("blue")
                .clusterRole("app", rule("delete", "", "resourcequotas"))
                .bindEverywhere("app", user("eve")));
    assertThat(takesDown(derivation, Fence.QUOTA, "blue")).isTrue();
  }

  @Test
  void theNamespaceItsStatusAndItsFinalizersCarryThePodSecurityLabel() {
    for (String resource : List.of("namespaces", "namespaces/status")) {
      assertThat(takesDown(inGreen(rule("patch", "", resource)), Fence.POD_SECURITY, "green"))
          .as(resource)
          .isTrue();
    }
    assertThat(
            takesDown(
                inGreen(rule("update", "", "namespaces/finalize")), Fence.POD_SECURITY, "green"))
        .isTrue();
    assertThat(takesDown(inGreen(rule("get", "", "namespaces")), Fence.POD_SECURITY, "green"))
        .isFalse();
    assertThat(takesDown(inGreen(rule("patch", "", "namespaces")), Fence.POD_SECURITY, "blue"))
        .isFalse();
  }

  @Test
  void whoeverRegistersAnApiServiceOrConvertsAKindHasEverything() {
    for (String[] kind :
        new String[][] {
          {"apiregistration.k8s.io", "apiservices"},
          {"apiextensions.k8s.io", "customresourcedefinitions"}
        }) {
      Derivation derivation =
          Derivation.of(
              ClusterFixture.manifests()
                  .clusterRole("app", rule("update", kind[0], kind[1]))
                  .bindEverywhere("app", account("green", "ci")));
      assertThat(
              derivation.leads(
                  derivation.facts().everything(), derivation.holds(account("green", "ci"))))
          .as(kind[1])
          .isTrue();
      Derivation bound =
          Derivation.of(
              ClusterFixture.manifests()
                  .clusterRole("app", rule("update", kind[0], kind[1]))
                  .bindClusterRole("green", "app", account("green", "ci")));
      assertThat(bound.leads(bound.facts().everything(), bound.holds(account("green", "ci"))))
          .as("a dead grant of " + kind[1])
          .isFalse();
    }
  }

  @Test
  void labelsCountOnlyWhereSomeSelectorReadsThem() {
    Derivation derivation = inGreen(rule("patch", "", "namespaces"));
    int labels =
        derivation.facts().find(FactKind.FENCE_DOWN, Fence.NAMESPACE_SELECTORS.ordinal(), -1);
    assertThat(labels).as("no policy, so no selector").isNegative();
  }

  private static Derivation admitting(LabelSelector namespaces, Rbac.Rule rule) {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("blue")
            .role("green", "app", rule)
            .bindRole("green", "app", user("eve"));
    fixture
        .builder()
        .add(
            new NetworkPolicy(
                ClusterFixture.meta("NetworkPolicy", "blue", "partners", java.util.Map.of()),
                LabelSelector.EVERYTHING,
                true,
                false,
                List.of(
                    new NetworkPolicy.Rule(
                        List.of(new NetworkPolicy.Peer(null, namespaces, null)), List.of())),
                List.of()));
    return Derivation.of(fixture);
  }

  private static boolean passesByNamespace(Derivation derivation) {
    return derivation.leads(
        Fence.NAMESPACE_SELECTORS.down(derivation.facts(), 0), derivation.holds(user("eve")));
  }

  @Test
  void whoeverLabelsItsNamespacePassesForAPartnerAndNotForAnotherName() {
    LabelSelector partner = new LabelSelector(java.util.Map.of("partner", "yes"), List.of());
    for (String resource : List.of("namespaces", "namespaces/status")) {
      assertThat(passesByNamespace(admitting(partner, rule("patch", "", resource))))
          .as(resource)
          .isTrue();
    }
    assertThat(passesByNamespace(admitting(partner, rule("get,list", "", "namespaces")))).isFalse();
    assertThat(passesByNamespace(admitting(partner, rule("patch", "", "pods"))))
        .as("labels of pods are none of their namespace's")
        .isFalse();
    LabelSelector byName =
        new LabelSelector(java.util.Map.of("kubernetes.io/metadata.name", "amber"), List.of());
    assertThat(passesByNamespace(admitting(byName, rule("patch", "", "namespaces"))))
        .as("the API server sets the label of the name")
        .isFalse();
    LabelSelector byBoth =
        new LabelSelector(
            java.util.Map.of("kubernetes.io/metadata.name", "green", "partner", "yes"), List.of());
    assertThat(passesByNamespace(admitting(byBoth, rule("patch", "", "namespaces"))))
        .as("the selector names its own namespace")
        .isTrue();
  }

  @Test
  void whoeverLabelsPodsDoesSoInItsOwnNamespaceOnly() {
    Derivation labels = admitting(LabelSelector.EVERYTHING, rule("patch", "", "pods"));
    assertThat(takesDown(labels, Fence.POD_SELECTORS, "green")).isTrue();
    assertThat(takesDown(labels, Fence.POD_SELECTORS, "blue")).isFalse();
    for (Rbac.Rule sideDoor :
        List.of(
            rule("patch", "", "pods/status"),
            rule("create", "", "pods/binding"),
            rule("patch", "batch", "jobs"),
            rule("create", "apps", "controllerrevisions"))) {
      Derivation door = admitting(LabelSelector.EVERYTHING, sideDoor);
      assertThat(takesDown(door, Fence.POD_SELECTORS, "green")).as("%s", sideDoor).isTrue();
    }
    for (Rbac.Rule twin :
        List.of(
            rule("get", "", "pods"),
            rule("patch", "", "pods/resize"),
            rule("patch", "", "pods/ephemeralcontainers"),
            rule("create", "batch", "jobs/status"))) {
      Derivation door = admitting(LabelSelector.EVERYTHING, twin);
      assertThat(takesDown(door, Fence.POD_SELECTORS, "green")).as("%s", twin).isFalse();
    }
  }
}
