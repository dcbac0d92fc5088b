package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ClusterContents;
import dev.ringfence.testbed.api.NodeObject;
import dev.ringfence.testbed.api.ObjectKey;
import dev.ringfence.testbed.api.Patch;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@RealControlPlane
class ResetTest {
  private static final String BINDINGS =
      "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/system:discovery";

  private static Set<ObjectKey> keys(ApiClient client) {
    return ClusterContents.of(client).items().keySet();
  }

  @Test
  void takesAwayWhatIsNewAndBringsBackWhatIsGone(ControlPlane cluster) {
    ApiClient client = cluster.administrator();
    cluster.reset();
    Set<ObjectKey> before = keys(client);

    cluster.create(NodeObject.named("node"));
    cluster.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: tenant}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: tenant, finalizers: [example.test/never]}
        spec:
          containers: [{name: web, image: example.test/web}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, namespace: tenant}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: kube-system}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: agent, image: example.test/agent}]}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: refuses-all}
        webhooks:
        - name: nobody.example.test
          admissionReviewVersions: [v1]
          sideEffects: None
          clientConfig: {url: "https://127.0.0.1:9/"}
          rules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"]}]
        """);
    client
        .patch(
            "/api/v1/namespaces/default", Patch.MERGE, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
        .message();
    client.delete(BINDINGS);

    cluster.reset();

    assertThat(keys(client)).isEqualTo(before);
    assertThat(
            client
                .get("/api/v1/namespaces/default")
                .json()
                .at("/metadata/labels/a")
                .isMissingNode())
        .isTrue();
    assertThat(client.get(BINDINGS).json().at("/roleRef/name").asText())
        .isEqualTo("system:discovery");
  }

  @Test
  void leavesAFreshClusterAlone(ControlPlane cluster) {
    cluster.reset();
    String before = cluster.administrator().get(BINDINGS).body();
    cluster.reset();
    assertThat(cluster.administrator().get(BINDINGS).body()).isEqualTo(before);
    assertThat(
            keys(cluster.administrator()).stream()
                .filter(key -> key.resource().equals("namespaces"))
                .map(ObjectKey::name)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("default", "kube-node-lease", "kube-public", "kube-system");
  }
}
