package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.NodeSelectorTerm;
import java.util.List;
import java.util.Map;

/** {@code spec.nodeSelector} and required node affinity. */
final class NodeAffinity implements Filter {

  private final Cluster cluster;

  NodeAffinity(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "NodeAffinity";
  }

  @Override
  public Verdict of(Candidate pod) {
    PodSpec spec = pod.spec();
    if (spec.nodeSelector().isEmpty() && spec.requiredNodeAffinity() == null) {
      return Verdict.PASSES;
    }
    return node -> {
      Node one = cluster.nodes().get(node);
      for (Map.Entry<String, String> entry : spec.nodeSelector().entrySet()) {
        if (!entry.getValue().equals(one.labels().get(entry.getKey()))) {
          return "has no label " + entry.getKey() + "=" + entry.getValue();
        }
      }
      return affinityMatches(spec, one) ? null : "matches no term of the required node affinity";
    };
  }

  /** Whether the node selector and the required affinity let the pod onto the node. */
  static boolean matches(PodSpec spec, Node node) {
    for (Map.Entry<String, String> entry : spec.nodeSelector().entrySet()) {
      if (!entry.getValue().equals(node.labels().get(entry.getKey()))) {
        return false;
      }
    }
    return affinityMatches(spec, node);
  }

  private static boolean affinityMatches(PodSpec spec, Node node) {
    List<NodeSelectorTerm> terms = spec.requiredNodeAffinity();
    return terms == null || anyMatches(terms, node);
  }

  static boolean anyMatches(List<NodeSelectorTerm> terms, Node node) {
    for (NodeSelectorTerm term : terms) {
      if (term.matches(node.labels(), node.name())) {
        return true;
      }
    }
    return false;
  }
}
