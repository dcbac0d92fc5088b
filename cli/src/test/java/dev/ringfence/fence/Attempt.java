package dev.ringfence.fence;

import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import org.jspecify.annotations.Nullable;

/**
 * One request that a fence must refuse.
 *
 * @param namespace where it is tried; the same in the namespace {@code open}, which no fence
 *     surrounds, is its positive control; the empty string where it is of the cluster
 * @param path with {@code NS} for the namespace
 * @param patch null for POST, PUT, GET and DELETE
 * @param inPlace whether the administrator's control is the very same request, and not its twin in
 *     the namespace {@code open}: where the refusal is about who asks, not about what
 * @param answered whether it is enough that the administrator is let through: what answers then (a
 *     kubelet) is not there
 */
record Attempt(
    String name,
    String namespace,
    String method,
    String path,
    @Nullable String body,
    @Nullable Patch patch,
    boolean inPlace,
    boolean answered) {

  static Attempt post(String name, String namespace, String path, String body) {
    return new Attempt(name, namespace, "POST", path, body, null, false, false);
  }

  static Attempt patch(String name, String namespace, String path, Patch patch, String body) {
    return new Attempt(name, namespace, "PATCH", path, body, patch, false, false);
  }

  static Attempt of(String method, String name, String namespace, String path) {
    return new Attempt(name, namespace, method, path, null, null, true, false);
  }

  Attempt whoeverAsks() {
    return new Attempt(name, namespace, method, path, body, patch, true, answered);
  }

  Attempt letThrough() {
    return new Attempt(name, namespace, method, path, body, patch, true, true);
  }

  Attempt in(String other) {
    return new Attempt(name, other, method, path, body, patch, inPlace, answered);
  }

  ApiResponse as(ApiClient client) {
    return send(client, namespace);
  }

  /** The positive control. */
  ApiResponse control(ApiClient administrator) {
    return send(administrator, inPlace ? namespace : "open");
  }

  boolean isControlled(ApiResponse response) {
    return response.isSuccess()
        || (answered && response.status() != 401 && response.status() != 403);
  }

  private ApiResponse send(ApiClient client, String where) {
    String target = path.replace("NS", where);
    String content = body == null ? null : body.replace("\"NS\"", "\"" + where + "\"");
    if (patch != null) {
      return client.patch(target, patch, String.valueOf(content));
    }
    return client.send(method, target, content, "application/json");
  }

  @Override
  public String toString() {
    return name + " in " + (namespace.isEmpty() ? "the cluster" : namespace);
  }
}
