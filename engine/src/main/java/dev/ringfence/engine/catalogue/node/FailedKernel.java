package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSecurityContext.Profile;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.workload.DistributionAdvisory;
import org.jspecify.annotations.Nullable;

/**
 * Where the {@code kernel} of a node has failed already: its distribution's own advisory names that
 * very package for a published escape. Such an escape needs a user namespace, so a seccomp profile
 * that is set keeps it shut.
 */
final class FailedKernel {

  /** The kubelet's setting is not in the API; its default is off. */
  static final Assumption UNFILTERED =
      new Assumption(
          "seccomp-default-off",
          "A pod that names no seccomp profile may make user namespaces, which published escapes"
              + " from the node's kernel need, unless the kubelet has seccompDefault.",
          "off");

  /** What keeps the pod from the escape. */
  enum Filter {
    /** Some container is unconfined. */
    NONE,
    /** Some container names no profile. */
    UNKNOWN,
    /** Every container has one. */
    ALL
  }

  private FailedKernel() {}

  /** A node of the class whose kernel an advisory names, or null. */
  static @Nullable Node of(Landscape landscape, int nodeClass) {
    for (int member : landscape.placement().nodeClasses().get(nodeClass).members()) {
      Node node = landscape.cluster().nodes().get(member);
      if (DistributionAdvisory.namingKernelOf(node) != null) {
        return node;
      }
    }
    return null;
  }

  static Filter filter(PodSpec spec) {
    Filter weakest = Filter.ALL;
    for (Container container : spec.containers()) {
      Profile own = container.securityContext().seccomp();
      Profile profile = own == null ? spec.securityContext().seccomp() : own;
      boolean unconfined =
          container.securityContext().isPrivileged()
              || (profile != null && profile.type().equals("Unconfined"));
      if (unconfined) {
        return Filter.NONE;
      }
      if (profile == null) {
        weakest = Filter.UNKNOWN;
      }
    }
    return weakest;
  }

  static void explain(Landscape landscape, int nodeClass, EvidenceSink evidence) {
    Node node = of(landscape, nodeClass);
    DistributionAdvisory advisory = node == null ? null : DistributionAdvisory.namingKernelOf(node);
    if (node != null && advisory != null) {
      evidence.add(node.meta(), "status.nodeInfo.osImage", node.info().osImage());
      evidence.add(
          node.meta(),
          "status.nodeInfo.kernelVersion",
          node.info().kernelVersion() + ": " + advisory.words());
    }
  }
}
