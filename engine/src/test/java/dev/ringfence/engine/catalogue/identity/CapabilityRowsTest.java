package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.FactKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows I2, I3 and I6 to I14: what follows from one grant. */
class CapabilityRowsTest {

  private static final Rbac.Subject EVE = user("eve");

  /** A cluster where eve has one rule in blue; a pod web as account web runs there and in green. */
  private static Derivation inBlue(Rbac.Rule rule) {
    return Derivation.of(world("1.36").role("blue", "app", rule).bindRole("blue", "app", EVE));
  }

  private static Derivation everywhere(Rbac.Rule rule) {
    return Derivation.of(world("1.36").clusterRole("app", rule).bindEverywhere("app", EVE));
  }

  private static ClusterFixture world(String version) {
    return ClusterFixture.manifests(version)
        .serviceAccount("blue", "web", null)
        .serviceAccount("green", "web", null)
        .tokenSecret("blue", "web-token", "web")
        .pod("blue", "web", "web", PodSpec.Token.MOUNTED)
        .pod("green", "web", "web", PodSpec.Token.MOUNTED);
  }

  private static boolean takesOver(Derivation derivation, String namespace) {
    return derivation.leads(derivation.holds(account(namespace, "web")), derivation.holds(EVE));
  }

  private static boolean takesOverEverything(Derivation derivation) {
    return derivation.leads(derivation.facts().everything(), derivation.holds(EVE));
  }

  @Test
  void execInANamespaceTakesItsPodsAndNoOthers() {
    Derivation derivation = inBlue(rule("create", "", "pods/exec"));
    assertThat(takesOver(derivation, "blue")).isTrue();
    assertThat(takesOver(derivation, "green")).isFalse();
    assertThat(takesOver(inBlue(rule("create", "", "pods")), "green")).isFalse();
    assertThat(takesOver(inBlue(rule("create", "", "pods/attach")), "blue")).isTrue();
    assertThat(takesOver(inBlue(rule("create", "", "pods/log")), "blue")).isFalse();
  }

  @Test
  void execEverywhereIsEverything() {
    assertThat(takesOverEverything(everywhere(rule("create", "", "pods/exec")))).isTrue();
    assertThat(takesOverEverything(inBlue(rule("create", "", "pods/exec")))).isFalse();
  }

  @Test
  void execMayBeGrantedForOnePodByName() {
    assertThat(takesOver(inBlue(rule("create", "", "pods/exec", "web")), "blue")).isTrue();
    assertThat(takesOver(inBlue(rule("create", "", "pods/exec", "api")), "blue")).isFalse();
  }

  @Test
  void execByGetWorksBefore135AndLaterOnlyWithTheGateOff() {
    Rbac.Rule byGet = rule("get", "", "pods/exec");
    Derivation old =
        Derivation.of(world("1.34").role("blue", "app", byGet).bindRole("blue", "app", EVE));
    assertThat(takesOver(old, "blue")).isTrue();
    Derivation recent = inBlue(byGet);
    assertThat(takesOver(recent, "blue")).isFalse();
    assertThat(
            recent.leadsAssuming(
                WebSocketGet.GATE_OFF, recent.holds(account("blue", "web")), recent.holds(EVE)))
        .isTrue();
  }

  @Test
  void evidenceNamesBindingAndRule() {
    Derivation derivation = inBlue(rule("create", "", "pods/exec"));
    int may =
        derivation
            .facts()
            .may(dev.ringfence.engine.fact.Capability.EXEC_PODS, derivation.namespace("blue"));
    assertThat(derivation.evidence("I2", may))
        .extracting(item -> item.object() + " " + item.field() + " " + item.value())
        .containsExactly(
            "RoleBinding blue/app subjects[0] User eve",
            "RoleBinding blue/app roleRef Role app",
            "Role blue/app rules[0] create on pods/exec of the core group");
  }

  @Test
  void theKubeletIsCommandedThroughNodesProxyByGetOrCreateInTheWholeClusterOnly() {
    assertThat(takesOverEverything(everywhere(rule("get", "", "nodes/proxy")))).isTrue();
    assertThat(takesOverEverything(everywhere(rule("create", "", "nodes/proxy")))).isTrue();
    assertThat(takesOverEverything(everywhere(rule("get", "", "nodes/log,nodes/stats,nodes/pods"))))
        .isFalse();
    assertThat(takesOverEverything(everywhere(rule("get", "", "nodes")))).isFalse();
    assertThat(takesOverEverything(inBlue(rule("get", "", "nodes/proxy")))).isFalse();
  }

  @Test
  void anEphemeralContainerRunsInThePodsOfTheNamespace() {
    assertThat(takesOver(inBlue(rule("patch", "", "pods/ephemeralcontainers")), "blue")).isTrue();
    assertThat(takesOver(inBlue(rule("get", "", "pods/ephemeralcontainers")), "blue")).isFalse();
  }

  @Test
  void changingAPodRunsAnotherImageInItAndChangingATemplateRunsAnyPod() {
    assertThat(takesOver(inBlue(rule("patch", "", "pods")), "blue")).isTrue();
    assertThat(takesOver(inBlue(rule("update", "apps", "deployments")), "blue")).isTrue();
    assertThat(takesOver(inBlue(rule("update", "", "deployments")), "blue")).isFalse();
    assertThat(takesOver(inBlue(rule("patch", "apps", "deployments/scale")), "blue")).isFalse();
    Derivation pods = inBlue(rule("patch", "", "pods"));
    int secrets = pods.facts().fact(FactKind.SECRET, pods.namespace("blue"));
    assertThat(pods.leads(secrets, pods.holds(EVE))).isFalse();
    Derivation templates = inBlue(rule("patch", "batch", "cronjobs"));
    secrets = templates.facts().fact(FactKind.SECRET, templates.namespace("blue"));
    assertThat(templates.leads(secrets, templates.holds(EVE))).isTrue();
  }

  @Test
  void creatingAPodGivesAnyServiceAccountAndSecretOfTheNamespace() {
    for (Rbac.Rule rule :
        new Rbac.Rule[] {
          rule("create", "", "pods"),
          rule("create", "batch", "jobs"),
          rule("*", "*", "statefulsets")
        }) {
      Derivation derivation = inBlue(rule);
      int blue = derivation.namespace("blue");
      assertThat(takesOver(derivation, "blue")).isTrue();
      assertThat(takesOver(derivation, "green")).isFalse();
      assertThat(
              derivation.leads(
                  derivation.facts().fact(FactKind.SECRET, blue), derivation.holds(EVE)))
          .isTrue();
    }
    assertThat(takesOver(inBlue(rule("create", "", "jobs")), "blue")).isFalse();
  }

  @Test
  void aNameAllowsCreationOnlyTogetherWithPatchBecauseServerSideApplyHasTheNameInItsUrl() {
    assertThat(takesOver(inBlue(rule("create", "", "pods", "mine")), "blue")).isFalse();
    assertThat(takesOver(inBlue(rule("create,patch", "", "pods", "mine")), "blue")).isTrue();
  }

  @Test
  void secretsAreReadByWhatIsAnsweredWithThemAndATokenSecretIsItsAccount() {
    // LesserKnownStepsPerformedTest does it.
    for (String verb : List.of("get", "list", "watch", "patch", "delete", "deletecollection")) {
      assertThat(takesOver(inBlue(rule(verb, "", "secrets")), "blue")).as(verb).isTrue();
    }
    for (String verb : List.of("create", "update")) {
      assertThat(takesOver(inBlue(rule(verb, "", "secrets")), "blue")).as(verb).isFalse();
    }
    assertThat(takesOver(inBlue(rule("get", "", "configmaps")), "blue")).isFalse();
    assertThat(takesOver(inBlue(rule("get", "", "secrets", "web-token")), "blue")).isTrue();
    assertThat(takesOver(inBlue(rule("get", "", "secrets", "tls")), "blue")).isFalse();
    assertThat(takesOver(everywhere(rule("list", "", "secrets")), "green")).isFalse();
    assertThat(takesOver(everywhere(rule("list", "", "secrets")), "blue")).isTrue();
  }

  @Test
  void aTokenIsCreatedForTheAccountsOfTheNamespaceOrForANamedOne() {
    assertThat(takesOver(inBlue(rule("create", "", "serviceaccounts/token")), "blue")).isTrue();
    assertThat(takesOver(inBlue(rule("create", "", "serviceaccounts/token")), "green")).isFalse();
    assertThat(takesOver(inBlue(rule("create", "", "serviceaccounts")), "blue")).isFalse();
    assertThat(takesOver(inBlue(rule("create", "", "serviceaccounts/token", "web")), "blue"))
        .isTrue();
    assertThat(takesOver(inBlue(rule("create", "", "serviceaccounts/token", "ci")), "blue"))
        .isFalse();
    assertThat(takesOverEverything(everywhere(rule("create", "", "serviceaccounts/token"))))
        .isTrue();
  }
}
