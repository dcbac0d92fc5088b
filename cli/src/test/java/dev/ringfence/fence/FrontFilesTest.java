package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A tenant's own gateway, filled in and put into its fence on the real API server. */
@RealControlPlane
final class FrontFilesTest {

  private static final String DOCUMENTS =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: nodes}
      spec: {pattern: DedicatedNodes, quota: {services.loadbalancers: "1"}}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: shared}
      spec: {pattern: Shared}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: ours}
      spec:
        trust: Trusted
        namespaces: {names: [ours]}
        publishes: [{namespace: ours, service: shop}]
        isolationClass: nodes
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: theirs}
      spec:
        trust: Trusted
        namespaces: {names: [theirs]}
        publishes: [{namespace: theirs, service: shop}]
        isolationClass: shared
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: theirs}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop, namespace: theirs}
      spec: {selector: {app: shop}, ports: [{port: 80}]}
      ---
      """;

  @Test
  void aGatewayOfItsOwnRunsInsideItsFence(ControlPlane plane) {
    Controls controls =
        FencedCluster.rendered(OutsideFilesTest.NODES + OutsideFilesTest.OURS + DOCUMENTS);
    Map<String, String> files = Folder.of(controls);
    // Who shares nodes and kernel with others is not told apart by a gateway.
    assertThat(files).doesNotContainKey("files/front/theirs.yaml");
    String front = Objects.requireNonNull(files.get("files/front/ours.yaml"));
    assertThat(front).contains("# Leads to shop.").doesNotContain("kind: Role");

    plane.reset();
    FencedCluster.applyAll(plane, controls);
    // The server's caches lag behind its store: pods made before are not led to their nodes.
    Await.until("the policies of ours", Duration.ofSeconds(60), () -> notLed(plane));
    plane.apply(
        front
            .replace("IMAGE", "proxy.example/gateway:1")
            .replace("CONFIGURATION", "gateway-routes")
            .replace("CERTIFICATE", "shop-certificate"));
    // By the controller, through quota, Pod Security and the pattern's policies.
    Await.until(
        "the gateway's pods",
        Duration.ofSeconds(60),
        () -> {
          int made = pods(plane).size();
          return made == 2 ? Optional.empty() : Optional.of("there are " + made);
        });
    for (JsonNode pod : pods(plane)) {
      assertThat(pod.at("/spec/nodeSelector").toString()).contains("ringfence-tenant\":\"ours\"");
      assertThat(pod.at("/spec/containers/0/volumeMounts")).hasSize(2);
    }
    plane.reset();
  }

  private static Optional<String> notLed(ControlPlane plane) {
    ApiResponse made =
        plane
            .administrator()
            .dryRun()
            .post("/api/v1/namespaces/ours/pods", Pods.pod("probe", Pods.NOTHING));
    return made.isSuccess() && made.json().at("/spec/nodeSelector").toString().contains("\"ours\"")
        ? Optional.empty()
        : Optional.of(made.toString());
  }

  private static JsonNode pods(ControlPlane plane) {
    return plane
        .administrator()
        .get("/api/v1/namespaces/ours/pods?labelSelector=app%3Dringfence-front")
        .json()
        .path("items");
  }
}
