package dev.ringfence.enforce.rehearsal;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.Profiles;
import dev.ringfence.policy.traits.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a namespace has already more of than its quota would allow: it runs on, and nothing can be
 * added or made anew.
 */
final class Exceeded {

  private Exceeded() {}

  static List<String> by(Cluster cluster, Fence fence) {
    Map<String, String> hard = Profiles.quota(fence.settings());
    List<String> exceeded = new ArrayList<>();
    for (String namespace : fence.namespaces()) {
      used(cluster, namespace)
          .forEach(
              (resource, used) -> {
                String limit = hard.get(resource);
                if (limit != null && used > Amount.of(limit)) {
                  exceeded.add(
                      "new pods and objects in "
                          + namespace
                          + ": its quota of "
                          + resource
                          + " is "
                          + limit
                          + ", in use is "
                          + (used == Math.rint(used)
                              ? String.valueOf(Math.round(used))
                              : String.valueOf(used)));
                }
              });
    }
    return exceeded;
  }

  private static Map<String, Double> used(Cluster cluster, String namespace) {
    Map<String, Double> used = new TreeMap<>();
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      String owner = cluster.namespaces().get(cluster.pods().namespace(pod)).name();
      if (owner.equals(namespace) && !cluster.pods().completed(pod)) {
        int replicas = cluster.pods().replicas(pod);
        used.merge("pods", (double) replicas, Double::sum);
        for (Container container : cluster.pods().spec(pod).containers()) {
          if (container.type() == Container.Type.REGULAR) {
            add("requests.", container.requests(), replicas, used);
            add("limits.", container.limits(), replicas, used);
          }
        }
      }
    }
    for (Service service : cluster.services()) {
      if (service.meta().namespace().equals(namespace)) {
        used.merge("services", 1.0, Double::sum);
        if (service.type().equals("LoadBalancer")) {
          used.merge("services.loadbalancers", 1.0, Double::sum);
        }
        if (service.ports().stream().anyMatch(port -> port.nodePort() > 0)
            || service.type().equals("NodePort")) {
          used.merge("services.nodeports", 1.0, Double::sum);
        }
      }
    }
    return used;
  }

  private static void add(
      String prefix, Map<String, String> amounts, int replicas, Map<String, Double> used) {
    amounts.forEach(
        (resource, amount) ->
            used.merge(prefix + resource, replicas * Amount.of(amount), Double::sum));
  }
}
