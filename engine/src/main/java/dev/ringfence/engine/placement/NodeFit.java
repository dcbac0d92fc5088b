package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod could ever be on a node: the filters that no change of other pods, of free
 * resources or of a node's health undoes.
 *
 * <p>What is unknown fits. A node that was only assumed has a name that means nothing, and no label
 * that the cloud or the kubelet would set by itself; the stand-in without any labels fits every
 * selector.
 */
final class NodeFit {

  /** Labels that a kubelet or a cloud sets, so that a declared pool need not list them. */
  private static final Set<String> SET_BY_THEMSELVES =
      Set.of(
          "kubernetes.io/hostname",
          "kubernetes.io/os",
          "kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "beta.kubernetes.io/arch",
          "node.kubernetes.io/instance-type",
          "beta.kubernetes.io/instance-type",
          "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region");

  /**
   * Taints that controllers put on and take off with a node's health or age, so that a pod which
   * does not tolerate them comes later: the well-known taints of the API reference, the cloud
   * provider's and autoscaler's, and those that CNI and CSI agents remove when they are ready.
   */
  private static final Set<String> TRANSIENT_TAINTS =
      Set.of(
          "node.kubernetes.io/not-ready",
          "node.kubernetes.io/unreachable",
          "node.kubernetes.io/memory-pressure",
          "node.kubernetes.io/disk-pressure",
          "node.kubernetes.io/pid-pressure",
          "node.kubernetes.io/network-unavailable",
          "node.kubernetes.io/unschedulable",
          "node.kubernetes.io/out-of-service",
          "node.cloudprovider.kubernetes.io/uninitialized",
          "node.cloudprovider.kubernetes.io/shutdown",
          "node.cluster.x-k8s.io/uninitialized",
          "node.cilium.io/agent-not-ready",
          "ebs.csi.aws.com/agent-not-ready",
          "efs.csi.aws.com/agent-not-ready",
          "ToBeDeletedByClusterAutoscaler",
          "DeletionCandidateOfClusterAutoscaler",
          "karpenter.sh/disruption",
          "karpenter.sh/disrupted",
          "karpenter.sh/unregistered");

  private NodeFit() {}

  /**
   * Labels of kubernetes.io and k8s.io that a kubelet may set on its own node; others of those
   * domains it may not (NodeRestriction, isKubeletLabel), any other label it may.
   */
  private static final Set<String> KUBELET_PREFIXES =
      Set.of("kubelet.kubernetes.io", "node.kubernetes.io");

  /** Which filter stands between the pod and the node, or null where none does. */
  static @Nullable Filter refusedBy(Demand demand, Node node) {
    return refusedBy(demand, node, false);
  }

  /**
   * @param lying whether the node gives itself whatever labels its credentials let it set; taints
   *     it may not change
   */
  static @Nullable Filter refusedBy(Demand demand, Node node, boolean lying) {
    String nodeName = demand.nodeName();
    if (nodeName != null && !node.assumed() && !nodeName.equals(node.name())) {
      return Filter.NODE_NAME;
    }
    if (differ(demand.operatingSystem(), operatingSystem(node))) {
      return Filter.OPERATING_SYSTEM;
    }
    for (Map<String, String> selector : demand.selectors()) {
      for (Map.Entry<String, String> entry : selector.entrySet()) {
        if (!matches(Demand.equal(entry.getKey(), entry.getValue()), node, lying)) {
          return Filter.NODE_SELECTOR;
        }
      }
    }
    for (List<PodSpec.NodeSelectorTerm> affinity : demand.affinities()) {
      if (!anyTermMatches(affinity, node, lying)) {
        return Filter.NODE_AFFINITY;
      }
    }
    return toleratesAll(demand, node) ? null : Filter.TAINT;
  }

  /** The filters of <em>ever</em>. */
  enum Filter {
    NODE_NAME,
    OPERATING_SYSTEM,
    NODE_SELECTOR,
    NODE_AFFINITY,
    TAINT
  }

  /** The node's operating system by its kubelet's words; empty where unknown. */
  static String operatingSystem(Node node) {
    if (!node.info().operatingSystem().isEmpty()) {
      return node.info().operatingSystem();
    }
    String label = node.labels().get("kubernetes.io/os");
    return label == null ? "" : label;
  }

  private static boolean differ(@Nullable String wanted, String actual) {
    return wanted != null && !actual.isEmpty() && !wanted.equals(actual);
  }

  /**
   * A pod that names its node or another scheduler goes past the default one, and so past
   * NoSchedule; its kubelet still refuses it for a NoExecute taint and for selectors (canAdmitPod
   * in the kubelet's sources).
   */
  private static boolean toleratesAll(Demand demand, Node node) {
    for (Node.Taint taint : node.taints()) {
      boolean counts =
          taint.effect().equals("NoExecute")
              || (taint.effect().equals("NoSchedule") && !demand.pastScheduler());
      if (counts && !isTransient(taint) && !tolerates(demand.tolerations(), taint)) {
        return false;
      }
    }
    return true;
  }

  static boolean isTransient(Node.Taint taint) {
    return TRANSIENT_TAINTS.contains(taint.key());
  }

  private static boolean tolerates(List<PodSpec.Toleration> tolerations, Node.Taint taint) {
    for (PodSpec.Toleration toleration : tolerations) {
      if (toleration.tolerates(taint)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyTermMatches(
      List<PodSpec.NodeSelectorTerm> terms, Node node, boolean lying) {
    for (PodSpec.NodeSelectorTerm term : terms) {
      boolean empty = term.matchExpressions().isEmpty() && term.matchFields().isEmpty();
      if (!empty && termMatches(term, node, lying)) {
        return true;
      }
    }
    return false;
  }

  private static boolean termMatches(PodSpec.NodeSelectorTerm term, Node node, boolean lying) {
    for (LabelSelector.Requirement requirement : term.matchExpressions()) {
      if (!matches(requirement, node, lying)) {
        return false;
      }
    }
    for (LabelSelector.Requirement field : term.matchFields()) {
      if (!node.assumed() && !fieldMatches(field, node.name())) {
        return false;
      }
    }
    return true;
  }

  /** {@code metadata.name} is the only field, and In and NotIn the only operators on it. */
  private static boolean fieldMatches(LabelSelector.Requirement field, String nodeName) {
    boolean listed = field.values().contains(nodeName);
    return field.operator() == LabelSelector.Operator.NOT_IN ? !listed : listed;
  }

  private static boolean matches(LabelSelector.Requirement requirement, Node node, boolean lying) {
    if (lying && isSetByKubelet(requirement.key())) {
      return true;
    }
    if (node.assumed()) {
      boolean unknown =
          node.labels().size() == 0
              || (SET_BY_THEMSELVES.contains(requirement.key())
                  && node.labels().get(requirement.key()) == null);
      if (unknown) {
        return true;
      }
    }
    return requirement.matches(node.labels());
  }

  private static boolean isSetByKubelet(String key) {
    int slash = key.indexOf('/');
    String domain = slash < 0 ? "" : key.substring(0, slash);
    boolean ofKubernetes =
        domain.equals("kubernetes.io")
            || domain.endsWith(".kubernetes.io")
            || domain.equals("k8s.io")
            || domain.endsWith(".k8s.io");
    if (!ofKubernetes || SET_BY_THEMSELVES.contains(key)) {
      return true;
    }
    for (String prefix : KUBELET_PREFIXES) {
      if (domain.equals(prefix) || domain.endsWith("." + prefix)) {
        return true;
      }
    }
    return false;
  }
}
