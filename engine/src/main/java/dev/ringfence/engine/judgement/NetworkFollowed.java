package dev.ringfence.engine.judgement;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Followed;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.NetworkChange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network and what became of it.
 *
 * @param change null where it is the same
 */
record NetworkFollowed(Network before, Network now, @Nullable NetworkChange change) {

  /**
   * Follows a change.
   *
   * @return null where the network has to be analysed anew
   */
  static @Nullable NetworkFollowed of(Network network, Cluster cluster, Set<Followed.Kind> kinds) {
    if (!kinds.contains(Followed.Kind.NETWORK_POLICIES)
        && !kinds.contains(Followed.Kind.POLICY_LABELS)) {
      return new NetworkFollowed(network, network, null);
    }
    Network before = network.keepingPlan();
    Network now = before.following(cluster);
    return now == null ? null : new NetworkFollowed(before, now, now.since(before));
  }
}
