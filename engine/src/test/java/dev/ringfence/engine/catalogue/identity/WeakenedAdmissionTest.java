package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Fence;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows A3 and A4, and those of I22 that take a namespace out of the sight of a webhook. */
class WeakenedAdmissionTest {

  /** A validating webhook, guard, that is asked about objects of namespaces by their labels. */
  private static ClusterFixture guard(
      ClusterFixture fixture, boolean failClosed, LabelSelector namespaces, LabelSelector objects) {
    return guard(fixture, failClosed, namespaces, objects, List.of());
  }

  private static ClusterFixture guard(
      ClusterFixture fixture,
      boolean failClosed,
      LabelSelector namespaces,
      LabelSelector objects,
      List<AdmissionRules.Named> conditions) {
    ObjectMeta meta = ClusterFixture.meta("ValidatingWebhookConfiguration", "", "guard", Map.of());
    fixture
        .builder()
        .add(
            new AdmissionRules.Webhook(
                meta,
                false,
                "guard.example.com",
                new AdmissionRules.MatchResources(namespaces, objects, List.of(), List.of(), false),
                conditions,
                failClosed,
                new AdmissionRules.Backend("guards", "guard", 443),
                ""));
    fixture
        .builder()
        .add(new Policies.AdmissionExtension(meta, "ValidatingWebhookConfiguration", true));
    return fixture;
  }

  private static Derivation guarded(boolean failClosed, LabelSelector objects, Rbac.Rule rule) {
    ClusterFixture fixture =
        ClusterFixture.manifests()
            .namespace("guards")
            .namespace("green")
            .role("guards", "app", rule)
            .bindRole("guards", "app", user("eve"));
    return Derivation.of(guard(fixture, failClosed, LabelSelector.EVERYTHING, objects));
  }

  @Test
  void aWebhookThatFailsOpenMayHaveNobodyBehindIt() {
    for (boolean failClosed : new boolean[] {false, true}) {
      Derivation derivation =
          guarded(failClosed, LabelSelector.EVERYTHING, rule("get", "", "configmaps"));
      int down = Fence.ADMISSION_ENGINE.down(derivation.facts(), 0);
      assertThat(derivation.leads(down)).isFalse();
      assertThat(
              derivation.steps().stream()
                  .anyMatch(
                      step ->
                          step.conclusion() == down
                              && step.assumes().equals(List.of("webhook-backend-silent/guard"))))
          .isEqualTo(!failClosed);
    }
  }

  @Test
  void aWebhookThatFailsOpenIsDownOnceTheNodesOfItsBackendAreStarved() {
    Derivation open = guarded(false, LabelSelector.EVERYTHING, rule("get", "", "configmaps"));
    int starved =
        open.facts().fact(FactKind.STARVE, open.namespace("guards"), Resource.MEMORY.ordinal());
    assertThat(open.leads(Fence.ADMISSION_ENGINE.down(open.facts(), 0), starved)).isTrue();
    int elsewhere =
        open.facts().fact(FactKind.STARVE, open.namespace("green"), Resource.MEMORY.ordinal());
    assertThat(open.leads(Fence.ADMISSION_ENGINE.down(open.facts(), 0), elsewhere)).isFalse();
  }

  @Test
  void aMatchConditionThatLooksAtTheObjectOrItsMakerLetsPodsPast() {
    assertThat(passesBy("object.metadata.?labels.skip.orValue('') != 'yes'")).isTrue();
    assertThat(passesBy("!('system:serviceaccounts:kube-system' in request.userInfo.groups)"))
        .isTrue();
    assertThat(passesBy("request.resource.group != 'coordination.k8s.io'")).isFalse();
    assertThat(passesBy("!('system:nodes' in request.userInfo.groups)")).isFalse();
  }

  private static boolean passesBy(String condition) {
    ClusterFixture fixture = ClusterFixture.manifests().namespace("guards").namespace("green");
    guard(
        fixture,
        true,
        LabelSelector.EVERYTHING,
        LabelSelector.EVERYTHING,
        List.of(new AdmissionRules.Named("c", condition)));
    Derivation derivation = Derivation.of(fixture);
    int made = derivation.facts().codeAnywhere(derivation.facts().crafted(1));
    return derivation.leads(Fence.ADMISSION_ENGINE.down(derivation.facts(), 0), made);
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
    LabelSelector guarded = new LabelSelector(Map.of("guarded", "yes"), List.of());
    Derivation labels = guarded(true, guarded, rule("get", "", "pods"));
    int made = labels.facts().codeAnywhere(labels.facts().crafted(labels.namespace("green")));
    assertThat(labels.leads(Fence.ADMISSION_ENGINE.down(labels.facts(), 0), made)).isTrue();
    Derivation all = guarded(true, LabelSelector.EVERYTHING, rule("get", "", "pods"));
    made = all.facts().codeAnywhere(all.facts().crafted(all.namespace("green")));
    assertThat(all.leads(Fence.ADMISSION_ENGINE.down(all.facts(), 0), made)).isFalse();
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
                ClusterFixture.meta("ValidatingAdmissionPolicy", "", "limits", Map.of()),
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
                ClusterFixture.meta("ValidatingAdmissionPolicyBinding", "", "limits", Map.of()),
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
        .addNamespace(ClusterFixture.meta("Namespace", "", "green", Map.of("guarded", "yes")));
    return Derivation.of(guard(fixture, true, namespaces, LabelSelector.EVERYTHING));
  }

  private static boolean escapes(Derivation derivation) {
    return derivation.leads(
        Fence.ADMISSION_ENGINE.down(derivation.facts(), 0), derivation.holds(user("eve")));
  }

  @Test
  void whoeverLabelsItsNamespaceIsOutOfTheSightOfAWebhookThatSelectsByLabels() {
    LabelSelector guarded = new LabelSelector(Map.of("guarded", "yes"), List.of());
    for (String resource : List.of("namespaces", "namespaces/status")) {
      assertThat(escapes(selecting(guarded, rule("patch", "", resource)))).as(resource).isTrue();
    }
    assertThat(escapes(selecting(guarded, rule("get", "", "namespaces")))).isFalse();
    assertThat(escapes(selecting(guarded, rule("patch", "", "pods")))).isFalse();
    assertThat(escapes(selecting(LabelSelector.EVERYTHING, rule("patch", "", "namespaces"))))
        .as("it is asked about every namespace")
        .isFalse();
    LabelSelector byName =
        new LabelSelector(Map.of("kubernetes.io/metadata.name", "green"), List.of());
    assertThat(escapes(selecting(byName, rule("patch", "", "namespaces"))))
        .as("the API server sets the label of the name")
        .isFalse();
    LabelSelector others = new LabelSelector(Map.of("guarded", "no"), List.of());
    assertThat(escapes(selecting(others, rule("patch", "", "namespaces"))))
        .as("it is not asked there as it is")
        .isFalse();
  }

  /** Whether whoever has the rule, in the whole cluster or in green, takes the webhook down. */
  private static boolean takesDownGuard(Rbac.Rule rule, boolean everywhere) {
    ClusterFixture fixture = ClusterFixture.manifests().namespace("green");
    if (everywhere) {
      fixture.clusterRole("app", rule).bindEverywhere("app", user("eve"));
    } else {
      fixture.role("green", "app", rule).bindRole("green", "app", user("eve"));
    }
    Derivation derivation =
        Derivation.of(guard(fixture, true, LabelSelector.EVERYTHING, LabelSelector.EVERYTHING));
    return escapes(derivation);
  }

  @Test
  void whoeverWritesTheObjectsOfAPolicyEngineWeakensIt() {
    for (String[] kind :
        new String[][] {
          {"kyverno.io", "clusterpolicies"},
          {"kyverno.io", "policies"},
          {"kyverno.io", "policyexceptions"},
          {"policies.kyverno.io", "validatingpolicies"},
          {"constraints.gatekeeper.sh", "k8spspprivilegedcontainer"},
          {"templates.gatekeeper.sh", "constrainttemplates"},
          {"config.gatekeeper.sh", "configs"},
          {"mutations.gatekeeper.sh", "assign"},
          {"expansion.gatekeeper.sh", "expansiontemplate"},
          {"externaldata.gatekeeper.sh", "providers"},
          {"policies.kubewarden.io", "clusteradmissionpolicies"},
          {"security.openshift.io", "securitycontextconstraints"},
          {"admissionregistration.k8s.io", "validatingwebhookconfigurations"},
          {"admissionregistration.k8s.io", "mutatingwebhookconfigurations"},
          {"admissionregistration.k8s.io", "validatingadmissionpolicybindings"},
          {"admissionregistration.k8s.io", "mutatingadmissionpolicies"}
        }) {
      for (String verb : List.of("create", "update", "patch", "delete", "deletecollection")) {
        assertThat(takesDownGuard(rule(verb, kind[0], kind[1]), true))
            .as(verb + " " + kind[1])
            .isTrue();
      }
      assertThat(takesDownGuard(rule("get,list,watch", kind[0], kind[1]), true))
          .as("reads " + kind[1])
          .isFalse();
      assertThat(takesDownGuard(rule("update", kind[0], kind[1] + "/status"), true))
          .as("the status of " + kind[1])
          .isFalse();
    }
    assertThat(takesDownGuard(rule("update", "example.com", "clusterpolicies"), true))
        .as("a kind of that name in another group")
        .isFalse();
  }

  @Test
  void anExceptionInOnesOwnNamespaceIsEnough() {
    assertThat(takesDownGuard(rule("create", "kyverno.io", "policyexceptions"), false)).isTrue();
    assertThat(
            takesDownGuard(
                rule("use", "security.openshift.io", "securitycontextconstraints"), true))
        .as("its use is no change of it")
        .isFalse();
    for (String[] kind :
        new String[][] {
          {"admissionregistration.k8s.io", "validatingwebhookconfigurations"},
          {"kyverno.io", "clusterpolicies"},
          {"constraints.gatekeeper.sh", "*"},
          {"security.openshift.io", "securitycontextconstraints"}
        }) {
      assertThat(takesDownGuard(rule("update", kind[0], kind[1]), false))
          .as("a dead grant of " + kind[1])
          .isFalse();
    }
  }
}
