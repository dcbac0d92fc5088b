package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.mesh.Guard;
import dev.ringfence.engine.network.mesh.Mesh;

/** A meshed workload behind its sidecar, and accounts of three namespaces that call it. */
final class MeshScene {

  private MeshScene() {}

  static final String SIDECAR =
      """
      spec:
        initContainers: [{name: istio-init, image: docker.io/istio/proxyv2:1.27.0}]
        containers:
        - {name: app, image: app, ports: [{containerPort: 8080}, {containerPort: 80}]}
        - {name: istio-proxy, image: docker.io/istio/proxyv2:1.27.0}
      """;

  static final String CLUSTER =
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

  static PodClass httpbin(Cluster cluster) {
    return cluster.podClasses().stream()
        .filter(each -> cluster.pods().name(each.example()).equals("httpbin"))
        .findFirst()
        .orElseThrow();
  }

  /** The ports of httpbin for who shows no certificate, or for a service account. */
  static String open(String yaml, String account) {
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

  static final String UNCOVERED = "TCP 15020-15021, TCP 15090, UDP all, SCTP all";

  static String authorization(String namespace, String spec) {
    return """
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: p%s, namespace: %s}
    spec: %s
    """
        .formatted(Integer.toHexString(spec.hashCode()), namespace, spec);
  }

  static String peer(String namespace, String spec) {
    return """
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: p%s, namespace: %s}
    spec: %s
    """
        .formatted(Integer.toHexString(spec.hashCode()), namespace, spec);
  }

  static final String STRICT = peer("foo", "{mtls: {mode: STRICT}}");

  static final String HTTPBIN =
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
  static void assertLetsIn(String yaml, String one, String other) {
    assertThat(open(yaml, one)).as(yaml).isEqualTo("all ports");
    assertThat(open(yaml, other)).as(yaml).isEqualTo(UNCOVERED);
  }
}
