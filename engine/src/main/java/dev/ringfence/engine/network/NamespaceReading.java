package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.TieredPolicy;
import org.jspecify.annotations.Nullable;

/** Whether policies of tiers read those labels of a namespace in which two sets of them differ. */
final class NamespaceReading {

  private NamespaceReading() {}

  /** Whether one direction of a policy means others with one set of labels than with another. */
  static boolean differs(
      TieredPolicy policy, TieredPolicy.@Nullable Section section, LabelSet one, LabelSet other) {
    if (policy.subject().stream().anyMatch(pods -> differs(pods.namespaces(), one, other))) {
      return true;
    }
    return section != null
        && section.rules().stream()
            .flatMap(TieredPolicy.Rule::simplePeers)
            .anyMatch(
                peer ->
                    switch (peer) {
                      case TieredPolicy.Peer.Pods pods -> differs(pods.namespaces(), one, other);
                      case TieredPolicy.Peer.NetworkSets sets ->
                          sets.namespaces() != null && differs(sets.namespaces(), one, other);
                      case TieredPolicy.Peer.Networks networks -> false;
                      case TieredPolicy.Peer.Nodes nodes -> false;
                      case TieredPolicy.Peer.Hosts found -> false;
                      case TieredPolicy.Peer.Names names -> false;
                      case TieredPolicy.Peer.Outside outside -> false;
                      case TieredPolicy.Peer.Anything anything -> false;
                      case TieredPolicy.Peer.Every every -> false; // Its peers come by themselves.
                    });
  }

  private static boolean differs(LabelSelector selector, LabelSet one, LabelSet other) {
    return selector.matches(one) != selector.matches(other);
  }
}
