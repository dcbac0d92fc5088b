package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which APIs of policies beside NetworkPolicy are upheld: one counts as upheld where each node on
 * which anything may be enforced upholds it.
 */
final class UpheldKinds {

  private final IdentityLabels identities;
  private final Map<TieredPolicy.Api, PolicySupport> support =
      new EnumMap<>(TieredPolicy.Api.class);

  /**
   * @param unsureUpheld whether somebody vouches for those of which nothing shows it
   */
  UpheldKinds(Cluster cluster, Enforcers enforcers, boolean unsureUpheld) {
    this.identities = IdentityLabels.of(cluster, enforcers);
    for (TieredPolicy.Api api : TieredPolicy.Api.values()) {
      Set<PolicySupport> found = EnumSet.noneOf(PolicySupport.class);
      for (Enforcement enforcement : enforcers.all()) {
        if (enforcement.state() != Enforcement.State.NOT_ENFORCED) {
          found.add(enforcement.support(api));
        }
      }
      PolicySupport one =
          found.isEmpty()
              ? PolicySupport.NO
              : found.size() == 1 ? found.iterator().next() : PolicySupport.UNSURE;
      support.put(api, one == PolicySupport.UNSURE && unsureUpheld ? PolicySupport.YES : one);
    }
  }

  /** Whether there are policies of a kind of which it is not known whether it is upheld. */
  static boolean leavesOpen(Cluster cluster) {
    if (cluster.tieredPolicies().isEmpty()) {
      return false;
    }
    UpheldKinds kinds = new UpheldKinds(cluster, new Enforcers(cluster), false);
    return cluster.tieredPolicies().stream()
        .anyMatch(policy -> kinds.of(policy.api()) == PolicySupport.UNSURE);
  }

  /** By which labels those that uphold policies may not tell pods apart. */
  IdentityLabels identities() {
    return identities;
  }

  PolicySupport of(TieredPolicy.Api api) {
    return Objects.requireNonNull(support.get(api));
  }

  /** Which written policies change nothing. */
  List<String> remarks(Cluster cluster) {
    List<String> remarks = new ArrayList<>();
    for (TieredPolicy.Api api : TieredPolicy.Api.values()) {
      List<TieredPolicy> written =
          cluster.tieredPolicies().stream().filter(policy -> policy.api() == api).toList();
      if (!written.isEmpty() && of(api) == PolicySupport.NO) {
        remarks.add(
            "Nothing here upholds policies such as "
                + written.getFirst().meta().reference()
                + " ("
                + written.size()
                + " of that API): they change nothing");
      }
    }
    skipped(cluster).ifPresent(remarks::add);
    return remarks;
  }

  /** The policies that ask for labels by which pods may not be told apart. */
  private Optional<String> skipped(Cluster cluster) {
    List<ObjectReference> asking = new ArrayList<>();
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      boolean asks =
          identities.isReadBy(policy.podSelector())
              || Stream.of(policy.ingress(), policy.egress())
                  .flatMap(List::stream)
                  .flatMap(rule -> rule.peers().stream())
                  .anyMatch(this::asks);
      if (asks) {
        asking.add(policy.meta().reference());
      }
    }
    return asking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Cilium may not know labels that NetworkPolicies such as "
                + asking.getFirst()
                + " ("
                + asking.size()
                + " of them) select by, as cilium-config or Cilium's defaults leave them out of"
                + " identities: those isolate nobody for certain, and what they allow is open");
  }

  private boolean asks(NetworkPolicy.Peer peer) {
    return (peer.podSelector() != null && identities.isReadBy(peer.podSelector()))
        || (peer.namespaceSelector() != null
            && identities.isReadByNamespaces(peer.namespaceSelector()));
  }
}
