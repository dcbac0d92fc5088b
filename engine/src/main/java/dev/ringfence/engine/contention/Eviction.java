package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom the kubelet evicts from a node that runs short of memory or disk: first the pods that use
 * more than they request, of those the ones of lower priority, then whoever exceeds most. Whoever
 * drives a node there stays within a request of its own if it likes, so priority protects nobody;
 * only never using more than requested does.
 *
 * <p>Source: Kubernetes documentation, "Node-pressure Eviction", pod selection for kubelet
 * eviction; "Pod Quality of Service Classes".
 */
public final class Eviction {

  /** The classes of the API's {@code status.qosClass}. */
  public enum QualityOfService {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private final String word;

    QualityOfService(String word) {
      this.word = word;
    }

    /** The name in the API. */
    public String word() {
      return word;
    }
  }

  private Eviction() {}

  /** By what its containers request and are limited to; ephemeral containers count nowhere. */
  public static QualityOfService qualityOfService(PodSpec spec) {
    if (!spec.podRequests().isEmpty()) {
      return ofWholePod(spec);
    }
    boolean any = false;
    boolean guaranteed = true;
    for (Container container : spec.containers()) {
      if (container.type() == Container.Type.EPHEMERAL) {
        continue;
      }
      for (String resource : new String[] {"cpu", "memory"}) {
        any |= is(container.requests().get(resource)) || is(container.limits().get(resource));
        guaranteed &= isFixed(container, resource);
      }
    }
    return guaranteed
        ? QualityOfService.GUARANTEED
        : any ? QualityOfService.BURSTABLE : QualityOfService.BEST_EFFORT;
  }

  /** What a pod asks for as a whole stands for what its containers do (KEP-2837). */
  private static QualityOfService ofWholePod(PodSpec spec) {
    boolean any = false;
    boolean guaranteed = true;
    for (String resource : new String[] {"cpu", "memory"}) {
      any |= is(spec.podRequests().get(resource));
      guaranteed &= isFixed(spec.podLimits(), spec.podRequests(), resource);
    }
    return guaranteed
        ? QualityOfService.GUARANTEED
        : any ? QualityOfService.BURSTABLE : QualityOfService.BEST_EFFORT;
  }

  /**
   * Whether a pod may use more of a node's resource than it requests, so that it is among the first
   * to go. Quantities that are spelt differently count as different.
   */
  public static boolean mayExceed(PodSpec spec, Resource resource) {
    return switch (resource) {
      case MEMORY, EPHEMERAL_STORAGE ->
          !isFixed(spec.podLimits(), spec.podRequests(), resource.word())
              && spec.containers().stream()
                  .filter(container -> container.type() != Container.Type.EPHEMERAL)
                  .anyMatch(container -> !isFixed(container, resource.word()));
      // The kubelet ranks by priority alone where processes run short, and evicts for no other.
      case PROCESSES -> true;
      case CPU,
          DISK_IO,
          NETWORK_BANDWIDTH,
          OBJECT_COUNTS,
          VOLUME_STORAGE,
          NODE_PORTS,
          LOAD_BALANCERS,
          API_REQUESTS,
          SHARED_SERVICES,
          SCHEDULING ->
          false;
    };
  }

  /** A limit alone is a request of the same size (the API server's default). */
  private static boolean isFixed(Container container, String resource) {
    return isFixed(container.limits(), container.requests(), resource);
  }

  private static boolean isFixed(
      Map<String, String> limits, Map<String, String> requests, String resource) {
    String limit = limits.get(resource);
    String request = requests.get(resource);
    return limit != null && is(limit) && (request == null || request.equals(limit));
  }

  private static boolean is(@Nullable String quantity) {
    return quantity != null && !quantity.equals("0");
  }
}
