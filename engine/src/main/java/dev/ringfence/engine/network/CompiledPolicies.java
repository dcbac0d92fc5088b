package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all policies of a cluster say, compiled: ends, peers, both directions, and the classes that
 * follow. A change of some policies or of a label shares what it does not touch.
 *
 * @param asItStands whether pods keep the addresses that they have
 */
record CompiledPolicies(
    Cluster cluster,
    WrittenPolicies policies,
    boolean asItStands,
    UpheldKinds upheldKinds,
    Endpoints endpoints,
    Peers peers,
    Isolation ingress,
    Isolation egress,
    Partition sources,
    Partition destinations) {

  static CompiledPolicies of(
      Cluster cluster, WrittenPolicies policies, boolean asItStands, UpheldKinds upheldKinds) {
    List<LabelSet> labels =
        cluster.namespaces().stream()
            .map(namespace -> namespace.labels().readBy(LabelReads.Reader.NETWORK_POLICIES))
            .toList();
    return of(cluster, policies, asItStands, upheldKinds, labels);
  }

  /**
   * @param labels those of each namespace, which need not be what they were when it was read
   */
  private static CompiledPolicies of(
      Cluster cluster,
      WrittenPolicies policies,
      boolean asItStands,
      UpheldKinds upheldKinds,
      List<LabelSet> labels) {
    Addresses addresses = Addresses.of(cluster, asItStands);
    Endpoints endpoints = new Endpoints(cluster, addresses, policies);
    Peers peers = new Peers(labels, endpoints, addresses, upheldKinds.identities());
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
      WrittenPolicies changed, Peers othersPeers, Isolation into, Isolation outOf) {
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
   * The same with one NetworkPolicy changed: only the endpoints of its namespace are looked at
   * again, unless the policy tells pods apart that none did before; then all.
   */
  CompiledPolicies with(@Nullable NetworkPolicy before, @Nullable NetworkPolicy after) {
    List<NetworkPolicy> standard = policies.standard();
    int index = before == null ? standard.size() : standard.indexOf(before);
    if (index < 0) {
      throw new IllegalArgumentException("no such policy: " + before);
    }
    List<NetworkPolicy> all = new ArrayList<>(standard);
    NetworkPolicy next = after == null ? withoutEffect(before) : after;
    if (index == all.size()) {
      all.add(next);
    } else {
      all.set(index, next);
    }
    WrittenPolicies changed = new WrittenPolicies(all, policies.tiered());
    int namespace = cluster.namespaceIndex(next.meta().namespace());
    if (policies.isEmpty() || namespace < 0 || !endpoints.suffice(next)) {
      return of(cluster, changed, asItStands, upheldKinds, peers.namespaceLabels());
    }
    return with(
        changed,
        peers,
        ingress.with(changed.standard(), index, namespace),
        egress.with(changed.standard(), index, namespace));
  }

  /**
   * Whether {@link #with} looks at the policy's namespace alone, so that ends, peers and grants
   * keep their numbers.
   */
  boolean keepsNumbers(@Nullable NetworkPolicy before, @Nullable NetworkPolicy after) {
    NetworkPolicy either = after == null ? before : after;
    return !policies.isEmpty()
        && either != null
        && cluster.namespaceIndex(either.meta().namespace()) >= 0
        && (after == null || endpoints.suffice(after));
  }

  /** The same of a cluster that differs in nothing that is read here but by {@link #with}. */
  CompiledPolicies in(Cluster changed) {
    return new CompiledPolicies(
        changed,
        policies,
        asItStands,
        upheldKinds,
        endpoints,
        peers,
        ingress,
        egress,
        sources,
        destinations);
  }

  /** In the place of a policy that goes, so that the others keep their numbers. */
  private static NetworkPolicy withoutEffect(@Nullable NetworkPolicy policy) {
    if (policy == null) {
      throw new IllegalArgumentException("neither a policy before nor one after");
    }
    return new NetworkPolicy(
        policy.meta(), policy.podSelector(), false, false, List.of(), List.of());
  }

  /** The same with other policies of tiers: only those to whom they apply are looked at again. */
  CompiledPolicies with(List<TieredPolicy> gone, List<TieredPolicy> come) {
    List<TieredPolicy> all = new ArrayList<>(policies.tiered());
    for (TieredPolicy policy : gone) {
      if (!all.remove(policy)) {
        throw new IllegalArgumentException("no such policy: " + policy);
      }
    }
    all.addAll(come);
    WrittenPolicies changed = new WrittenPolicies(policies.standard(), all);
    if (policies.isEmpty() || !come.stream().allMatch(endpoints::suffice)) {
      return of(cluster, changed, asItStands, upheldKinds, peers.namespaceLabels());
    }
    return with(
        changed,
        peers,
        ingress.with(ingress.tiers().with(gone, come)),
        egress.with(egress.tiers().with(gone, come)));
  }

  /** Whether {@link #relabelled} keeps the numbers of ends, peers and grants. */
  boolean keepsNumbersOfPeers() {
    return !peers.identities().concernsNamespaces();
  }

  /** The same with other labels on a namespace. */
  CompiledPolicies relabelled(int namespace, LabelSet read) {
    LabelSet labels = read.readBy(LabelReads.Reader.NETWORK_POLICIES);
    LabelSet before = peers.namespaceLabels().get(namespace);
    if (!keepsNumbersOfPeers()) {
      List<LabelSet> all = new ArrayList<>(peers.namespaceLabels());
      all.set(namespace, labels);
      return of(cluster, policies, asItStands, upheldKinds, all);
    }
    Peers relabelled = peers.relabelled(namespace, labels);
    return with(
        policies,
        relabelled,
        ingress.with(relabelled, ingress.tiers().relabelled(relabelled, before, labels)),
        egress.with(relabelled, egress.tiers().relabelled(relabelled, before, labels)));
  }
}
