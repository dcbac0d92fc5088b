package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSecurityContext.Profile;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.workload.DistributionAdvisory;
import dev.ringfence.engine.workload.DistributionAdvisory.Needs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the {@code kernel} of a node has failed already: its distribution's own advisory names that
 * very package for a published escape. One that needs a user namespace is kept shut by a seccomp
 * profile that is set; one that needs a socket of the kernel's cryptography only by a profile that
 * is newer than the escape.
 */
final class FailedKernel {

  /** The kubelet's setting is not in the API; its default is off. */
  static final Assumption UNFILTERED =
      new Assumption(
          "seccomp-default-off",
          "A pod that names no seccomp profile may make user namespaces, which published escapes"
              + " from the node's kernel need, unless the kubelet has seccompDefault.",
          "off");

  /** Which profile a runtime ships, or what a file on the node says, is not in the API. */
  static final Assumption ALGORITHM_SOCKETS =
      new Assumption(
          "seccomp-lets-af-alg-through",
          "Seccomp profiles may let AF_ALG sockets through, as the runtimes' defaults did until May"
              + " 2026; a published escape from the node's kernel needs them.",
          "let-through");

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

  /** What the escapes need for which advisories name kernels of the class. */
  static Set<Needs> needs(Landscape landscape, int nodeClass) {
    Set<Needs> needs = EnumSet.noneOf(Needs.class);
    for (int member : landscape.placement().nodeClasses().get(nodeClass).members()) {
      DistributionAdvisory.namingKernelOf(landscape.cluster().nodes().get(member))
          .forEach(advisory -> needs.add(advisory.needs()));
    }
    return needs;
  }

  /**
   * What such escapes from a pod rest on, one of them each: an empty list is no way, an empty
   * element a way that rests on nothing.
   */
  static List<Optional<Assumption>> ways(Filter filter, Set<Needs> needs) {
    if (needs.isEmpty() || filter == Filter.NONE) {
      return needs.isEmpty() ? List.of() : List.of(Optional.empty());
    }
    List<Optional<Assumption>> ways = new ArrayList<>();
    if (filter == Filter.UNKNOWN) {
      ways.add(Optional.of(UNFILTERED));
    }
    if (needs.contains(Needs.ALGORITHM_SOCKET)) {
      ways.add(Optional.of(ALGORITHM_SOCKETS));
    }
    return ways;
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
    for (int member : landscape.placement().nodeClasses().get(nodeClass).members()) {
      Node node = landscape.cluster().nodes().get(member);
      List<DistributionAdvisory> naming = DistributionAdvisory.namingKernelOf(node);
      for (DistributionAdvisory advisory : naming) {
        evidence.add(
            node.meta(),
            "status.nodeInfo.kernelVersion",
            node.info().kernelVersion() + ": " + advisory.words());
      }
      if (!naming.isEmpty()) {
        evidence.add(node.meta(), "status.nodeInfo.osImage", node.info().osImage());
        return;
      }
    }
  }
}
