package dev.ringfence.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Json;
import dev.ringfence.testbed.api.Patch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts fixtures on a control plane and asks its scheduler where a pod goes. */
final class RealScheduler {

  private static final String DEVICES = "/apis/resource.k8s.io/v1/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What the scheduler said: the node, or why there is none. */
  record Said(@Nullable String node, String message) {}

  private final ApiClient client;
  private final ControlPlane plane;

  RealScheduler(ControlPlane plane) {
    this.plane = plane;
    this.client = plane.administrator();
  }

  /** Makes an object; a pod that the server refuses is said to be. */
  ApiResponse create(String document) {
    return client.post(pathOf(Json.parse(document, "a fixture")), document);
  }

  /** The object as the server has it now, as a document of its own. */
  String current(String document) {
    ObjectNode object = (ObjectNode) Json.parse(document, "a fixture");
    String name = object.path("metadata").path("name").asText();
    ObjectNode read = (ObjectNode) read(pathOf(object) + "/" + name);
    read.set("apiVersion", object.path("apiVersion"));
    read.set("kind", object.path("kind"));
    return read.toString();
  }

  private static String pathOf(JsonNode object) {
    String namespace = object.path("metadata").path("namespace").asText();
    return switch (object.path("kind").asText()) {
      case "Pod" -> "/api/v1/namespaces/" + namespace + "/pods";
      case "PersistentVolumeClaim" -> "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims";
      case "PersistentVolume" -> "/api/v1/persistentvolumes";
      case "RuntimeClass" -> "/apis/node.k8s.io/v1/runtimeclasses";
      case "StorageClass" -> "/apis/storage.k8s.io/v1/storageclasses";
      case "VolumeAttachment" -> "/apis/storage.k8s.io/v1/volumeattachments";
      case "CSINode" -> "/apis/storage.k8s.io/v1/csinodes";
      case "CSIDriver" -> "/apis/storage.k8s.io/v1/csidrivers";
      case "CSIStorageCapacity" ->
          "/apis/storage.k8s.io/v1/namespaces/" + namespace + "/csistoragecapacities";
      case "DeviceClass" -> DEVICES + "deviceclasses";
      case "ResourceSlice" -> DEVICES + "resourceslices";
      case "ResourceClaim" -> DEVICES + "namespaces/" + namespace + "/resourceclaims";
      case "ResourceClaimTemplate" ->
          DEVICES + "namespaces/" + namespace + "/resourceclaimtemplates";
      case "Node" -> "/api/v1/nodes";
      default -> throw new IllegalArgumentException(object.toString());
    };
  }

  /** Whether the API's own validation takes the pod. */
  boolean isValid(String document) {
    String namespace = Json.parse(document, "a pod").path("metadata").path("namespace").asText();
    return client.dryRun().post("/api/v1/namespaces/" + namespace + "/pods", document).isSuccess();
  }

  /** Makes a namespace and waits until pods can be made in it. */
  void createNamespace(String document) {
    plane.apply(document);
  }

  /** Makes a node; admission gives it a taint that nobody takes off here but this. */
  void createNode(String document) {
    create(document).orThrow();
    JsonNode node = Json.parse(document, "a node");
    String name = node.path("metadata").path("name").asText();
    ObjectNode patch = Json.object();
    patch.putObject("spec").set("taints", node.path("spec").path("taints"));
    client.patch("/api/v1/nodes/" + name, Patch.MERGE, patch.toString()).orThrow();
  }

  void patchNode(String name, String patch) {
    client.patch("/api/v1/nodes/" + name, Patch.MERGE, patch).orThrow();
  }

  void delete(String namespace, String pod) {
    client
        .delete("/api/v1/namespaces/" + namespace + "/pods/" + pod, "{\"gracePeriodSeconds\":0}")
        .orThrow();
  }

  /** Takes away every node, and the pods of a namespace, and waits until they are gone. */
  void deleteNodesAndPods(String namespace) throws InterruptedException {
    String pods = "/api/v1/namespaces/" + namespace + "/pods";
    client.delete(pods, "{\"gracePeriodSeconds\":0}").orThrow();
    client.delete("/api/v1/nodes").orThrow();
    Instant end = Instant.now().plus(PATIENCE);
    while (!read(pods).path("items").isEmpty() || !read("/api/v1/nodes").path("items").isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("nodes or pods stay");
      }
      Thread.sleep(10);
    }
  }

  /** An object as the server has it. */
  JsonNode read(String path) {
    return client.get(path).orThrow().json();
  }

  /** Takes from a claim of devices what the last pod made of it. */
  void release(String namespace, String claim) {
    String path = DEVICES + "namespaces/" + namespace + "/resourceclaims/" + claim;
    client
        .patch(
            path + "/status",
            Patch.MERGE,
            "{\"status\":{\"allocation\":null,\"reservedFor\":null,\"devices\":null}}")
        .orThrow();
  }

  /**
   * Waits until every claim is bound. The controller looks at a claim that it could not bind again
   * after a quarter of a minute, and at once where the claim changes.
   */
  void awaitClaims() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    for (int round = 0; !areClaimsBound(round); round++) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("claims stay unbound");
      }
      Thread.sleep(20);
    }
  }

  private boolean areClaimsBound(int round) {
    boolean bound = true;
    for (JsonNode claim :
        client.get("/api/v1/persistentvolumeclaims").orThrow().json().path("items")) {
      if (!claim.path("spec").path("storageClassName").asText().equals("late")
          && !claim.path("status").path("phase").asText().equals("Bound")) {
        bound = false;
        if (round % 10 == 9) {
          wake(claim.path("metadata"), round);
        }
      }
    }
    return bound;
  }

  private void wake(JsonNode claim, int round) {
    client.patch(
        "/api/v1/namespaces/"
            + claim.path("namespace").asText()
            + "/persistentvolumeclaims/"
            + claim.path("name").asText(),
        Patch.MERGE,
        "{\"metadata\":{\"annotations\":{\"example.com/woken\":\"" + round + "\"}}}");
  }

  /** The pod, asking for that node too in each term of its required affinity. */
  static String pinned(String document, String node) {
    ObjectNode pod = (ObjectNode) Json.parse(document, "a pod");
    ObjectNode required =
        pod.withObject(
            "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution");
    ArrayNode terms = required.withArray("nodeSelectorTerms");
    if (terms.isEmpty()) {
      terms.addObject();
    }
    for (JsonNode term : terms) {
      ((ObjectNode) term)
          .withArray("matchFields")
          .addObject()
          .put("key", "metadata.name")
          .put("operator", "In")
          .putArray("values")
          .add(node);
    }
    return pod.toString();
  }

  /** Makes the pod, waits for what the scheduler says, and removes it. */
  Said place(String document) throws InterruptedException {
    JsonNode made = create(document).orThrow().json();
    String name = made.path("metadata").path("name").asText();
    String namespace = made.path("metadata").path("namespace").asText();
    try {
      return await(namespace, name);
    } finally {
      delete(namespace, name);
    }
  }

  /** Waits for what the scheduler says of a pod that is there. */
  Said await(String namespace, String name) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      JsonNode pod =
          client.get("/api/v1/namespaces/" + namespace + "/pods/" + name).orThrow().json();
      String node = pod.path("spec").path("nodeName").asText();
      if (!node.isEmpty()) {
        return new Said(node, "");
      }
      for (JsonNode condition : pod.path("status").path("conditions")) {
        if (condition.path("type").asText().equals("PodScheduled")
            && condition.path("status").asText().equals("False")) {
          return new Said(
              null, condition.path("reason").asText() + ": " + condition.path("message").asText());
        }
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("the scheduler says nothing of " + pod);
      }
      Thread.sleep(2);
    }
  }

  /** The scheduler hears of what is in the way by and by: it refuses twice in a row. */
  boolean refusedAtLast(String pod) throws InterruptedException {
    int refused = 0;
    for (int i = 0; i < 60 && refused < 2; i++) {
      refused = place(pod).node() == null ? refused + 1 : 0;
      Thread.sleep(25);
    }
    return refused == 2;
  }

  /** The scheduler and the controllers hear of the change by and by. */
  @Nullable String placedAtLast(String pod) throws InterruptedException {
    String node = null;
    for (int i = 0; i < 600 && node == null; i++) {
      node = place(pod).node();
      Thread.sleep(node == null ? 40 : 0);
    }
    return node;
  }
}
