package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.List;

/**
 * All policies of a cluster.
 *
 * @param standard NetworkPolicies, in the order of their numbers; one that went stands there
 *     without effect
 * @param tiered those whose rules are tried in order
 */
record WrittenPolicies(List<NetworkPolicy> standard, List<TieredPolicy> tiered) {

  WrittenPolicies {
    standard = List.copyOf(standard);
    tiered = List.copyOf(tiered);
  }

  static WrittenPolicies of(Cluster cluster) {
    return new WrittenPolicies(cluster.networkPolicies(), cluster.tieredPolicies());
  }

  boolean isEmpty() {
    return standard.isEmpty() && tiered.isEmpty();
  }
}
