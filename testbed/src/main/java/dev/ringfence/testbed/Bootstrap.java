package dev.ringfence.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.ControlPlaneBuilder.Options;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.ClusterContents;
import dev.ringfence.testbed.api.HeldObject;
import dev.ringfence.testbed.api.ObjectKey;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a fresh control plane makes by itself. The API server is ready before all of it is there:
 * namespaces, their service accounts and the rules of aggregated roles come a little later.
 */
final class Bootstrap {
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final int CONFLICT = 409;

  /** How often in a row the same must be seen; controllers act within a fraction of a second. */
  private static final int SAME_IN_A_ROW = 4;

  private static final List<String> NAMESPACES =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private final ApiClient client;
  private final boolean controllers;
  private ClusterContents last = new ClusterContents(Map.of());
  private Map<ObjectKey, ObjectNode> lastWanted = Map.of();
  private int same;

  private Bootstrap(ApiClient client, boolean controllers) {
    this.client = client;
    this.controllers = controllers;
  }

  /** Returns what is there once it is complete and stays as it is. */
  static ClusterContents awaitSettled(ApiClient client, Options options) {
    Bootstrap bootstrap = new Bootstrap(client, options.controllerManager());
    Await.until("the bootstrap objects to be complete", BOUND, bootstrap::look);
    return bootstrap.last;
  }

  private Optional<String> look() {
    last = ClusterContents.of(client);
    Map<ObjectKey, ObjectNode> wanted = new HashMap<>();
    last.items().forEach((key, item) -> wanted.put(key, item.wanted()));
    same = wanted.equals(lastWanted) ? same + 1 : 1;
    lastWanted = wanted;
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      return missing;
    }
    return same >= SAME_IN_A_ROW ? Optional.empty() : Optional.of("they still change");
  }

  private Optional<String> missing() {
    for (String namespace : NAMESPACES) {
      Optional<ObjectKey> absent =
          expectedFor(namespace).stream().filter(key -> !last.items().containsKey(key)).findFirst();
      if (absent.isPresent()) {
        return absent.map(key -> key + " is missing");
      }
    }
    return controllers ? unfilledRole() : Optional.empty();
  }

  private List<ObjectKey> expectedFor(String namespace) {
    ObjectKey itself = new ObjectKey("", "namespaces", "", namespace);
    return controllers
        ? List.of(
            itself,
            new ObjectKey("", "serviceaccounts", namespace, "default"),
            new ObjectKey("", "configmaps", namespace, "kube-root-ca.crt"))
        : List.of(itself);
  }

  private Optional<String> unfilledRole() {
    return last.items().values().stream()
        .map(HeldObject::object)
        .filter(object -> object.has("aggregationRule"))
        .filter(object -> object.path("rules").isEmpty())
        .map(object -> "the rules of " + object.path("metadata").path("name").asText())
        .findFirst();
  }

  /** Returns when pods can be made in a new namespace: they need its default service account. */
  static void awaitNamespaceReady(ApiClient client, String namespace, boolean controllers) {
    String accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts";
    if (!controllers) {
      ApiResponse made =
          client.post(
              accounts,
              """
              {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"}}
              """);
      if (made.status() != CONFLICT) {
        made.orThrow();
      }
      return;
    }
    Await.until(
        "the default service account of namespace " + namespace,
        BOUND,
        () -> {
          ApiResponse account = client.get(accounts + "/default");
          return account.isSuccess() ? Optional.empty() : Optional.of(account.message());
        });
  }
}
