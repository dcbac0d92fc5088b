package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Fence;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows I22, I23, A3, A4 and A6. */
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

  private static AdmissionRules.Webhook webhook(
      boolean mutating, boolean failClosed, LabelSelector objects) {
    String kind = mutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration";
    return new AdmissionRules.Webhook(
        ClusterFixture.meta(kind, "", "guard", java.util.Map.of()),
        mutating,
        "guard.example.com",
        new AdmissionRules.MatchResources(
            LabelSelector.EVERYTHING, objects, List.of(), List.of(), false),
        List.of(),
        failClosed,
        new AdmissionRules.Backend("guards", "guard", 443),
        "");
  }

  private static Derivation guarded(boolean failClosed, LabelSelector objects, Rbac.Rule rule) {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("guards")
            .namespace("green")
            .role("guards", "app", rule)
            .bindRole("guards", "app", user("eve"));
    fixture.builder().add(webhook(false, failClosed, objects));
    fixture
        .builder()
        .add(
            new Policies.AdmissionExtension(
                ClusterFixture.meta(
                    "ValidatingWebhookConfiguration", "", "guard", java.util.Map.of()),
                "ValidatingWebhookConfiguration",
                true));
    return Derivation.of(fixture);
  }

  @Test
  void aWebhookThatFailsOpenIsDownOnceItsBackendIsDisturbed() {
    Rbac.Rule delete = rule("delete", "", "pods");
    Derivation open = guarded(false, LabelSelector.EVERYTHING, delete);
    assertThat(open.leads(Fence.ADMISSION_ENGINE.down(open.facts(), 0), open.holds(user("eve"))))
        .isTrue();
    Derivation closed = guarded(true, LabelSelector.EVERYTHING, delete);
    assertThat(
            closed.leads(Fence.ADMISSION_ENGINE.down(closed.facts(), 0), closed.holds(user("eve"))))
        .isFalse();
  }

  @Test
  void aWebhookThatLooksAtLabelsDoesNotStopPodsOfOnesOwnMaking() {
    LabelSelector guarded = new LabelSelector(java.util.Map.of("guarded", "yes"), List.of());
    Derivation labels = guarded(true, guarded, rule("get", "", "pods"));
    int made = labels.facts().codeAnywhere(labels.facts().crafted(labels.namespace("green")));
    assertThat(labels.leads(Fence.ADMISSION_ENGINE.down(labels.facts(), 0), made)).isTrue();
    Derivation all = guarded(true, LabelSelector.EVERYTHING, rule("get", "", "pods"));
    made = all.facts().codeAnywhere(all.facts().crafted(all.namespace("green")));
    assertThat(all.leads(Fence.ADMISSION_ENGINE.down(all.facts(), 0), made)).isFalse();
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
    Derivation reads = admitting(LabelSelector.EVERYTHING, rule("get", "", "pods"));
    assertThat(takesDown(reads, Fence.POD_SELECTORS, "green")).isFalse();
  }

  /**
   * A policy with parameters of a kind, from a namespace or, where that is empty, the request's.
   */
  private static Derivation parameters(String kind, String namespace, Rbac.Rule rule) {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("blue")
            .namespace("settings")
            .role("green", "app", rule)
            .bindRole("green", "app", user("eve"))
            .role("settings", "app", rule)
            .bindRole("settings", "app", user("sam"));
    fixture
        .builder()
        .add(
            new AdmissionRules.Policy(
                ClusterFixture.meta("ValidatingAdmissionPolicy", "", "limits", java.util.Map.of()),
                false,
                new AdmissionRules.ParameterKind("v1", kind),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                false));
    fixture
        .builder()
        .add(
            new AdmissionRules.Binding(
                ClusterFixture.meta(
                    "ValidatingAdmissionPolicyBinding", "", "limits", java.util.Map.of()),
                false,
                "limits",
                new AdmissionRules.ParameterReference("most", namespace, null, true),
                null,
                List.of("Deny")));
    return Derivation.of(fixture);
  }

  private static boolean weakens(Derivation derivation, String user) {
    return derivation.leads(
        Fence.ADMISSION_ENGINE.down(derivation.facts(), Fence.POLICIES_OF_THE_SERVER),
        derivation.holds(user(user)));
  }

  @Test
  void whoeverWritesWhatAPolicyTakesItsValuesFromWeakensIt() {
    for (String verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
      Derivation there = parameters("ConfigMap", "settings", rule(verb, "", "configmaps"));
      assertThat(weakens(there, "sam")).as(verb).isTrue();
      assertThat(weakens(there, "eve")).as(verb + " elsewhere").isFalse();
      Derivation own = parameters("ConfigMap", "", rule(verb, "", "configmaps"));
      assertThat(weakens(own, "eve")).as(verb + " in the request's namespace").isTrue();
    }
    assertThat(weakens(parameters("ConfigMap", "settings", rule("get", "", "configmaps")), "sam"))
        .isFalse();
    assertThat(
            weakens(
                parameters("ConfigMap", "settings", rule("patch", "", "configmaps", "least")),
                "sam"))
        .as("another name")
        .isFalse();
    assertThat(
            weakens(
                parameters("ConfigMap", "settings", rule("patch", "", "configmaps", "most")),
                "sam"))
        .isTrue();
    assertThat(weakens(parameters("Secret", "settings", rule("patch", "", "configmaps")), "sam"))
        .isFalse();
  }

  private static Derivation selecting(LabelSelector namespaces, Rbac.Rule rule) {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("guards")
            .role("green", "app", rule)
            .bindRole("green", "app", user("eve"));
    fixture
        .builder()
        .addNamespace(
            ClusterFixture.meta("Namespace", "", "green", java.util.Map.of("guarded", "yes")));
    fixture
        .builder()
        .add(
            new AdmissionRules.Webhook(
                ClusterFixture.meta(
                    "ValidatingWebhookConfiguration", "", "guard", java.util.Map.of()),
                false,
                "guard.example.com",
                new AdmissionRules.MatchResources(
                    namespaces, LabelSelector.EVERYTHING, List.of(), List.of(), false),
                List.of(),
                true,
                new AdmissionRules.Backend("guards", "guard", 443),
                ""));
    fixture
        .builder()
        .add(
            new Policies.AdmissionExtension(
                ClusterFixture.meta(
                    "ValidatingWebhookConfiguration", "", "guard", java.util.Map.of()),
                "ValidatingWebhookConfiguration",
                true));
    return Derivation.of(fixture);
  }

  private static boolean escapes(Derivation derivation) {
    return derivation.leads(
        Fence.ADMISSION_ENGINE.down(derivation.facts(), 0), derivation.holds(user("eve")));
  }

  @Test
  void whoeverLabelsItsNamespaceIsOutOfTheSightOfAWebhookThatSelectsByLabels() {
    LabelSelector guarded = new LabelSelector(java.util.Map.of("guarded", "yes"), List.of());
    for (String resource : List.of("namespaces", "namespaces/status")) {
      assertThat(escapes(selecting(guarded, rule("patch", "", resource)))).as(resource).isTrue();
    }
    assertThat(escapes(selecting(guarded, rule("get", "", "namespaces")))).isFalse();
    assertThat(escapes(selecting(guarded, rule("patch", "", "pods")))).isFalse();
    assertThat(escapes(selecting(LabelSelector.EVERYTHING, rule("patch", "", "namespaces"))))
        .as("it is asked about every namespace")
        .isFalse();
    LabelSelector byName =
        new LabelSelector(java.util.Map.of("kubernetes.io/metadata.name", "green"), List.of());
    assertThat(escapes(selecting(byName, rule("patch", "", "namespaces"))))
        .as("the API server sets the label of the name")
        .isFalse();
    LabelSelector others = new LabelSelector(java.util.Map.of("guarded", "no"), List.of());
    assertThat(escapes(selecting(others, rule("patch", "", "namespaces"))))
        .as("it is not asked there as it is")
        .isFalse();
  }
}
