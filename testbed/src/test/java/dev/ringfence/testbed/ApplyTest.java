package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RealControlPlane
class ApplyTest {
  private static final String RESTRICTED =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: restricted
        labels: {pod-security.kubernetes.io/enforce: restricted}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: %s}
      spec:
        containers:
        - {name: web, image: example.test/web}
      """;

  private final ControlPlane cluster;

  ApplyTest(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void emptyTheCluster() {
    cluster.reset();
  }

  private JsonNode read(String path) {
    return cluster.administrator().get(path).orThrow().json();
  }

  @Test
  void aFolderIsAppliedWhateverTheOrderOfItsFiles(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("1-pod.yaml"), POD.formatted("shop") + "---\n# nothing\n---\n");
    Files.writeString(
        folder.resolve("2-list.json"),
        """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}},
          {"apiVersion": "v1", "kind": "ConfigMap",
           "metadata": {"name": "settings", "namespace": "shop", "uid": "of-another-cluster",
                        "resourceVersion": "7", "creationTimestamp": "2020-01-01T00:00:00Z"}}]}
        """);
    Files.writeString(folder.resolve("README.md"), "no manifest");

    List<JsonNode> applied = cluster.apply(folder);

    assertThat(applied)
        .extracting(object -> object.path("kind").asText())
        .containsExactly("Namespace", "Pod", "ConfigMap");
    assertThat(read("/api/v1/namespaces/shop/pods/web").at("/spec/serviceAccountName").asText())
        .isEqualTo("default");
  }

  @Test
  void yamlMeansWhatTheServerTakesItFor() {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers: [{name: web, image: example.test/web}]
              volumes: [{name: settings, configMap: {name: settings, defaultMode: 0440}}]
        """);
    JsonNode web = read("/apis/apps/v1/namespaces/default/deployments/web");
    assertThat(web.at("/spec/template/spec/volumes/0/configMap/defaultMode").asInt())
        .isEqualTo(0440);
  }

  @Test
  void aCustomKindIsAppliedTogetherWithItsDefinition() {
    cluster.apply(
        """
        apiVersion: example.test/v1
        kind: Toy
        metadata: {name: ball, namespace: default}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: toys.example.test}
        spec:
          group: example.test
          scope: Namespaced
          names: {kind: Toy, plural: toys, singular: toy}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object}}
        """);
    assertThat(read("/apis/example.test/v1/toys").path("items")).hasSize(1);
  }

  @Test
  void aNodeIsJustAsItsFileSays() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: pool-a-1}
        spec:
          taints: [{key: pool, value: a, effect: NoSchedule}]
        status:
          allocatable: {cpu: "4", pods: "10"}
          runtimeHandlers: [{name: gvisor, features: {userNamespaces: false}}]
        """);
    JsonNode node = read("/api/v1/nodes/pool-a-1");
    assertThat(node.at("/spec/taints")).hasSize(1);
    assertThat(node.at("/status/allocatable/cpu").asText()).isEqualTo("4");
    assertThat(node.at("/status/runtimeHandlers/0/name").asText()).isEqualTo("gvisor");
  }

  @Test
  void aDryRunAnswersAsARealWriteWouldAndLeavesNothing() {
    ApiResponse answer =
        cluster
            .administrator()
            .dryRun()
            .patch("/api/v1/namespaces/default/pods/web", Patch.APPLY, POD.formatted("default"));
    assertThat(answer.orThrow().json().at("/spec/serviceAccountName").asText())
        .isEqualTo("default");
    assertThat(cluster.administrator().get("/api/v1/namespaces/default/pods/web").status())
        .isEqualTo(404);
  }

  @Test
  void podSecurityRefusesAndSaysWhy() {
    cluster.apply(RESTRICTED);
    assertThatThrownBy(() -> cluster.apply(POD.formatted("restricted")))
        .hasMessageContaining("Pod restricted/web (the test's text, document 1) was refused")
        .hasMessageContaining("violates PodSecurity \"restricted:latest\"")
        .hasMessageContaining("runAsNonRoot != true");
  }

  @Test
  void anUnknownFieldIsRefused() {
    assertThatThrownBy(() -> cluster.apply(POD.formatted("default") + "  hostNetwrok: true\n"))
        .hasMessageContaining("hostNetwrok");
  }

  @Test
  void aKindThatIsNotServedIsNamed() {
    assertThatThrownBy(() -> cluster.apply("{apiVersion: example.test/v1, kind: Toy}"))
        .hasMessageContaining("document 1")
        .hasMessageContaining("example.test/v1, Toy");
  }
}
