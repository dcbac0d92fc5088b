package dev.ringfence.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits until the controllers have made what they make: each has seen its objects as they are now,
 * and says of its sets what is there; the scheduler says of each pod where it runs or that it
 * cannot; and two looks show the same pods. A pause alone would be too short for a slow machine.
 */
public final class ControllersAtRest {

  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(700);

  /** Kinds of sets, and where their controllers write how many pods they have. */
  private static final Map<String, String> SETS =
      Map.of(
          "replicasets", "/status/replicas",
          "statefulsets", "/status/replicas",
          "daemonsets", "/status/currentNumberScheduled");

  private final ApiClient administrator;
  private String before = "";

  private ControllersAtRest(ApiClient administrator) {
    this.administrator = administrator;
  }

  /** Returns when they are. */
  public static void await(ApiClient administrator) {
    ControllersAtRest looks = new ControllersAtRest(administrator);
    Await.until("the controllers to rest", BOUND, looks::unrest);
  }

  private Optional<String> unrest() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    StringBuilder now = new StringBuilder();
    Map<String, Integer> staying = new HashMap<>();
    Map<String, Integer> all = new HashMap<>();
    for (JsonNode pod : items("/api/v1/pods")) {
      now.append(pod.at("/metadata/name")).append(pod.at("/spec/nodeName"));
      if (isUnseen(pod)) {
        return Optional.of("the scheduler has not seen " + pod.at("/metadata/name"));
      }
      String owner = pod.at("/metadata/ownerReferences/0/uid").asText();
      all.merge(owner, 1, Integer::sum);
      // Without kubelets a pod that was on a node stays for ever while it ends; some controllers
      // count it, others do not.
      if (!pod.at("/metadata").has("deletionTimestamp")) {
        staying.merge(owner, 1, Integer::sum);
      }
    }
    boolean same = now.toString().equals(before);
    before = now.toString();
    if (!same) {
      return Optional.of("pods still change");
    }
    for (JsonNode deployment : items("/apis/apps/v1/deployments")) {
      if (isStale(deployment)) {
        return Optional.of("nobody has seen " + deployment.at("/metadata/name"));
      }
    }
    return SETS.entrySet().stream()
        .map(kind -> miscounted(kind.getKey(), kind.getValue(), staying, all))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isUnseen(JsonNode pod) {
    if (pod.at("/spec/nodeName").isTextual()) {
      return false;
    }
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("PodScheduled")) {
        return false;
      }
    }
    return true;
  }

  /** A set whose controller has not yet seen which pods it has: it was slow, and is not at rest. */
  private Optional<String> miscounted(
      String kind, String count, Map<String, Integer> staying, Map<String, Integer> all) {
    for (JsonNode set : items("/apis/apps/v1/" + kind)) {
      String uid = set.at("/metadata/uid").asText();
      int said = set.at(count).asInt();
      int least = staying.getOrDefault(uid, 0);
      int most = all.getOrDefault(uid, 0);
      if (isStale(set) || said < least || said > most) {
        return Optional.of(
            "%s has %d pods: %s"
                .formatted(set.at("/metadata/name").asText(), most, set.path("status")));
      }
    }
    return Optional.empty();
  }

  private static boolean isStale(JsonNode object) {
    return object.at("/status/observedGeneration").asLong()
        < object.at("/metadata/generation").asLong();
  }

  private List<JsonNode> items(String path) {
    return List.copyOf(
        administrator.get(path).orThrow().json().path("items").valueStream().toList());
  }
}
