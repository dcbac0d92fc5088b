package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.mesh.Guard;
import dev.ringfence.engine.network.mesh.Mesh;
import dev.ringfence.intake.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Istio's policies, from their documents to what a proxy lets through. Each test is an example or a
 * rule of Istio's reference ("Authorization Policy", "PeerAuthentication", "Security", "Resource
 * Annotations", "Ambient").
 */
final class MeshPoliciesTest {

  private static final String SIDECAR =
      """
      spec:
        initContainers: [{name: istio-init, image: docker.io/istio/proxyv2:1.27.0}]
        containers:
        - {name: app, image: app, ports: [{containerPort: 8080}, {containerPort: 80}]}
        - {name: istio-proxy, image: docker.io/istio/proxyv2:1.27.0}
      """;

  private static final String CLUSTER =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: foo}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: test}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: dev}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: sleep, namespace: default}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: any, namespace: test}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: any, namespace: dev}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: istiod, namespace: istio-system}
      spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.27.0"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: httpbin
        namespace: foo
        labels: {app: httpbin, version: v1}
        annotations: {}
      """
          + SIDECAR;

  private static PodClass httpbin(Cluster cluster) {
    return cluster.podClasses().stream()
        .filter(each -> cluster.pods().name(each.example()).equals("httpbin"))
        .findFirst()
        .orElseThrow();
  }

  /** The ports of httpbin for who shows no certificate, or for a service account. */
  private String open(String yaml, String account) {
    Cluster cluster = StrictReading.cluster(yaml);
    Mesh mesh = Network.of(cluster).mesh();
    Guard guard = mesh.guard(httpbin(cluster).id());
    if (guard == null) {
      return "all ports";
    }
    if (account.isEmpty()) {
      return guard.openToNobodyInParticular().toString();
    }
    String[] parts = account.split("/", -1);
    return mesh.allowed(guard, mesh.identityOf(parts[0], parts[1])).toString();
  }

  private static final String UNCOVERED = "TCP 15020-15021, TCP 15090, UDP all, SCTP all";

  private static String authorization(String namespace, String spec) {
    return """
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: p%s, namespace: %s}
    spec: %s
    """
        .formatted(Integer.toHexString(spec.hashCode()), namespace, spec);
  }

  private static String peer(String namespace, String spec) {
    return """
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: p%s, namespace: %s}
    spec: %s
    """
        .formatted(Integer.toHexString(spec.hashCode()), namespace, spec);
  }

  private static final String STRICT = peer("foo", "{mtls: {mode: STRICT}}");

  private static final String HTTPBIN =
      authorization(
          "foo",
          """
          {action: ALLOW, rules: [{from: [{source: {principals: [cluster.local/ns/default/sa/sleep]}},
          {source: {namespaces: [test]}}], to: [{operation: {methods: [GET], paths: ['/info*']}},
          {operation: {methods: [POST], paths: [/data]}}], when: [{key: 'request.auth.claims[iss]',
          values: ['https://accounts.google.com']}]}]}
          """
              .replace("\n", " ")
              .strip());

  /** The policies let one account in, and another not. */
  private void assertLetsIn(String yaml, String one, String other) {
    assertThat(open(yaml, one)).as(yaml).isEqualTo("all ports");
    assertThat(open(yaml, other)).as(yaml).isEqualTo(UNCOVERED);
  }

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
  void strictTakesNobodyWithoutACertificateAndUnsetIsTheWiderScopes() {
    assertThat(open(CLUSTER + STRICT, "")).isEqualTo(UNCOVERED);
    assertThat(open(CLUSTER + STRICT, "dev/any")).isEqualTo("all ports");
    String mesh = peer("istio-system", "{mtls: {mode: STRICT}}");
    assertThat(open(CLUSTER + mesh, "")).isEqualTo(UNCOVERED);
    assertThat(open(CLUSTER + mesh + peer("foo", "{}"), "")).isEqualTo(UNCOVERED);
    assertThat(open(CLUSTER + mesh + peer("foo", "{mtls: {mode: PERMISSIVE}}"), ""))
        .isEqualTo("all ports");
    String workload = "{selector: {matchLabels: {app: httpbin}}, mtls: {mode: PERMISSIVE}}";
    assertThat(open(CLUSTER + STRICT + peer("foo", workload), "")).isEqualTo("all ports");
  }

  @Test
  void aPortsOwnModeOpensItAndClosesItOnlyBehindAService() {
    String open80 =
        peer(
            "foo",
            "{selector: {matchLabels: {app: httpbin}}, portLevelMtls: {80: {mode: DISABLE}}}");
    String service =
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: example-service, namespace: foo}
        spec: {ports: [{name: http, port: 8000, targetPort: 80}], selector: {app: httpbin}}
        """;
    assertThat(open(CLUSTER + STRICT + open80 + service, ""))
        .isEqualTo("TCP 80, TCP 15020-15021, TCP 15090, UDP all, SCTP all");
    String strict80 = open80.replace("DISABLE", "STRICT");
    assertThat(open(CLUSTER + strict80, "")).isEqualTo("all ports");
    assertThat(open(CLUSTER + strict80 + service, ""))
        .isEqualTo("TCP 1-79, TCP 81-65535, UDP all, SCTP all");
  }

  @Test
  void disabledMutualTlsShowsNobodysCertificate() {
    assertThat(open(CLUSTER + peer("foo", "{mtls: {mode: DISABLE}}") + HTTPBIN, "default/sleep"))
        .isEqualTo(UNCOVERED);
  }

  @Test
  void twoPoliciesOfOneScopeCountAsTheWeaker() {
    assertThat(open(CLUSTER + STRICT + peer("foo", "{mtls: {mode: PERMISSIVE}}"), ""))
        .isEqualTo("all ports");
  }

  private static String annotated(String annotations) {
    return CLUSTER.replace("annotations: {}", "annotations: {" + annotations + "}")
        + authorization("foo", "{}");
  }

  @Test
  void annotationsLeavePortsOut() {
    assertThat(open(annotated("traffic.sidecar.istio.io/excludeInboundPorts: '80,9090'"), ""))
        .isEqualTo("TCP 80, TCP 9090, TCP 15020-15021, TCP 15090, UDP all, SCTP all");
    assertThat(open(annotated("traffic.sidecar.istio.io/includeInboundPorts: '8080'"), ""))
        .isEqualTo("TCP 1-8079, TCP 8081-65535, UDP all, SCTP all");
    assertThat(open(annotated("traffic.sidecar.istio.io/includeInboundPorts: ''"), ""))
        .isEqualTo("all ports");
    assertThat(open(annotated("sidecar.istio.io/interceptionMode: NONE"), ""))
        .isEqualTo("all ports");
    assertThat(open(annotated("traffic.sidecar.istio.io/excludeInterfaces: eth1"), ""))
        .isEqualTo("all ports");
  }

  @Test
  void aPodWithoutASidecarOrWithoutWhatLeadsToItIsNotGuarded() {
    String closed = CLUSTER + authorization("foo", "{}");
    assertThat(open(closed.replace("istio-proxy", "other"), "")).isEqualTo("all ports");
    assertThat(open(closed.replace("istio-init", "other"), "")).isEqualTo("all ports");
    assertThat(open(closed.replace("istio-init", "istio-validation"), "")).isEqualTo(UNCOVERED);
    assertThat(
            open(
                closed.replace(
                    "spec:\n  initContainers", "spec:\n  hostNetwork: true\n  initContainers"),
                ""))
        .isEqualTo("all ports");
    assertThat(open(closed.replace("istio/pilot", "istio/other"), ""))
        .as("no control plane, so nobody tells the proxy")
        .isEqualTo("all ports");
  }

  @Test
  void whatChangesProxiesUnreadTakesTheirWordAway() {
    String filter =
        """
        ---
        apiVersion: networking.istio.io/v1alpha3
        kind: EnvoyFilter
        metadata: {name: f, namespace: foo}
        spec: {}
        """;
    String sidecar =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: s, namespace: foo}
        spec: {ingress: [{port: {number: 80, name: http, protocol: HTTP}, captureMode: NONE}]}
        """;
    String closed = CLUSTER + authorization("foo", "{}");
    assertThat(open(closed + filter, "")).isEqualTo("all ports");
    assertThat(open(closed + filter.replace("namespace: foo", "namespace: test"), ""))
        .isEqualTo(UNCOVERED);
    assertThat(open(closed + filter.replace("namespace: foo", "namespace: istio-system"), ""))
        .isEqualTo("all ports");
    assertThat(open(closed + sidecar, "")).isEqualTo("all ports");
    assertThat(open(closed + sidecar.replace("ingress", "egress"), "")).isEqualTo(UNCOVERED);
  }

  private static String daemonSet(String name) {
    return """
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: %s, namespace: istio-system}
    spec:
      selector: {matchLabels: {app: %s}}
      template:
        metadata: {labels: {app: %s}}
        spec:
          nodeSelector: {kubernetes.io/os: linux}
          tolerations: [{effect: NoSchedule, operator: Exists}]
          containers: [{name: istio-proxy, image: "docker.io/istio/%s:1.27.0"}]
    """
        .formatted(name, name, name, name);
  }

  @Test
  void aPodOfTheAmbientMeshStandsBehindItsNodesZtunnel() {
    String ambient =
        CLUSTER
                .replace(SIDECAR, "spec: {containers: [{name: app, image: app}]}\n")
                .replace(
                    "metadata: {name: foo}",
                    "metadata: {name: foo, labels: {istio.io/dataplane-mode: ambient}}")
            + HTTPBIN;
    String running = ambient + daemonSet("ztunnel") + daemonSet("istio-cni-node");
    assertThat(open(running, "dev/any")).isEqualTo("UDP all, SCTP all");
    assertThat(open(running, "default/sleep")).isEqualTo("all ports");
    assertThat(open(ambient, "dev/any")).as("no ztunnel").isEqualTo("all ports");
    assertThat(
            open(
                running
                    .replace("annotations: {}", "annotations: {}")
                    .replace(
                        "labels: {app: httpbin, version: v1}",
                        "labels: {app: httpbin, istio.io/dataplane-mode: none}"),
                "dev/any"))
        .as("taken out by its own label")
        .isEqualTo("all ports");
    assertThat(open(running.replace("{effect: NoSchedule, operator: Exists}", ""), "dev/any"))
        .as("a ztunnel that some nodes may not have")
        .isEqualTo("all ports");
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
