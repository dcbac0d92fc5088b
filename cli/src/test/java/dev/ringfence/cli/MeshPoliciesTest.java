package dev.ringfence.cli;

import static dev.ringfence.cli.MeshScene.CLUSTER;
import static dev.ringfence.cli.MeshScene.HTTPBIN;
import static dev.ringfence.cli.MeshScene.STRICT;
import static dev.ringfence.cli.MeshScene.UNCOVERED;
import static dev.ringfence.cli.MeshScene.assertLetsIn;
import static dev.ringfence.cli.MeshScene.authorization;
import static dev.ringfence.cli.MeshScene.open;
import static dev.ringfence.cli.MeshScene.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.intake.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Istio's authorization policies, from their documents to what a proxy lets through. Each test is
 * an example or a rule of Istio's reference ("Authorization Policy", "Security").
 */
final class MeshPoliciesTest {

  @Test
  void theReferencesFirstExampleLetsInAServiceAccountAndANamespace() {
    assertThat(open(CLUSTER + HTTPBIN, "default/sleep"))
        .as("what is asked of requests is taken as met")
        .isEqualTo("all ports");
    assertLetsIn(CLUSTER + HTTPBIN, "test/any", "dev/any");
    assertThat(open(CLUSTER + HTTPBIN, "")).isEqualTo(UNCOVERED);
  }

  @Test
  void anEmptySpecAllowsNothingAndAnEmptyRuleAll() {
    assertThat(open(CLUSTER + authorization("foo", "{}"), "dev/any")).isEqualTo(UNCOVERED);
    assertThat(open(CLUSTER + authorization("foo", "{rules: [{}]}"), "dev/any"))
        .isEqualTo("all ports");
  }

  @Test
  void aSelectorChoosesWorkloads() {
    String bar = "{selector: {matchLabels: {app: %s}}}";
    assertThat(open(CLUSTER + authorization("foo", bar.formatted("httpbin")), ""))
        .isEqualTo(UNCOVERED);
    assertThat(open(CLUSTER + authorization("foo", bar.formatted("other")), ""))
        .isEqualTo("all ports");
    assertThat(open(CLUSTER + authorization("test", bar.formatted("httpbin")), ""))
        .isEqualTo("all ports");
  }

  @Test
  void aPolicyOfTheRootNamespaceHoldsInEveryNamespace() {
    String version = "{selector: {matchLabels: {version: v1}}}";
    assertThat(open(CLUSTER + authorization("istio-system", version), "")).isEqualTo(UNCOVERED);
    String elsewhere =
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "rootNamespace: istio-config\\ntrustDomain: example.org\\n"}
        """;
    assertThat(open(CLUSTER + authorization("istio-system", version) + elsewhere, ""))
        .isEqualTo("all ports");
    assertThat(open(CLUSTER + authorization("istio-config", version) + elsewhere, ""))
        .isEqualTo(UNCOVERED);
  }

  @Test
  void denyOfANamespaceIsGoneRoundWithoutACertificateUnlessOneIsAskedFor() {
    String deny =
        authorization("foo", "{action: DENY, rules: [{from: [{source: {namespaces: [dev]}}]}]}");
    assertThat(open(CLUSTER + deny, "dev/any")).isEqualTo("all ports");
    assertThat(open(CLUSTER + STRICT + deny, "dev/any")).isEqualTo(UNCOVERED);
    assertThat(open(CLUSTER + STRICT + deny, "test/any")).isEqualTo("all ports");
  }

  @Test
  void denyOfMethodsStopsNoConnectionAndDenyOfAPortDoes() {
    String post =
        "{action: DENY, rules: [{to: [{operation: {methods: [POST], ports: ['8080']}}]}]}";
    assertThat(open(CLUSTER + authorization("foo", post), "")).isEqualTo("all ports");
    String port = "{action: DENY, rules: [{to: [{operation: {ports: ['8080']}}]}]}";
    assertThat(open(CLUSTER + authorization("foo", port), ""))
        .isEqualTo("TCP 1-8079, TCP 8081-65535, UDP all, SCTP all");
  }

  @Test
  void denyStandsBeforeAllow() {
    String both =
        CLUSTER
            + STRICT
            + authorization("foo", "{rules: [{}]}")
            + authorization(
                "foo", "{action: DENY, rules: [{from: [{source: {notNamespaces: [foo]}}]}]}");
    assertThat(open(both, "test/any")).isEqualTo(UNCOVERED);
    assertThat(open(both, "foo/default")).isEqualTo("all ports");
  }

  @Test
  void auditAndDryRunAndCustomAndWaypointPoliciesCloseNothing() {
    for (String spec :
        List.of(
            "{action: AUDIT, rules: [{}]}",
            "{action: CUSTOM, provider: {name: x}, rules: [{to: [{operation: {paths: ['/admin/*']}}]}]}",
            "{targetRefs: [{kind: Service, group: '', name: httpbin}]}",
            "{targetRef: {kind: Gateway, group: gateway.networking.k8s.io, name: waypoint}}")) {
      assertThat(open(CLUSTER + authorization("foo", spec), "")).as(spec).isEqualTo("all ports");
    }
    String dry =
        authorization("foo", "{}")
            .replace("namespace: foo}", "namespace: foo, annotations: {istio.io/dry-run: 'true'}}");
    assertThat(open(CLUSTER + dry, "")).isEqualTo("all ports");
  }

  @Test
  void principalsMatchExactlyByPrefixBySuffixAndByPresence() {
    for (String pattern :
        List.of("cluster.local/ns/test/*", "*/ns/test/sa/any", "cluster.local/ns/test/sa/any")) {
      String allow =
          authorization("foo", "{rules: [{from: [{source: {principals: ['" + pattern + "']}}]}]}");
      assertLetsIn(CLUSTER + allow, "test/any", "dev/any");
    }
    String present = authorization("foo", "{rules: [{from: [{source: {principals: ['*']}}]}]}");
    assertLetsIn(CLUSTER + present, "dev/any", "");
  }

  @Test
  void exceptedPrincipalsAndNamespacesDoNotKeepOutWhoShowsNone() {
    String not =
        authorization("foo", "{rules: [{from: [{source: {notPrincipals: ['*/sa/any']}}]}]}");
    assertThat(open(CLUSTER + not, "")).isEqualTo("all ports");
    assertThat(open(CLUSTER + STRICT + not, "dev/any")).isEqualTo(UNCOVERED);
    assertThat(open(CLUSTER + STRICT + not, "default/sleep")).isEqualTo("all ports");
  }

  @Test
  void fieldsOfASourceAreAndedAndSourcesOred() {
    String and =
        authorization(
            "foo", "{rules: [{from: [{source: {principals: ['*/sa/any'], namespaces: [test]}}]}]}");
    assertLetsIn(CLUSTER + and, "test/any", "dev/any");
    String or =
        authorization(
            "foo",
            "{rules: [{from: [{source: {serviceAccounts: [test/any]}}, {source: {namespaces:"
                + " [dev]}}]}]}");
    assertLetsIn(CLUSTER + or, "dev/any", "default/sleep");
  }

  @Test
  void conditionsNameSourcesAndPortsToo() {
    String when =
        authorization(
            "foo",
            "{rules: [{when: [{key: source.namespace, values: [test]}, {key: destination.port,"
                + " values: ['80']}]}]}");
    assertThat(open(CLUSTER + when, "test/any"))
        .isEqualTo("TCP 80, TCP 15020-15021, TCP 15090, UDP all, SCTP all");
    assertThat(open(CLUSTER + when, "dev/any")).isEqualTo(UNCOVERED);
  }

  @Test
  void addressesMayMatchAndNeverSurelyDeny() {
    String allow = authorization("foo", "{rules: [{from: [{source: {ipBlocks: [203.0.113.4]}}]}]}");
    assertThat(open(CLUSTER + allow, "dev/any")).isEqualTo("all ports");
    String deny =
        authorization(
            "foo", "{action: DENY, rules: [{from: [{source: {notIpBlocks: [203.0.113.4]}}]}]}");
    assertThat(open(CLUSTER + deny, "dev/any")).isEqualTo("all ports");
  }

  @Test
  void whatTheServerRefusesIsRefusedWithItsPath() {
    for (String[] wrong :
        new String[][] {
          {authorization("foo", "{action: MAYBE}"), "spec.action"},
          {authorization("foo", "{rules: [{to: [{operation: {ports: ['99999']}}]}]}"), "ports"},
          {
            authorization("foo", "{rules: [{from: [{source: {ipBlocks: [nowhere]}}]}]}"), "ipBlocks"
          },
          {peer("foo", "{mtls: {mode: SOMETIMES}}"), "spec.mtls.mode"},
          {peer("foo", "{portLevelMtls: {80: {mode: STRICT}}}"), "spec.portLevelMtls"}
        }) {
      assertThatThrownBy(() -> StrictReading.cluster(CLUSTER + wrong[0]))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(wrong[1]);
    }
  }
}
