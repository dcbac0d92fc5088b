package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a cluster back to what it held at an earlier time: what is new goes, what was changed or
 * deleted comes back.
 *
 * <p>It sweeps until nothing is left to do, because what it deletes may wait for finalizers, and
 * because controllers may still be working on what was there. Finalizers are taken off: who would
 * honour them (a kubelet, a storage driver) is not here.
 */
public final class Restoration {
  private static final Duration BOUND = Duration.ofSeconds(90);

  /** No grace, and each object only for itself: all that is new is deleted anyway. */
  private static final String DELETE_OPTIONS =
      """
      {"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0,"propagationPolicy":"Background"}
      """;

  private static final String NO_FINALIZERS =
      """
      {"metadata":{"finalizers":null}}
      """;

  private final ApiClient client;
  private final ClusterContents wanted;

  /** The kinds of admission policies that were taken away, which still refuse for a moment. */
  private final Set<ApiResource> policies = new LinkedHashSet<>();

  public Restoration(ApiClient client, ClusterContents wanted) {
    this.client = client;
    this.wanted = wanted;
  }

  /** Returns when the cluster is as it was. */
  public void run() {
    Await.until("the cluster to be as it was at its start", BOUND, this::sweep);
    policies.forEach(policy -> new PolicySentinel(client, policy).await());
  }

  /** One pass; empty when there was nothing to do. */
  private Optional<String> sweep() {
    ClusterContents now = ClusterContents.of(client);
    List<String> done = new ArrayList<>();
    // What could refuse or hold up the rest goes first.
    now.items().values().stream()
        .filter(item -> isNew(item) && isAdmission(item))
        .forEach(item -> remove(item, now, done));
    now.items().values().stream()
        .filter(item -> isNew(item) && !isAdmission(item))
        .forEach(item -> remove(item, now, done));
    for (Map.Entry<ObjectKey, HeldObject> each : wanted.items().entrySet()) {
      bringBack(each.getKey(), each.getValue(), now.items(), done);
    }
    return done.isEmpty()
        ? Optional.empty()
        : Optional.of("the last pass still had to " + String.join(", ", done));
  }

  private boolean isNew(HeldObject item) {
    return !wanted.items().containsKey(item.key());
  }

  private static boolean isAdmission(HeldObject item) {
    return item.resource().group().equals("admissionregistration.k8s.io");
  }

  private void remove(HeldObject item, ClusterContents now, List<String> done) {
    done.add("delete " + item.key());
    if (PolicySentinel.knows(item.resource())) {
      policies.add(item.resource());
    }
    client.delete(item.path(), DELETE_OPTIONS);
    if (item.resource().resource().equals("namespaces")) {
      finish(item, now);
    } else if (item.isBeingDeleted()) {
      client.patch(item.path(), Patch.MERGE, NO_FINALIZERS);
    }
  }

  /**
   * Ends a namespace that is empty; no namespace controller is there to do so. Not before: in a
   * namespace that is gone nothing can be changed any more, so that what waits for a finalizer
   * there would stay for ever.
   */
  private void finish(HeldObject namespace, ClusterContents now) {
    String name = namespace.key().name();
    boolean empty = now.items().keySet().stream().noneMatch(key -> key.namespace().equals(name));
    if (empty && namespace.isBeingDeleted()) {
      ObjectNode finished = namespace.object().deepCopy();
      finished.set("spec", Json.object());
      client.put(namespace.path() + "/finalize", finished.toString());
    }
  }

  private void bringBack(
      ObjectKey key, HeldObject before, Map<ObjectKey, HeldObject> now, List<String> done) {
    HeldObject current = now.get(key);
    if (current == null) {
      done.add("make " + key + " again");
      client.post(before.resource().path(key.namespace()), before.wanted().toString());
    } else if (!current.wanted().equals(before.wanted())) {
      done.add("change back " + key);
      client.put(current.path(), before.wanted().toString());
    }
  }
}
