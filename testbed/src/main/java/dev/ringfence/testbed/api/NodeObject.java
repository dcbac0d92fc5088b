package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A node that is only an object: no kubelet, but the scheduler takes it for one. Unless told
 * otherwise it is ready and has 8 CPUs, 32 GiB of memory and room for 110 pods.
 */
public final class NodeObject {
  private final String name;
  private final ObjectNode metadata = Json.object();
  private final ObjectNode spec = Json.object();
  private final ObjectNode status = Json.object();

  private NodeObject(String name) {
    this.name = name;
    metadata.put("name", name).putObject("labels").put("kubernetes.io/hostname", name);
    spec.putArray("taints");
    status
        .putObject("capacity")
        .put("cpu", "8")
        .put("memory", "32Gi")
        .put("pods", "110")
        .put("ephemeral-storage", "100Gi");
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("reason", "OnlyAnObject")
        .put("message", "no kubelet runs here");
  }

  public static NodeObject named(String name) {
    return new NodeObject(name);
  }

  public String name() {
    return name;
  }

  public NodeObject label(String key, String value) {
    ((ObjectNode) metadata.path("labels")).put(key, value);
    return this;
  }

  public NodeObject taint(String key, String value, String effect) {
    ((ArrayNode) spec.path("taints"))
        .addObject()
        .put("key", key)
        .put("value", value)
        .put("effect", effect);
    return this;
  }

  public NodeObject capacity(String resource, String quantity) {
    ((ObjectNode) status.path("capacity")).put(resource, quantity);
    return this;
  }

  /** Any other field of the status, such as {@code runtimeHandlers} or {@code nodeInfo}. */
  public NodeObject status(String field, JsonNode value) {
    status.set(field, value);
    return this;
  }

  /** Any other field of the spec, such as {@code unschedulable}. */
  public NodeObject spec(String field, JsonNode value) {
    spec.set(field, value);
    return this;
  }

  /** Makes the node, as an administrator. */
  public void create(ApiClient client) {
    ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
    node.set("metadata", metadata);
    node.set("spec", spec);
    client.post("/api/v1/nodes", node.toString()).orThrow();
    if (!status.has("allocatable")) {
      status.set("allocatable", status.path("capacity"));
    }
    setStatus(client, name, status);
    setTaints(client, name, spec.path("taints"));
  }

  static void setStatus(ApiClient client, String name, JsonNode status) {
    String patch = Json.object().<ObjectNode>set("status", status).toString();
    client.patch("/api/v1/nodes/" + name + "/status", Patch.MERGE, patch).orThrow();
  }

  /**
   * Sets exactly these taints: admission has given the new node one more, {@code
   * node.kubernetes.io/not-ready}, which in a real cluster the node lifecycle controller takes off.
   */
  static void setTaints(ApiClient client, String name, JsonNode taints) {
    ObjectNode patch = Json.object();
    patch.putObject("spec").set("taints", taints.isMissingNode() ? Json.array() : taints);
    client.patch("/api/v1/nodes/" + name, Patch.MERGE, patch.toString()).orThrow();
  }
}
