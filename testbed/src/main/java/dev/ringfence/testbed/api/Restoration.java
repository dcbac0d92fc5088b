package dev.ringfence.testbed.api;

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
 * because controllers may still be working on what was there ({@link Removal}).
 */
public final class Restoration {
  private static final Duration BOUND = Duration.ofSeconds(90);

  private final ApiClient client;
  private final ClusterContents wanted;
  private final Removal removal;

  /** The kinds of admission policies that were taken away, which still refuse for a moment. */
  private final Set<ApiResource> policies = new LinkedHashSet<>();

  public Restoration(ApiClient client, ClusterContents wanted) {
    this.client = client;
    this.wanted = wanted;
    this.removal = new Removal(client);
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
    removal.remove(item, Removal.isNamespace(item) && isEmpty(item.key().name(), now));
  }

  private static boolean isEmpty(String namespace, ClusterContents contents) {
    return contents.items().keySet().stream().noneMatch(key -> key.namespace().equals(namespace));
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
