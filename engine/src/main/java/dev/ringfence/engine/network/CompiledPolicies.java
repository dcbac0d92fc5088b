package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all policies of a cluster say, compiled: ends, peers, both directions, and the classes that
 * follow. A change of one policy or label shares what it does not touch.
 *
 * @param policies in the order of their numbers; one that went stands there without effect
 * @param asItStands whether pods keep the addresses that they have
 */
record CompiledPolicies(
    Cluster cluster,
    List<NetworkPolicy> policies,
    boolean asItStands,
    UpheldKinds upheldKinds,
    Endpoints endpoints,
    Peers peers,
    Isolation ingress,
    Isolation egress,
    Partition sources,
    Partition destinations) {

  static CompiledPolicies of(
      Cluster cluster, List<NetworkPolicy> policies, boolean asItStands, UpheldKinds upheldKinds) {
    Addresses addresses = Addresses.of(cluster, asItStands);
    Endpoints endpoints = new Endpoints(cluster, addresses, policies);
    Peers peers = new Peers(cluster, endpoints, addresses);
    Isolation ingress =
        new Isolation(Direction.INGRESS, cluster, endpoints, peers, policies, upheldKinds);
    Isolation egress =
        new Isolation(Direction.EGRESS, cluster, endpoints, peers, policies, upheldKinds);
    return new CompiledPolicies(
        cluster,
        policies,
        asItStands,
        upheldKinds,
        endpoints,
        peers,
        ingress,
        egress,
        Classes.sources(endpoints, peers, ingress, egress),
        Classes.destinations(endpoints, peers, ingress, egress));
  }

  private CompiledPolicies with(
      List<NetworkPolicy> changed, Peers othersPeers, Isolation into, Isolation outOf) {
    return new CompiledPolicies(
        cluster,
        changed,
        asItStands,
        upheldKinds,
        endpoints,
        othersPeers,
        into,
        outOf,
        Classes.sources(endpoints, othersPeers, into, outOf),
        Classes.destinations(endpoints, othersPeers, into, outOf));
  }

  /**
   * The same with one policy changed: only the endpoints of its namespace are looked at again,
   * unless the policy tells pods apart that none did before, or there are tiers; then all.
   */
  CompiledPolicies with(@Nullable NetworkPolicy before, @Nullable NetworkPolicy after) {
    int index = before == null ? policies.size() : policies.indexOf(before);
    if (index < 0) {
      throw new IllegalArgumentException("no such policy: " + before);
    }
    List<NetworkPolicy> changed = new ArrayList<>(policies);
    NetworkPolicy next = after == null ? withoutEffect(before) : after;
    if (index == policies.size()) {
      changed.add(next);
    } else {
      changed.set(index, next);
    }
    int namespace = cluster.namespaceIndex(next.meta().namespace());
    if (!cluster.tieredPolicies().isEmpty()
        || policies.isEmpty()
        || namespace < 0
        || !endpoints.suffice(next)) {
      return of(cluster, changed, asItStands, upheldKinds);
    }
    return with(
        changed,
        peers,
        ingress.with(changed, index, namespace),
        egress.with(changed, index, namespace));
  }

  /** In the place of a policy that goes, so that the others keep their numbers. */
  private static NetworkPolicy withoutEffect(@Nullable NetworkPolicy policy) {
    if (policy == null) {
      throw new IllegalArgumentException("neither a policy before nor one after");
    }
    return new NetworkPolicy(
        policy.meta(), policy.podSelector(), false, false, List.of(), List.of());
  }

  /** The same with other labels on a namespace; not for clusters with tiers. */
  CompiledPolicies relabelled(int namespace, LabelSet labels) {
    if (!cluster.tieredPolicies().isEmpty()) {
      throw new IllegalStateException("policies of tiers select namespaces too");
    }
    Peers relabelled = peers.relabelled(namespace, labels);
    return with(policies, relabelled, ingress.with(relabelled), egress.with(relabelled));
  }
}
