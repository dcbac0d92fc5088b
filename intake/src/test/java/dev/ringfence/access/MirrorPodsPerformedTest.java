package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.Patch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** E14 on the real API server: what a node's identity makes and changes, and what not. */
@RealControlPlane
class MirrorPodsPerformedTest {

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: steps}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: other}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: one}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: key, namespace: steps}
      """;

  private final ControlPlane plane;

  MirrorPodsPerformedTest(ControlPlane plane) {
    this.plane = plane;
  }

  private static String pod(String name, String node, @Nullable String mirror) {
    String annotation =
        mirror == null
            ? ""
            : ",\"annotations\":{\"kubernetes.io/config.mirror\":\"%s\"}".formatted(mirror);
    String owner =
        mirror == null
            ? ""
            : (",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"name\":\"one\","
                    + "\"uid\":\"%s\",\"controller\":true}]")
                .formatted(mirror);
    return """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"victim"}%s%s},
     "spec":{"nodeName":"%s","automountServiceAccountToken":false,
      "containers":[{"name":"a","image":"a"}]}}\
    """
        .formatted(name, annotation, owner, node);
  }

  @Test
  void aNodeMakesMirrorPodsWithAnyLabelsForItselfOnlyAndKeepsItsHandsOffOthers() {
    plane.reset();
    plane.apply(WORLD);
    ApiClient node = plane.user("system:node:one", "system:nodes");
    String uid =
        plane
            .administrator()
            .get("/api/v1/nodes/one")
            .orThrow()
            .json()
            .at("/metadata/uid")
            .asText();
    String pods = "/api/v1/namespaces/other/pods";
    assertThat(node.post(pods, pod("mirror-one", "one", uid)).status()).isEqualTo(201);
    assertThat(node.post(pods, pod("plain-one", "one", null)).status()).isEqualTo(403);
    assertThat(node.post(pods, pod("mirror-two", "two", uid)).status()).isEqualTo(403);
    assertThat(
            node.patch(
                    "/api/v1/nodes/one",
                    Patch.MERGE,
                    "{\"metadata\":{\"labels\":{\"pool\":\"tenant\"}}}")
                .status())
        .isEqualTo(200);
    assertThat(
            node.patch(
                    "/api/v1/nodes/one",
                    Patch.MERGE,
                    "{\"metadata\":{\"labels\":{\"node-restriction.kubernetes.io/t\":\"x\"}}}")
                .status())
        .isEqualTo(403);
    assertThat(
            node.patch(
                    "/api/v1/nodes/one",
                    Patch.MERGE,
                    "{\"spec\":{\"taints\":[{\"key\":\"a\",\"effect\":\"NoSchedule\"}]}}")
                .status())
        .as("taints of its own")
        .isEqualTo(403);
    assertThat(node.get("/api/v1/services").status()).isEqualTo(200);
    assertThat(node.get("/api/v1/namespaces/steps/secrets/key").status()).isEqualTo(403);
  }
}
