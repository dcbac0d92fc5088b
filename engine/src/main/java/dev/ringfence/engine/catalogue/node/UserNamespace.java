package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Workloads;

/** Whether a user namespace of its own confines what a pod's spec gives it (E11, KEP-127). */
enum UserNamespace {
  /** It asks for one, and the node's handler says that it can. */
  CONFINES,
  /** It asks for one, and no node was read that could say. */
  ASSUMED,
  ABSENT;

  static final Assumption UNSUPPORTED =
      new Assumption(
          "user-namespaces-unsupported",
          "Nodes that were not read may not support user namespaces, so that hostUsers: false has"
              + " no effect there.",
          "unsupported");

  static UserNamespace of(Landscape landscape, PodPowers powers, int nodeClass) {
    if (!powers.wantsUserNamespace()) {
      return ABSENT;
    }
    Node node = PodEvidence.node(landscape, nodeClass);
    return switch (Workloads.hasUserNamespaces(node, powers.runtime())) {
      case YES -> CONFINES;
      case NO -> ABSENT;
      case UNKNOWN -> node.assumed() ? ASSUMED : ABSENT;
    };
  }
}
