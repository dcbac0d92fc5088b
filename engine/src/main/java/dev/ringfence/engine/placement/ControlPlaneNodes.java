package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import java.util.HashSet;
import java.util.Set;

/** Which nodes carry the API server or etcd: by role, or by what runs there. */
final class ControlPlaneNodes {

  static final String ROLE_PREFIX = "node-role.kubernetes.io/";

  private static final Set<String> ROLES =
      Set.of(ROLE_PREFIX + "control-plane", ROLE_PREFIX + "master", ROLE_PREFIX + "etcd");

  private ControlPlaneNodes() {}

  /** Indexes in the cluster's nodes. */
  static Set<Integer> of(Cluster cluster) {
    Set<Integer> found = new HashSet<>();
    for (int index = 0; index < cluster.nodes().size(); index++) {
      if (hasRole(cluster.nodes().get(index))) {
        found.add(index);
      }
    }
    int kubeSystem = cluster.namespaceIndex("kube-system");
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      int node = cluster.pods().node(pod);
      if (node >= 0
          && cluster.pods().namespace(pod) == kubeSystem
          && isControlPlane(cluster, pod)) {
        found.add(node);
      }
    }
    return found;
  }

  private static boolean hasRole(Node node) {
    for (int i = 0; i < node.labels().size(); i++) {
      if (ROLES.contains(node.labels().key(i))) {
        return true;
      }
    }
    for (Node.Taint taint : node.taints()) {
      if (ROLES.contains(taint.key())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isControlPlane(Cluster cluster, int pod) {
    for (Container container : cluster.pods().spec(pod).containers()) {
      String repository = container.imageRepository();
      if (repository.endsWith("/kube-apiserver") || repository.endsWith("/etcd")) {
        return true;
      }
    }
    return false;
  }
}
