package dev.ringfence.intake.assembly;

import dev.ringfence.engine.cluster.ClusterBuilder;
import java.util.List;
import java.util.Set;

/** Kinds of which every cluster has objects: where a dump has none, they were left out of it. */
final class DumpGaps {

  private static final List<String> IN_EVERY_CLUSTER =
      List.of(
          "Namespace",
          "Node",
          "Pod",
          "Service",
          "ServiceAccount",
          "ConfigMap",
          "Secret",
          "Role",
          "RoleBinding",
          "ClusterRole",
          "ClusterRoleBinding",
          "PriorityClass");

  private DumpGaps() {}

  static void report(Set<String> kindsSeen, ClusterBuilder builder) {
    for (String kind : IN_EVERY_CLUSTER) {
      if (!kindsSeen.contains(kind)) {
        builder.addUnreadable(kind, "the dump holds no object of this kind");
      }
    }
  }
}
