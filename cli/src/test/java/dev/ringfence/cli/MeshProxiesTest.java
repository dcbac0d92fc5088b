package dev.ringfence.cli;

import static dev.ringfence.cli.MeshScene.CLUSTER;
import static dev.ringfence.cli.MeshScene.HTTPBIN;
import static dev.ringfence.cli.MeshScene.SIDECAR;
import static dev.ringfence.cli.MeshScene.STRICT;
import static dev.ringfence.cli.MeshScene.UNCOVERED;
import static dev.ringfence.cli.MeshScene.authorization;
import static dev.ringfence.cli.MeshScene.open;
import static dev.ringfence.cli.MeshScene.peer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which proxies stand before a workload and whom they ask for a certificate. Each test is an
 * example or a rule of Istio's reference ("PeerAuthentication", "Resource Annotations", "Ambient").
 */
final class MeshProxiesTest {

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

  /** Who asks why a port is open behind a proxy is told what leaves it out. */
  @Test
  void theAnnotationThatLeavesAPortOutIsNamed(@TempDir Path folder) throws Exception {
    Path cluster =
        Files.writeString(
            folder.resolve("mesh.yaml"),
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: foo}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: test}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: istiod, namespace: istio-system}, spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.27.0"}]}}
            ---
            {apiVersion: v1, kind: Node, metadata: {name: n1}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: caller, namespace: test}, spec: {containers: [{name: a, image: a}]}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: httpbin, namespace: foo}
            spec:
              selector: {matchLabels: {app: httpbin}}
              template:
                metadata: {labels: {app: httpbin}, annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "9090"}}
                spec:
                  initContainers: [{name: istio-init, image: docker.io/istio/proxyv2:1.27.0}]
                  containers:
                  - {name: app, image: app, ports: [{containerPort: 8080}, {containerPort: 9090}]}
                  - {name: istio-proxy, image: docker.io/istio/proxyv2:1.27.0}
            ---
            {apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: istio-system}, spec: {mtls: {mode: STRICT}}}
            ---
            {apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: none, namespace: foo}, spec: {}}
            ---
            {apiVersion: ringfence.dev/v1alpha1, kind: Tenant, metadata: {name: foo}, spec: {namespaces: {names: [foo]}}}
            ---
            {apiVersion: ringfence.dev/v1alpha1, kind: Tenant, metadata: {name: test}, spec: {namespaces: {names: [test]}}}
            """);
    String[] explain = {
      "explain", cluster.toString(), "--from", "test", "--to", "foo", "--stake", "reach"
    };
    assertThat(Program.run(explain).output())
        .contains(
            "Deployment foo/httpbin "
                + " spec.template.metadata.annotations[traffic.sidecar.istio.io/excludeInboundPorts]:"
                + " 9090")
        .contains("its sidecar leaves out TCP 9090, TCP 15020-15021");
  }

  /** Who asks why the mesh's policies close nothing is told the field that decided. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'labels: {app: httpbin, istio.io/dataplane-mode: none}' | metadata.labels[istio.io/dataplane-mode]:"
            + " none",
        "'labels: {app: httpbin}, annotations: {ambient.istio.io/redirection: disabled}' | Namespace foo "
            + " metadata.labels[istio.io/dataplane-mode]: ambient"
      })
  void theLabelThatDecidedOfTheAmbientMeshIsNamed(
      String metadata, String named, @TempDir Path folder) throws Exception {
    String pod =
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: foo, labels: {istio.io/dataplane-mode: ambient}}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: test}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: istiod, namespace: istio-system}, spec: {containers: [{name: discovery, image: "docker.io/istio/pilot:1.27.0"}]}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: caller, namespace: test}, spec: {containers: [{name: a, image: a}]}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: other, namespace: foo, labels: {app: other}}, spec: {containers: [{name: a, image: a}]}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: httpbin, namespace: foo, METADATA}, spec: {containers: [{name: app, image: app}]}}
        ---
        """
                .replace("METADATA", metadata)
            + daemonSet("ztunnel")
            + daemonSet("istio-cni-node")
            + authorization("foo", "{}");
    String story = explain(Files.writeString(folder.resolve("mesh.yaml"), pod));
    assertThat(story).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{sidecar.istio.io/interceptionMode: NONE}' | istio-init |"
            + " metadata.annotations[sidecar.istio.io/interceptionMode]: NONE",
        "'{}' | other | spec.initContainers: neither istio-init nor istio-validation"
      })
  void whatLeadsToASidecarOrDoesNotIsNamed(
      String annotations, String init, String named, @TempDir Path folder) throws Exception {
    String cluster =
        CLUSTER
                .replace("annotations: {}", "annotations: " + annotations)
                .replace("name: istio-init", "name: " + init)
            + """
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: caller, namespace: test}, spec: {containers: [{name: a, image: a}]}}
            """
            + HTTPBIN;
    assertThat(explain(Files.writeString(folder.resolve("mesh.yaml"), cluster))).contains(named);
  }

  private static String explain(Path cluster) throws IOException, InterruptedException {
    Program.Result result =
        Program.run(
            "explain",
            cluster.toString(),
            "--from",
            "test",
            "--to",
            "foo",
            "--stake",
            "reach",
            "--max-depth",
            "1");
    assertThat(result.exit()).as(result.error()).isZero();
    // Lines are broken for the screen only.
    return result.output().replaceAll("\n {11}", " ");
  }
}
