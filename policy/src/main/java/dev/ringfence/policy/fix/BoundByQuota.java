package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Policies;
import java.util.Map;
import java.util.TreeMap;

/** A ResourceQuota that bounds everything that one can; the numbers are for people to set. */
record BoundByQuota(String namespace) implements Repair {

  private static final String NAME = "ringfence-bounds";

  private static final Map<String, String> HARD =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("requests.cpu", "8"),
              Map.entry("limits.cpu", "16"),
              Map.entry("requests.memory", "16Gi"),
              Map.entry("limits.memory", "32Gi"),
              Map.entry("requests.ephemeral-storage", "20Gi"),
              Map.entry("limits.ephemeral-storage", "40Gi"),
              Map.entry("requests.storage", "100Gi"),
              Map.entry("persistentvolumeclaims", "20"),
              Map.entry("pods", "100"),
              Map.entry("services", "20"),
              Map.entry("services.nodeports", "0"),
              Map.entry("services.loadbalancers", "0"),
              Map.entry("count/secrets", "100"),
              Map.entry("count/configmaps", "100"),
              Map.entry("count/jobs.batch", "100"),
              Map.entry("count/cronjobs.batch", "50"),
              Map.entry("count/deployments.apps", "50"),
              Map.entry("count/replicasets.apps", "500"),
              Map.entry("count/statefulsets.apps", "50"),
              Map.entry("count/daemonsets.apps", "10"),
              Map.entry("count/controllerrevisions.apps", "500"),
              Map.entry("count/replicationcontrollers", "50"),
              Map.entry("count/serviceaccounts", "50"),
              Map.entry("count/horizontalpodautoscalers.autoscaling", "50"),
              Map.entry("count/ingresses.networking.k8s.io", "50"),
              Map.entry("count/networkpolicies.networking.k8s.io", "50"),
              Map.entry("count/poddisruptionbudgets.policy", "50"),
              Map.entry("count/roles.rbac.authorization.k8s.io", "50"),
              Map.entry("count/rolebindings.rbac.authorization.k8s.io", "50")));

  @Override
  public String title() {
    return "bound namespace " + namespace + " by a ResourceQuota";
  }

  @Override
  public String breaks(Cluster cluster) {
    int index = cluster.namespaceIndex(namespace);
    int refused = 0;
    for (var podClass : cluster.podClasses()) {
      if (podClass.namespace() == index) {
        for (Container container : podClass.spec().containers()) {
          if (!container.limits().containsKey("cpu") || !container.limits().containsKey("memory")) {
            refused += podClass.count();
            break;
          }
        }
      }
    }
    return "new pods without limits are refused ("
        + refused
        + " of today's have none; a LimitRange gives them some); set the numbers to what it needs";
  }

  @Override
  public int cost() {
    return 1;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.add(
        new Policies.ResourceQuota(
            Manifest.meta("ResourceQuota", namespace, NAME), HARD, java.util.List.of(), false));
  }

  @Override
  public String patch() {
    StringBuilder hard = new StringBuilder();
    HARD.forEach(
        (name, value) ->
            hard.append("    ").append(name).append(": \"").append(value).append("\"\n"));
    return Manifest.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: %s, namespace: %s}
        spec:
          hard:
        %s"""
            .formatted(NAME, namespace, hard));
  }
}
