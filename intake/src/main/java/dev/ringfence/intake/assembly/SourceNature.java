package dev.ringfence.intake.assembly;

import dev.ringfence.engine.cluster.Cluster.SourceKind;
import dev.ringfence.intake.kind.ReadObject;
import java.util.Set;

/**
 * Tells manifests from a dump. An object that an API server has stored has a uid and a
 * resourceVersion. A source is a dump where all of its objects were stored, or where one of them is
 * something that every cluster has and nobody writes by hand (the namespace kube-system, the
 * ClusterRole cluster-admin, a Node): then objects without uid in it are what somebody means to
 * apply to that cluster. Any other source is manifests, even where some were exported from a
 * cluster and still carry their uid: the bootstrap objects are added, which only adds paths.
 */
final class SourceNature {

  private static final Set<String> OF_EVERY_CLUSTER =
      Set.of(
          "Namespace kube-system", "ClusterRole cluster-admin", "ClusterRoleBinding cluster-admin");

  private int stored;
  private int written;
  private boolean ofEveryCluster;

  void saw(ReadObject object) {
    if (!object.stored()) {
      written++;
      return;
    }
    stored++;
    if (!ofEveryCluster) {
      ofEveryCluster =
          object.kind().equals("Node")
              || OF_EVERY_CLUSTER.contains(object.kind() + " " + object.name());
    }
  }

  boolean isMixed() {
    return stored > 0 && written > 0;
  }

  boolean isEmpty() {
    return stored + written == 0;
  }

  SourceKind kind() {
    boolean dump = stored > 0 && (written == 0 || ofEveryCluster);
    return dump ? SourceKind.DUMP : SourceKind.MANIFESTS;
  }
}
