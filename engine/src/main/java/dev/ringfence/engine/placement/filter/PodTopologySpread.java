package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Topology spread constraints with DoNotSchedule. */
final class PodTopologySpread implements Filter {

  private final Occupancy occupancy;
  private final Cluster cluster;

  PodTopologySpread(Occupancy occupancy) {
    this.occupancy = occupancy;
    this.cluster = occupancy.cluster();
  }

  @Override
  public String name() {
    return "PodTopologySpread";
  }

  /**
   * @param matches how many pods of the domain's nodes the constraint selects, by domain
   * @param least what the emptiest domain has
   * @param self 1 where the pod itself is selected
   */
  private record Spread(
      TopologySpreadConstraint constraint, Map<String, Integer> matches, int least, int self) {}

  @Override
  public Verdict of(Candidate pod) {
    List<TopologySpreadConstraint> constraints = new ArrayList<>();
    for (TopologySpreadConstraint constraint : pod.spec().topologySpreadConstraints()) {
      if (constraint.doNotSchedule()) {
        constraints.add(constraint);
      }
    }
    if (constraints.isEmpty()) {
      return Verdict.PASSES;
    }
    List<Spread> spreads = new ArrayList<>();
    for (TopologySpreadConstraint constraint : constraints) {
      spreads.add(count(pod, constraint, constraints));
    }
    return node -> {
      LabelSet labels = cluster.nodes().get(node).labels();
      for (Spread spread : spreads) {
        String key = spread.constraint().topologyKey();
        String domain = labels.get(key);
        if (domain == null) {
          return "has no label " + key + ", which a topology spread constraint asks for";
        }
        long skew =
            (long) spread.matches().getOrDefault(domain, 0) + spread.self() - spread.least();
        if (skew > spread.constraint().maxSkew()) {
          return "the skew over " + key + " would be " + skew;
        }
      }
      return null;
    };
  }

  private Spread count(
      Candidate pod, TopologySpreadConstraint constraint, List<TopologySpreadConstraint> all) {
    Map<String, Integer> matches = new HashMap<>();
    for (int node = 0; node < cluster.nodes().size(); node++) {
      Node one = cluster.nodes().get(node);
      String domain = one.labels().get(constraint.topologyKey());
      if (domain != null && hasAllKeys(one, all) && isIncluded(pod, constraint, one)) {
        matches.merge(domain, count(pod, constraint, node), Integer::sum);
      }
    }
    int domains = matches.size();
    Integer minimum = constraint.minDomains();
    int least = matches.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    if (domains < (minimum == null ? 1 : minimum)) {
      least = 0;
    }
    int self = selects(constraint, pod, pod.labels()) ? 1 : 0;
    return new Spread(constraint, matches, least, self);
  }

  private static boolean hasAllKeys(Node node, List<TopologySpreadConstraint> constraints) {
    for (TopologySpreadConstraint constraint : constraints) {
      if (node.labels().get(constraint.topologyKey()) == null) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIncluded(Candidate pod, TopologySpreadConstraint constraint, Node node) {
    return (!constraint.honorNodeAffinity() || NodeAffinity.matches(pod.spec(), node))
        && (!constraint.honorNodeTaints() || TaintToleration.toleratesAll(pod, node));
  }

  private int count(Candidate pod, TopologySpreadConstraint constraint, int node) {
    if (isEmpty(constraint, pod)) {
      return 0;
    }
    int count = 0;
    for (int other : occupancy.pods(node)) {
      if (occupancy.isThere(other, pod)
          && cluster.pods().namespace(other) == pod.namespace()
          && selects(constraint, pod, cluster.pods().labels(other))) {
        count++;
      }
    }
    return count;
  }

  /**
   * The scheduler counts no pod for a selector that selects everything, though it counts the one
   * that is to be placed (countPodsMatchSelector); a differential test found it.
   */
  private static boolean isEmpty(TopologySpreadConstraint constraint, Candidate pod) {
    LabelSelector selector = constraint.labelSelector();
    return selector != null
        && selector.isEmpty()
        && constraint.matchLabelKeys().stream().allMatch(key -> pod.labels().get(key) == null);
  }

  private static boolean selects(
      TopologySpreadConstraint constraint, Candidate pod, LabelSet labels) {
    LabelSelector selector = constraint.labelSelector();
    if (selector == null || !selector.matches(labels)) {
      return false;
    }
    for (String key : constraint.matchLabelKeys()) {
      String value = pod.labels().get(key);
      if (value != null && !value.equals(labels.get(key))) {
        return false;
      }
    }
    return true;
  }
}
