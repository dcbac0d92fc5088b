package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodSpec.PodAffinityTerm;

/** Whether a pod affinity or anti-affinity term of one pod selects another. */
final class TermMatch {

  private TermMatch() {}

  /**
   * @param ownerNamespace of the pod that has the term, where the term names none
   * @param ownerLabels for the term's matchLabelKeys and mismatchLabelKeys
   */
  static boolean selects(
      Cluster cluster,
      PodAffinityTerm term,
      int ownerNamespace,
      LabelSet ownerLabels,
      int namespace,
      LabelSet labels) {
    LabelSelector selector = term.labelSelector();
    return selector != null
        && selectsNamespace(cluster, term, ownerNamespace, namespace)
        && selector.matches(labels)
        && agree(term, ownerLabels, labels);
  }

  /** Neither list nor selector means the owner's namespace; an empty selector means all. */
  private static boolean selectsNamespace(
      Cluster cluster, PodAffinityTerm term, int ownerNamespace, int namespace) {
    LabelSelector selector = term.namespaceSelector();
    if (term.namespaces().isEmpty() && selector == null) {
      return ownerNamespace == namespace;
    }
    return term.namespaces().contains(cluster.namespaces().get(namespace).name())
        || (selector != null && selector.matches(cluster.namespaces().get(namespace).labels()));
  }

  /** The API server makes {@code key in (value)} and {@code key notin (value)} of these keys. */
  private static boolean agree(PodAffinityTerm term, LabelSet ownerLabels, LabelSet labels) {
    for (String key : term.matchLabelKeys()) {
      String value = ownerLabels.get(key);
      if (value != null && !value.equals(labels.get(key))) {
        return false;
      }
    }
    for (String key : term.mismatchLabelKeys()) {
      String value = ownerLabels.get(key);
      if (value != null && value.equals(labels.get(key))) {
        return false;
      }
    }
    return true;
  }
}
