package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Amount;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * What a pod asks for in all, by resource: CPU in thousandths, all else in its own unit.
 *
 * <p>Init containers run one after another and before the others, except those that restart, which
 * stay (KEP-753); requests of the pod as a whole stand for its containers' (KEP-2837); overhead
 * comes on top. Source: k8s.io/component-helpers/resource, PodRequests.
 */
final class PodRequests {

  private PodRequests() {}

  static Map<String, Long> of(PodSpec spec) {
    Map<String, Long> total = new HashMap<>();
    Map<String, Long> staying = new HashMap<>();
    Map<String, Long> starting = new HashMap<>();
    for (Container container : spec.containers()) {
      Map<String, Long> own = amounts(container.requests());
      switch (container.type()) {
        case REGULAR -> add(total, own);
        case INIT -> {
          if (container.restartableInit()) {
            add(total, own);
            add(staying, own);
            raise(starting, staying);
          } else {
            Map<String, Long> together = new HashMap<>(own);
            add(together, staying);
            raise(starting, together);
          }
        }
        // Ephemeral containers may not ask for resources.
        case EPHEMERAL -> {}
      }
    }
    raise(total, starting);
    amounts(spec.podRequests())
        .forEach(
            (resource, amount) -> {
              if (isOfWholePods(resource)) {
                total.put(resource, amount);
              }
            });
    add(total, amounts(spec.overhead()));
    return total;
  }

  private static boolean isOfWholePods(String resource) {
    return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
  }

  static Map<String, Long> amounts(Map<String, String> quantities) {
    Map<String, Long> amounts = new HashMap<>();
    quantities.forEach((resource, quantity) -> amounts.put(resource, amount(resource, quantity)));
    return amounts;
  }

  static long amount(String resource, String quantity) {
    return Amount.of(resource, quantity);
  }

  private static void add(Map<String, Long> to, Map<String, Long> amounts) {
    amounts.forEach((resource, amount) -> to.merge(resource, amount, PodRequests::sum));
  }

  private static void raise(Map<String, Long> to, Map<String, Long> amounts) {
    amounts.forEach((resource, amount) -> to.merge(resource, amount, Math::max));
  }

  static long sum(long first, long second) {
    long sum = first + second;
    return ((first ^ sum) & (second ^ sum)) < 0 ? Long.MAX_VALUE : sum;
  }
}
