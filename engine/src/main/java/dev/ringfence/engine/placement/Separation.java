package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.List;

/**
 * Required pod anti-affinity, as far as it certainly keeps two pods off one node: both go through
 * the default scheduler, which honours the terms of either, and the node has the term's topology
 * label, so that one node is one domain.
 */
final class Separation {

  private final Cluster cluster;
  private final List<NodeClass> nodeClasses;

  Separation(Cluster cluster, List<NodeClass> nodeClasses) {
    this.cluster = cluster;
    this.nodeClasses = nodeClasses;
  }

  boolean certain(PodClass first, PodClass second, int nodeClass) {
    if (!isScheduled(first.spec()) || !isScheduled(second.spec())) {
      return false;
    }
    Node node = cluster.nodes().get(nodeClasses.get(nodeClass).example());
    return keepsAway(first, second, node) || keepsAway(second, first, node);
  }

  /** A pod that names its node, or that another scheduler places, is bound by nobody's terms. */
  private static boolean isScheduled(PodSpec spec) {
    return spec.nodeName() == null && spec.schedulerName().equals("default-scheduler");
  }

  private boolean keepsAway(PodClass owner, PodClass other, Node node) {
    for (PodSpec.PodAffinityTerm term : owner.spec().requiredPodAntiAffinity()) {
      if (node.labels().get(term.topologyKey()) != null && selects(term, owner, other)) {
        return true;
      }
    }
    return false;
  }

  private boolean selects(PodSpec.PodAffinityTerm term, PodClass owner, PodClass other) {
    LabelSelector selector = term.labelSelector();
    if (selector == null
        || !selector.matches(other.labels())
        || !selectsNamespace(term, owner, other)) {
      return false;
    }
    for (String key : term.matchLabelKeys()) {
      String value = owner.labels().get(key);
      if (value != null && !value.equals(other.labels().get(key))) {
        return false;
      }
    }
    for (String key : term.mismatchLabelKeys()) {
      String value = owner.labels().get(key);
      if (value != null && value.equals(other.labels().get(key))) {
        return false;
      }
    }
    return true;
  }

  /** Neither list nor selector means the owner's namespace; an empty selector means all. */
  private boolean selectsNamespace(PodSpec.PodAffinityTerm term, PodClass owner, PodClass other) {
    LabelSelector selector = term.namespaceSelector();
    if (term.namespaces().isEmpty() && selector == null) {
      return owner.namespace() == other.namespace();
    }
    return term.namespaces().contains(cluster.namespaces().get(other.namespace()).name())
        || (selector != null
            && selector.matches(cluster.namespaces().get(other.namespace()).labels()));
  }
}
