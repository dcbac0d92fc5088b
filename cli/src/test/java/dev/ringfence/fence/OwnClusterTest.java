package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.controls.Folder;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Manifest;
import dev.ringfence.testbed.api.Manifests;
import dev.ringfence.testbed.api.Patch;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Objects for clusters of their own, on the real API server: Cluster API's by its published schema,
 * every unknown field refused, and those of a job that is run and thrown away.
 */
@RealControlPlane
final class OwnClusterTest {

  private static final String CLUSTERS =
      "/apis/cluster.x-k8s.io/v1beta2/namespaces/cluster-NAME/clusters/NAME";

  private static final String DOCUMENTS =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: jobs}
      spec:
        pattern: EphemeralCluster
        clusterClass: short-lived
        clusterClassNamespace: classes
        delivery: {image: "registry.example.com/deliver:1", addresses: [203.0.113.7/32], port: 9093}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: own}
      spec: {pattern: DedicatedCluster}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: jobs}
      spec: {trust: Untrusted, namespaces: {names: [jobs]}, isolationClass: jobs}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: bank}
      spec: {trust: Untrusted, namespaces: {names: [bank]}, isolationClass: own}
      """;

  @Test
  void theApiServerTakesThemByTheirSchema(ControlPlane plane) {
    plane.reset();
    plane.apply(FencedCluster.documents("clusters.cluster.x-k8s.io.yaml"));
    ApiClient administrator = plane.administrator();
    Await.until(
        "Cluster to be served",
        Duration.ofSeconds(30),
        () ->
            administrator.get("/apis/cluster.x-k8s.io/v1beta2/clusters").isSuccess()
                ? Optional.empty()
                : Optional.of("not yet"));
    Map<String, String> files = Folder.of(FencedCluster.rendered(DOCUMENTS));
    for (String tenant : List.of("jobs", "bank")) {
      String text = Objects.requireNonNull(files.get("clusters/" + tenant + "/cluster.yaml"));
      List<Manifest> objects = Manifests.parse("cluster.yaml", text);
      plane.apply(objects.getFirst().text());
      String path = CLUSTERS.replace("NAME", tenant) + "?fieldManager=test&fieldValidation=Strict";
      String cluster = objects.getLast().text();
      for (String wrong : List.of("topologies:", "topology: {}\n  topologyy:")) {
        String misspelt = cluster.replace("topology:", wrong);
        assertThat(administrator.patch(path, Patch.APPLY, misspelt).isSuccess()).isFalse();
      }
      ApiResponse answer = administrator.patch(path, Patch.APPLY, cluster);
      assertThat(answer.orThrow().json().at("/spec/topology/version").asText())
          .startsWith("v1.36.");
      assertThat(answer.json().at("/spec/topology/classRef/namespace").asText())
          .isEqualTo(tenant.equals("jobs") ? "classes" : "");
    }
    inside(plane, Objects.requireNonNull(files.get("clusters/jobs/inside/job.yaml")));
  }

  /** The job, and its pod as the Job controller would make it, in a restricted namespace. */
  private static void inside(ControlPlane plane, String text) {
    plane.apply(text);
    ApiClient administrator = plane.administrator();
    String namespace = "/api/v1/namespaces/run-once";
    Await.until(
        "the job's pod",
        Duration.ofSeconds(30),
        () ->
            administrator.get(namespace + "/pods").orThrow().json().path("items").size() == 1
                ? Optional.empty()
                : Optional.of("no pod yet"));
    assertThat(administrator.get(namespace).orThrow().body()).contains("enforce\":\"restricted");
    assertThat(administrator.get(namespace + "/pods").orThrow().body())
        .contains("\"image\":\"registry.example.com/deliver:1\"");
    assertThat(
            administrator
                .get("/apis/networking.k8s.io/v1/namespaces/run-once/networkpolicies/closed")
                .orThrow()
                .json()
                .at("/spec/egress")
                .toString())
        .isEqualTo(
            "[{\"ports\":[{\"protocol\":\"TCP\",\"port\":9093}],"
                + "\"to\":[{\"ipBlock\":{\"cidr\":\"203.0.113.7/32\"}}]}]");
  }
}
