package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What policies look at in pods beside their labels and addresses.
 *
 * @param portNames the names of ports that some policy uses
 * @param accounts whether some policy looks at the names of service accounts
 */
record PodTraits(Set<String> portNames, boolean accounts) {

  PodTraits {
    portNames = Set.copyOf(portNames);
  }

  static PodTraits of(WrittenPolicies policies) {
    Set<String> names = new HashSet<>();
    policies.tiered().forEach(policy -> addNames(policy, names));
    policies.standard().forEach(policy -> addNames(policy, names));
    return new PodTraits(names, policies.tiered().stream().anyMatch(PodTraits::readsAccounts));
  }

  /** Whether the policy looks at nothing else. */
  boolean suffice(NetworkPolicy policy) {
    Set<String> wanted = new HashSet<>();
    addNames(policy, wanted);
    return portNames.containsAll(wanted);
  }

  /** The same of a policy of tiers. */
  boolean suffice(TieredPolicy policy) {
    Set<String> wanted = new HashSet<>();
    addNames(policy, wanted);
    return portNames.containsAll(wanted) && (accounts || !readsAccounts(policy));
  }

  private static void addNames(TieredPolicy policy, Set<String> names) {
    addNames(policy.ingress(), names);
    addNames(policy.egress(), names);
  }

  private static void addNames(NetworkPolicy policy, Set<String> names) {
    for (List<NetworkPolicy.Rule> rules : List.of(policy.ingress(), policy.egress())) {
      for (NetworkPolicy.Rule rule : rules) {
        for (NetworkPolicy.Port port : rule.ports()) {
          if (port.name() != null) {
            names.add(port.name());
          }
        }
      }
    }
  }

  private static void addNames(TieredPolicy.@Nullable Section section, Set<String> names) {
    if (section != null) {
      for (TieredPolicy.Rule rule : section.rules()) {
        List<TieredPolicy.Port> ports = rule.ports();
        if (ports != null) {
          for (TieredPolicy.Port port : ports) {
            if (port.name() != null) {
              names.add(port.name());
            }
          }
        }
      }
    }
  }

  private static boolean readsAccounts(TieredPolicy policy) {
    return policy.subject().stream().anyMatch(PodTraits::readsAccounts)
        || readsAccounts(policy.ingress())
        || readsAccounts(policy.egress());
  }

  private static boolean readsAccounts(TieredPolicy.@Nullable Section section) {
    return section != null
        && section.rules().stream()
            .flatMap(TieredPolicy.Rule::simplePeers)
            .anyMatch(PodTraits::readsAccounts);
  }

  private static boolean readsAccounts(TieredPolicy.Peer peer) {
    return peer instanceof TieredPolicy.Peer.Pods pods
        && pods.pods().reads(LabelSelector.SERVICE_ACCOUNT);
  }
}
