package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes objects away as controllers and kubelets would in the end. Finalizers are taken off: who
 * would honour them (a kubelet, a storage driver, the namespace controller) is not here.
 */
public final class Removal {
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** No grace, and each object only for itself: all that is to go is deleted anyway. */
  private static final String DELETE_OPTIONS =
      """
      {"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"propagationPolicy":"Background"}
      """;

  private static final String NO_FINALIZERS =
      """
      {"metadata":{"finalizers":null}}
      """;

  private final ApiClient client;

  Removal(ApiClient client) {
    this.client = client;
  }

  /** Takes a namespace away with all that it holds; returns when it is gone. */
  public static void ofNamespace(ApiClient client, String name) {
    Removal removal = new Removal(client);
    Await.until("namespace " + name + " to be gone", BOUND, () -> removal.sweep(name));
  }

  private Optional<String> sweep(String name) {
    List<HeldObject> left =
        ClusterContents.of(client).items().values().stream()
            .filter(item -> isIn(item, name))
            .toList();
    left.forEach(item -> remove(item, left.size() == 1));
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of("the last pass still found " + left.getFirst().key());
  }

  private static boolean isIn(HeldObject item, String namespace) {
    return item.key().namespace().equals(namespace)
        || (isNamespace(item) && item.key().name().equals(namespace));
  }

  static boolean isNamespace(HeldObject item) {
    return item.resource().resource().equals("namespaces");
  }

  /**
   * One step towards the end of an object; to be repeated until it is gone.
   *
   * @param empty whether a namespace holds nothing any more. Before that it is not ended: in a
   *     namespace that is gone nothing can be changed, so that what waits for a finalizer there
   *     would stay for ever
   */
  void remove(HeldObject item, boolean empty) {
    client.delete(item.path(), DELETE_OPTIONS);
    if (!item.isBeingDeleted()) {
      return;
    }
    if (!isNamespace(item)) {
      client.patch(item.path(), Patch.MERGE, NO_FINALIZERS);
    } else if (empty) {
      ObjectNode finished = item.object().deepCopy();
      finished.set("spec", Json.object());
      client.put(item.path() + "/finalize", finished.toString());
    }
  }
}
