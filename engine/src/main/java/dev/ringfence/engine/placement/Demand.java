package dev.ringfence.engine.placement;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a pod decides on which nodes it could ever be: many specs share one demand, and each
 * demand is tried once on each node class.
 *
 * @param nodeName the node that the author named, past the scheduler
 * @param selectors the pod's nodeSelector and its RuntimeClass's; all must match
 * @param affinities required node affinities: the pod's own and its volumes'; of each one term must
 *     match
 * @param tolerations the pod's and its RuntimeClass's together
 * @param pastScheduler whether the default scheduler is not asked: the pod names its node, or
 *     another scheduler, which may bind it wherever a kubelet takes it
 */
record Demand(
    @Nullable String nodeName,
    List<Map<String, String>> selectors,
    List<List<PodSpec.NodeSelectorTerm>> affinities,
    List<PodSpec.Toleration> tolerations,
    @Nullable String operatingSystem,
    boolean pastScheduler) {

  Demand {
    selectors = List.copyOf(selectors);
    affinities = List.copyOf(affinities);
    tolerations = List.copyOf(tolerations);
  }

  /** Every requirement on a node's labels, nodeSelector entries included. */
  List<LabelSelector.Requirement> labelRequirements() {
    List<LabelSelector.Requirement> requirements = new ArrayList<>();
    for (Map<String, String> selector : selectors) {
      selector.forEach((key, value) -> requirements.add(equal(key, value)));
    }
    for (List<PodSpec.NodeSelectorTerm> affinity : affinities) {
      for (PodSpec.NodeSelectorTerm term : affinity) {
        requirements.addAll(term.matchExpressions());
      }
    }
    return requirements;
  }

  /** Every node name that is named. */
  List<String> nodeNames() {
    List<String> names = new ArrayList<>();
    if (nodeName != null) {
      names.add(nodeName);
    }
    for (List<PodSpec.NodeSelectorTerm> affinity : affinities) {
      for (PodSpec.NodeSelectorTerm term : affinity) {
        term.matchFields().forEach(field -> names.addAll(field.values()));
      }
    }
    return names;
  }

  static LabelSelector.Requirement equal(String key, String value) {
    return new LabelSelector.Requirement(key, LabelSelector.Operator.IN, List.of(value));
  }
}
