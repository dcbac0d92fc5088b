package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Who is on which node now, and what they asked for. Pods that wait, and those that have completed,
 * take nothing.
 */
final class Occupancy {

  private final Cluster cluster;
  private final int[][] podsOfNode;
  private final Map<String, long[]> requested = new HashMap<>();
  private final IdentityHashMap<PodSpec, Map<String, Long>> requests = new IdentityHashMap<>();

  Occupancy(Cluster cluster) {
    this.cluster = cluster;
    int nodes = cluster.nodes().size();
    int[] counts = new int[nodes];
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (isBound(pod)) {
        counts[cluster.pods().node(pod)]++;
      }
    }
    this.podsOfNode = new int[nodes][];
    for (int node = 0; node < nodes; node++) {
      podsOfNode[node] = new int[counts[node]];
    }
    Arrays.fill(counts, 0);
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (isBound(pod)) {
        int node = cluster.pods().node(pod);
        podsOfNode[node][counts[node]++] = pod;
        requestsOf(cluster.pods().spec(pod))
            .forEach(
                (resource, amount) -> {
                  long[] column = requested.computeIfAbsent(resource, ignored -> new long[nodes]);
                  column[node] = PodRequests.sum(column[node], amount);
                });
      }
    }
  }

  private boolean isBound(int pod) {
    return cluster.pods().node(pod) >= 0 && !cluster.pods().completed(pod);
  }

  Cluster cluster() {
    return cluster;
  }

  /** The pods on a node now, in the order of the cluster's pods. */
  int[] pods(int node) {
    return podsOfNode[node];
  }

  /** Whether a pod is on a node now, apart from the candidate itself. */
  boolean isThere(int pod, Candidate candidate) {
    return pod != candidate.self();
  }

  /** What a spec asks for; equal specs are one object. */
  Map<String, Long> requestsOf(PodSpec spec) {
    return requests.computeIfAbsent(spec, PodRequests::of);
  }

  /** How many pods are on the node, and what is asked for there, without the candidate itself. */
  int count(int node, Candidate candidate) {
    return podsOfNode[node].length - (isOn(node, candidate) ? 1 : 0);
  }

  long requested(String resource, int node, Candidate candidate) {
    long[] column = requested.get(resource);
    if (column == null) {
      return 0;
    }
    long own = isOn(node, candidate) ? requestsOf(candidate.spec()).getOrDefault(resource, 0L) : 0L;
    return column[node] - own;
  }

  private boolean isOn(int node, Candidate candidate) {
    return candidate.self() >= 0
        && cluster.pods().node(candidate.self()) == node
        && !cluster.pods().completed(candidate.self());
  }
}
