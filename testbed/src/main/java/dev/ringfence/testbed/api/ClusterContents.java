package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All objects that a server holds, except those that come and go by themselves (leases, events) or
 * exist only in answers (component statuses).
 */
public record ClusterContents(Map<ObjectKey, HeldObject> items) {
  private static final Set<String> FLEETING = Set.of("leases", "events", "componentstatuses");
  private static final int LISTS_AT_ONCE = 8;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  /** Reads everything. */
  public static ClusterContents of(ApiClient client) {
    Map<ObjectKey, HeldObject> items = new LinkedHashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(LISTS_AT_ONCE)) {
      List<Future<List<HeldObject>>> lists =
          Discovery.of(client).listable().stream()
              .filter(resource -> !FLEETING.contains(resource.resource()))
              .map(resource -> pool.submit(() -> list(client, resource)))
              .toList();
      for (Future<List<HeldObject>> list : lists) {
        for (HeldObject item : list.get()) {
          items.put(item.key(), item);
        }
      }
      return new ClusterContents(items);
    } catch (ExecutionException failure) {
      throw new IllegalStateException("the cluster cannot be listed", failure.getCause());
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the cluster was listed", interruption);
    }
  }

  private static List<HeldObject> list(ApiClient client, ApiResource resource) {
    ApiResponse response = client.get(resource.path());
    // A custom kind may have gone since discovery listed it.
    if (response.status() == NOT_FOUND || response.status() == NOT_ALLOWED) {
      return List.of();
    }
    List<HeldObject> items = new ArrayList<>();
    for (JsonNode each : response.orThrow().json().path("items")) {
      // HeldObjects of a list carry neither; without them an object cannot be sent back.
      ObjectNode object = Json.object();
      object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
      object.setAll((ObjectNode) each);
      items.add(new HeldObject(resource, object));
    }
    return items;
  }
}
