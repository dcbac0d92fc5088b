package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which nodes carry the API server or etcd: by role, or by what runs there. */
public final class ControlPlaneNodes {

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
    pods(cluster).forEach(pod -> found.add(cluster.pods().node(pod)));
    return found;
  }

  /** The pods of the API server and etcd that are on nodes. */
  public static IntStream pods(Cluster cluster) {
    int kubeSystem = cluster.namespaceIndex("kube-system");
    return IntStream.range(0, cluster.pods().count())
        .filter(
            pod ->
                cluster.pods().node(pod) >= 0
                    && cluster.pods().namespace(pod) == kubeSystem
                    && isControlPlane(cluster, pod));
  }

  /** The field of a node that gives it the role, or null. */
  public static @Nullable String roleField(Node node) {
    for (int i = 0; i < node.labels().size(); i++) {
      if (ROLES.contains(node.labels().key(i))) {
        return "metadata.labels[" + node.labels().key(i) + "]";
      }
    }
    for (Node.Taint taint : node.taints()) {
      if (ROLES.contains(taint.key())) {
        return "spec.taints[" + taint.key() + "]";
      }
    }
    return null;
  }

  private static boolean hasRole(Node node) {
    return roleField(node) != null;
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
