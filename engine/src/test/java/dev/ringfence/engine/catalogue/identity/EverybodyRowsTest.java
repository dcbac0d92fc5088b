package dev.ringfence.engine.catalogue.identity;

import static dev.ringfence.engine.access.ClusterFixture.account;
import static dev.ringfence.engine.access.ClusterFixture.group;
import static dev.ringfence.engine.access.ClusterFixture.rule;
import static dev.ringfence.engine.access.ClusterFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.ClusterFixture;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.FactKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows I24, I25, O1, O2, A1, A2 and A10. */
class EverybodyRowsTest {

  private static Derivation bound(Rbac.Subject subject, Rbac.Rule rule) {
    return Derivation.of(
        ClusterFixture.manifests()
            .serviceAccount("green", "web", null)
            .serviceAccount("blue", "ci", null)
            .namespace("kube-system")
            .clusterRole("app", rule)
            .bindEverywhere("app", subject));
  }

  private static Derivation inGreen(Rbac.Rule rule) {
    return Derivation.of(
        ClusterFixture.manifests()
            .namespace("blue")
            .namespace("kube-system")
            .role("green", "app", rule)
            .bindRole("green", "app", user("eve")));
  }

  @Test
  void whoeverReachesTheApiHasTheGrantsOfTheUnauthenticatedIfAnonymousRequestsAreAnswered() {
    Derivation derivation =
        bound(group("system:unauthenticated"), rule("create", "", "serviceaccounts/token"));
    assertThat(derivation.leads(derivation.facts().everything())).isFalse();
    assertThat(derivation.leadsAssuming(Anonymous.ENABLED, derivation.facts().everything()))
        .isTrue();
    Derivation authenticated =
        bound(group("system:authenticated"), rule("create", "", "serviceaccounts/token"));
    assertThat(authenticated.leadsAssuming(Anonymous.ENABLED, authenticated.facts().everything()))
        .isFalse();
    assertThat(
            authenticated.leads(
                authenticated.facts().everything(), authenticated.holds(account("blue", "ci"))))
        .isTrue();
  }

  @Test
  void aGrantNeedsAPlaceToAskFrom() {
    Derivation derivation =
        bound(account("blue", "ci"), rule("create", "", "serviceaccounts/token"));
    int apiPlace = derivation.facts().apiPlace();
    int holds = derivation.holds(account("blue", "ci"));
    assertThat(derivation.steps())
        .filteredOn(step -> step.row().equals("I2") && step.premises()[0] == holds)
        .filteredOn(step -> derivation.facts().kind(step.conclusion()) == FactKind.MAY)
        .isNotEmpty()
        .allSatisfy(step -> assertThat(step.premises()).contains(apiPlace));
  }

  @Test
  void namesAreReadByListOrWatch() {
    Derivation here = inGreen(rule("list", "", "pods"));
    int names = here.facts().fact(FactKind.NAMES, here.namespace("green"));
    assertThat(here.leads(names, here.holds(user("eve")))).isTrue();
    assertThat(here.leads(here.facts().fact(FactKind.ALL_NAMES), here.holds(user("eve"))))
        .isFalse();
    Derivation got = inGreen(rule("get", "", "pods"));
    names = got.facts().fact(FactKind.NAMES, got.namespace("green"));
    assertThat(got.leads(names, got.holds(user("eve")))).isFalse();
    for (String resource : new String[] {"namespaces", "nodes", "pods"}) {
      Derivation all = bound(user("eve"), rule("watch", "", resource));
      assertThat(all.leads(all.facts().fact(FactKind.ALL_NAMES), all.holds(user("eve")))).isTrue();
    }
    Derivation drivers = bound(user("eve"), rule("list", "storage.k8s.io", "csidrivers"));
    assertThat(drivers.leads(drivers.facts().fact(FactKind.ALL_NAMES), drivers.holds(user("eve"))))
        .isFalse();
  }

  @Test
  void logsAndConfigMapsAreContent() {
    for (Rbac.Rule rule :
        new Rbac.Rule[] {rule("get", "", "pods/log"), rule("list", "", "configmaps")}) {
      Derivation here = inGreen(rule);
      int content = here.facts().fact(FactKind.CONTENT, here.namespace("green"));
      assertThat(here.leads(content, here.holds(user("eve")))).isTrue();
    }
    Derivation pods = inGreen(rule("get", "", "pods"));
    int content = pods.facts().fact(FactKind.CONTENT, pods.namespace("green"));
    assertThat(pods.leads(content, pods.holds(user("eve")))).isFalse();
  }

  private static boolean readsPodsOf(String namespace, Rbac.Rule rule) {
    Derivation derivation =
        Derivation.of(
            ClusterFixture.manifests()
                .namespace("blue")
                .namespace("kube-system")
                .podWithEnvironment(namespace, "web")
                .role("green", "app", rule)
                .bindRole("green", "app", user("eve")));
    int content = derivation.facts().fact(FactKind.CONTENT, derivation.namespace("green"));
    return derivation.leads(content, derivation.holds(user("eve")));
  }

  @Test
  void variablesThatStandInASpecAreReadWithIt() {
    for (String verb : new String[] {"get", "list", "watch", "delete", "deletecollection"}) {
      assertThat(readsPodsOf("green", rule(verb, "", "pods"))).as(verb).isTrue();
      assertThat(readsPodsOf("blue", rule(verb, "", "pods"))).as("none in green").isFalse();
    }
    assertThat(readsPodsOf("green", rule("create", "", "pods/eviction"))).isFalse();
    assertThat(readsPodsOf("green", rule("get", "", "pods", "web"))).isTrue();
    assertThat(readsPodsOf("green", rule("get", "", "pods/status"))).isTrue();
    assertThat(readsPodsOf("green", rule("get", "apps", "deployments"))).isTrue();
    assertThat(readsPodsOf("green", rule("get", "apps", "deployments/scale"))).isFalse();
    assertThat(readsPodsOf("green", rule("list", "batch", "cronjobs"))).isTrue();
  }

  @Test
  void deletingOrEvictingDisturbsTheNamespace() {
    Derivation here = inGreen(rule("create", "", "pods/eviction"));
    int green = here.facts().fact(FactKind.DISTURB, here.namespace("green"));
    int blue = here.facts().fact(FactKind.DISTURB, here.namespace("blue"));
    assertThat(here.leads(green, here.holds(user("eve")))).isTrue();
    assertThat(here.leads(blue, here.holds(user("eve")))).isFalse();
    Derivation nodes = bound(user("eve"), rule("patch", "", "nodes"));
    green = nodes.facts().fact(FactKind.DISTURB, nodes.namespace("green"));
    assertThat(nodes.leads(green, nodes.holds(user("eve")))).isTrue();
    Derivation leases = inGreen(rule("update", "coordination.k8s.io", "leases"));
    blue = leases.facts().fact(FactKind.DISTURB, leases.namespace("blue"));
    assertThat(leases.leads(blue, leases.holds(user("eve")))).isFalse();
  }

  @Test
  void mutatingWebhooksRewriteEverythingAndValidatingOnesReadIt() {
    String group = "admissionregistration.k8s.io";
    Derivation mutating =
        bound(user("eve"), rule("create", group, "mutatingwebhookconfigurations"));
    assertThat(mutating.leads(mutating.facts().everything(), mutating.holds(user("eve")))).isTrue();
    Derivation reading =
        bound(user("eve"), rule("create", group, "validatingwebhookconfigurations"));
    int secrets = reading.facts().fact(FactKind.SECRET, -1);
    assertThat(reading.leads(secrets, reading.holds(user("eve")))).isTrue();
    assertThat(reading.leads(reading.facts().everything(), reading.holds(user("eve")))).isFalse();
  }

  @Test
  void whatIsNotExaminedIsNamedAndNeverSilent() {
    Derivation derivation = bound(user("eve"), rule("create", "widgets.example", "widgets"));
    assertThat(derivation.leads(derivation.facts().everything(), derivation.holds(user("eve"))))
        .isFalse();
    assertThat(
            derivation.leadsAssuming(
                Deputies.UNKNOWN_FOLLOW,
                derivation.facts().everything(),
                derivation.holds(user("eve"))))
        .isTrue();
  }

  @Test
  void aMutatingPolicyAndItsBindingMayBeMadeByTwo() {
    String group = "admissionregistration.k8s.io";
    Derivation derivation =
        Derivation.of(
            ClusterFixture.manifests()
                .serviceAccount("blue", "ci", null)
                .clusterRole("policies", rule("create", group, "mutatingadmissionpolicies"))
                .clusterRole("bindings", rule("create", group, "mutatingadmissionpolicybindings"))
                .bindEverywhere("policies", user("eve"))
                .bindEverywhere("bindings", account("blue", "ci")));
    int everything = derivation.facts().everything();
    int eve = derivation.holds(user("eve"));
    int ci = derivation.holds(account("blue", "ci"));
    assertThat(derivation.leads(everything, eve, ci)).isTrue();
    assertThat(derivation.leads(everything, eve)).isFalse();
    assertThat(derivation.leads(everything, ci)).isFalse();
  }

  @Test
  void kubeletsTellWhoeverConnectsToThemWhatHeMayAsk() {
    Derivation logs = bound(user("eve"), rule("get", "", "nodes/log"));
    int content = logs.facts().fact(FactKind.CONTENT, logs.namespace("blue"));
    int connected = logs.facts().fact(FactKind.NODE_NETWORK, 0);
    assertThat(logs.leads(content, logs.holds(user("eve")), connected)).isTrue();
    assertThat(logs.leads(content, logs.holds(user("eve"))))
        .as("the API server passes on nodes/proxy alone")
        .isFalse();
    for (String resource : new String[] {"pods", "stats", "metrics"}) {
      Derivation asks = bound(user("eve"), rule("get", "", "nodes/" + resource));
      content = asks.facts().fact(FactKind.NODE_CONTENT, 0);
      connected = asks.facts().fact(FactKind.NODE_NETWORK, 0);
      assertThat(asks.leads(content, asks.holds(user("eve")), connected))
          .as(resource)
          .isEqualTo(resource.equals("pods"));
      content = asks.facts().fact(FactKind.CONTENT, asks.namespace("blue"));
      assertThat(asks.leads(content, asks.holds(user("eve")), connected)).as(resource).isFalse();
    }
  }

  @Test
  void aKubeletIsCommandedWithoutTheApiByWhoeverMayUseItsProxy() {
    Derivation all = bound(user("eve"), rule("get", "", "nodes/proxy"));
    int kubelet = all.facts().kubelet(0);
    int connected = all.facts().fact(FactKind.NODE_NETWORK, 0);
    int eve = all.holds(user("eve"));
    assertThat(all.steps())
        .anySatisfy(
            step -> {
              assertThat(step.row()).isEqualTo("E18");
              assertThat(step.conclusion()).isEqualTo(kubelet);
              assertThat(step.premises()).containsExactlyInAnyOrder(eve, connected);
            });
    assertThat(all.evidence("E18", kubelet))
        .extracting(item -> item.object().toString())
        .contains("ClusterRole app");
    Derivation fine = bound(user("eve"), rule("get", "", "nodes/metrics"));
    assertThat(fine.leads(fine.facts().kubelet(0), fine.holds(user("eve")), connected)).isFalse();
  }

  @Test
  void whateverIsDeletedOrStoppedIsDisturbed() {
    for (Rbac.Rule rule :
        List.of(
            rule("delete", "kafka.strimzi.io", "kafkas"),
            rule("delete", "kafka.strimzi.io", "kafkas", "orders"),
            rule("deletecollection", "policy", "poddisruptionbudgets"),
            rule("delete", "gateway.networking.k8s.io", "*"),
            rule("patch", "", "pods/resize"),
            rule("patch", "batch", "jobs"))) {
      assertThat(disturbs(inGreen(rule), "green")).as("%s", rule).isTrue();
      assertThat(disturbs(inGreen(rule), "blue")).as("%s", rule).isFalse();
    }
    for (Rbac.Rule rule :
        List.of(
            rule("get", "kafka.strimzi.io", "kafkas"),
            rule("deletecollection", "kafka.strimzi.io", "kafkas", "orders"),
            rule("delete", "apps", "deployments/status"),
            rule("delete", "storage.k8s.io", "storageclasses"),
            rule("patch", "batch", "jobs/status"))) {
      assertThat(disturbs(inGreen(rule), "green")).as("%s", rule).isFalse();
    }
    assertThat(
            disturbs(
                bound(user("eve"), rule("delete", "storage.k8s.io", "storageclasses")), "blue"))
        .isTrue();
    assertThat(
            disturbs(
                bound(user("eve"), rule("deletecollection", "flowcontrol.apiserver.k8s.io", "*")),
                "blue"))
        .isTrue();
  }

  private static boolean disturbs(Derivation derivation, String namespace) {
    int disturb = derivation.facts().fact(FactKind.DISTURB, derivation.namespace(namespace));
    return derivation.leads(disturb, derivation.holds(user("eve")));
  }

  @Test
  void writesThatAreAnsweredWithTheObjectReadIt() {
    for (String verb : new String[] {"patch", "delete", "deletecollection"}) {
      Derivation maps = inGreen(rule(verb, "", "configmaps"));
      int content = maps.facts().fact(FactKind.CONTENT, maps.namespace("green"));
      assertThat(maps.leads(content, maps.holds(user("eve")))).as(verb).isTrue();
      Derivation keys = inGreen(rule(verb, "", "secrets"));
      int secrets = keys.facts().fact(FactKind.SECRET, keys.namespace("green"));
      assertThat(keys.leads(secrets, keys.holds(user("eve")))).as(verb).isTrue();
      int names = keys.facts().fact(FactKind.NAMES, keys.namespace("green"));
      assertThat(keys.leads(names, keys.holds(user("eve"))))
          .as(verb + " lists names")
          .isEqualTo(verb.equals("deletecollection"));
    }
    for (String verb : new String[] {"create", "update"}) {
      Derivation keys = inGreen(rule(verb, "", "secrets"));
      int secrets = keys.facts().fact(FactKind.SECRET, keys.namespace("green"));
      assertThat(keys.leads(secrets, keys.holds(user("eve")))).as(verb).isFalse();
    }
    Derivation got = inGreen(rule("get", "", "secrets"));
    int names = got.facts().fact(FactKind.NAMES, got.namespace("green"));
    assertThat(got.leads(names, got.holds(user("eve")))).as("get tells no names").isFalse();
  }
}
