package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.PodAffinityTerm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Required pod affinity of the pod, and required anti-affinity of the pod and of those that are
 * there. Affinity asks that one pod match all terms; the first pod of a group that would be its own
 * neighbour may go anywhere that has the topology's labels.
 */
final class InterPodAffinity implements Filter {

  private record Pair(String key, String value) {}

  private final Occupancy occupancy;
  private final Cluster cluster;
  private final List<Integer> repelling = new ArrayList<>();

  InterPodAffinity(Occupancy occupancy) {
    this.occupancy = occupancy;
    this.cluster = occupancy.cluster();
    for (int node = 0; node < cluster.nodes().size(); node++) {
      for (int pod : occupancy.pods(node)) {
        if (!cluster.pods().spec(pod).requiredPodAntiAffinity().isEmpty()) {
          repelling.add(pod);
        }
      }
    }
  }

  @Override
  public String name() {
    return "InterPodAffinity";
  }

  @Override
  public Verdict of(Candidate pod) {
    PodSpec spec = pod.spec();
    Set<Pair> repelled = repelledFrom(pod);
    Set<Pair> wanted = neighbours(pod, spec.requiredPodAffinity(), true);
    Set<Pair> unwanted = neighbours(pod, spec.requiredPodAntiAffinity(), false);
    boolean first = wanted.isEmpty() && matchesAll(pod, pod.namespace(), pod.labels());
    return node -> {
      LabelSet labels = cluster.nodes().get(node).labels();
      boolean all = true;
      for (PodAffinityTerm term : spec.requiredPodAffinity()) {
        String value = labels.get(term.topologyKey());
        if (value == null) {
          return "has no label " + term.topologyKey() + ", which the pod affinity asks for";
        }
        all &= wanted.contains(new Pair(term.topologyKey(), value));
      }
      if (!all && !first) {
        return "has no pod in its topology that the pod affinity asks for";
      }
      for (PodAffinityTerm term : spec.requiredPodAntiAffinity()) {
        String value = labels.get(term.topologyKey());
        if (value != null && unwanted.contains(new Pair(term.topologyKey(), value))) {
          return "has a pod in its topology that the pod anti-affinity keeps away from";
        }
      }
      for (Pair pair : repelled) {
        if (pair.value().equals(labels.get(pair.key()))) {
          return "has a pod in its topology whose anti-affinity keeps this one away";
        }
      }
      return null;
    };
  }

  private Set<Pair> repelledFrom(Candidate pod) {
    Set<Pair> pairs = new HashSet<>();
    for (int other : repelling) {
      if (!occupancy.isThere(other, pod)) {
        continue;
      }
      LabelSet node = cluster.nodes().get(cluster.pods().node(other)).labels();
      for (PodAffinityTerm term : cluster.pods().spec(other).requiredPodAntiAffinity()) {
        String value = node.get(term.topologyKey());
        if (value != null
            && TermMatch.selects(
                cluster,
                term,
                cluster.pods().namespace(other),
                cluster.pods().labels(other),
                pod.namespace(),
                pod.labels())) {
          pairs.add(new Pair(term.topologyKey(), value));
        }
      }
    }
    return pairs;
  }

  /**
   * @param together whether a neighbour must match all terms, as for affinity
   */
  private Set<Pair> neighbours(Candidate pod, List<PodAffinityTerm> terms, boolean together) {
    Set<Pair> pairs = new HashSet<>();
    if (terms.isEmpty()) {
      return pairs;
    }
    for (int node = 0; node < cluster.nodes().size(); node++) {
      LabelSet labels = cluster.nodes().get(node).labels();
      for (int other : occupancy.pods(node)) {
        if (!occupancy.isThere(other, pod)) {
          continue;
        }
        int namespace = cluster.pods().namespace(other);
        LabelSet otherLabels = cluster.pods().labels(other);
        if (together && !matchesAll(pod, namespace, otherLabels)) {
          continue;
        }
        for (PodAffinityTerm term : terms) {
          String value = labels.get(term.topologyKey());
          if (value != null && (together || selects(pod, term, namespace, otherLabels))) {
            pairs.add(new Pair(term.topologyKey(), value));
          }
        }
      }
    }
    return pairs;
  }

  private boolean matchesAll(Candidate pod, int namespace, LabelSet labels) {
    for (PodAffinityTerm term : pod.spec().requiredPodAffinity()) {
      if (!selects(pod, term, namespace, labels)) {
        return false;
      }
    }
    return true;
  }

  private boolean selects(Candidate pod, PodAffinityTerm term, int namespace, LabelSet labels) {
    return TermMatch.selects(cluster, term, pod.namespace(), pod.labels(), namespace, labels);
  }
}
