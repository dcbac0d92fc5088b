package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Followed;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What policies say after a few of them have changed, or labels that only they read, with the
 * numbers of before.
 *
 * @param gone as they were read
 */
record FollowedPolicies(
    CompiledPolicies compiled, List<NetworkPolicy> gone, List<NetworkPolicy> come) {

  /** More changes at once than this are not followed one by one. */
  private static final int MOST_AT_ONCE = 16;

  /** More peers than this, and than policies have most often, are most of them nobody's. */
  private static final int MOST_PEERS = 4096;

  /**
   * Follows a change.
   *
   * @param before what was compiled
   * @param changed which differs in nothing else that is read here
   * @return null where all has to be compiled anew
   */
  static @Nullable FollowedPolicies of(CompiledPolicies known, Cluster before, Cluster changed) {
    List<NetworkPolicy> now = changed.networkPolicies();
    List<NetworkPolicy> gone = Followed.beside(before.networkPolicies(), now);
    List<NetworkPolicy> come = Followed.beside(now, before.networkPolicies());
    // What is gone leaves its place, and peers that nobody means are there still.
    boolean worn =
        known.policies().standard().size() > 2 * now.size() + MOST_AT_ONCE
            || known.peers().count() > 4 * now.size() + MOST_PEERS;
    if (worn || gone.size() + come.size() > MOST_AT_ONCE || !before.tieredPolicies().isEmpty()) {
      return null;
    }
    @Nullable CompiledPolicies compiled = relabelled(known, before, changed);
    if (gone.size() == 1 && come.size() == 1 && areOfOneNamespace(gone.get(0), come.get(0))) {
      compiled = changed(compiled, gone.get(0), come.get(0));
    } else {
      for (NetworkPolicy policy : gone) {
        compiled = changed(compiled, policy, null);
      }
      for (NetworkPolicy policy : come) {
        compiled = changed(compiled, null, policy);
      }
    }
    return compiled == null ? null : new FollowedPolicies(compiled.in(changed), gone, come);
  }

  /** With other labels on namespaces; null where peers could not keep their numbers. */
  private static @Nullable CompiledPolicies relabelled(
      CompiledPolicies known, Cluster before, Cluster changed) {
    int[] others = changed.namespacesBeside(before);
    if (others.length > MOST_AT_ONCE || (others.length > 0 && !known.keepsNumbersOfPeers())) {
      return null;
    }
    CompiledPolicies compiled = known;
    for (int namespace : others) {
      compiled = compiled.relabelled(namespace, changed.namespaces().get(namespace).labels());
    }
    return compiled;
  }

  private static boolean areOfOneNamespace(NetworkPolicy one, NetworkPolicy other) {
    return one.meta().namespace().equals(other.meta().namespace());
  }

  private static @Nullable CompiledPolicies changed(
      @Nullable CompiledPolicies compiled,
      @Nullable NetworkPolicy before,
      @Nullable NetworkPolicy after) {
    return compiled == null || !compiled.keepsNumbers(before, after)
        ? null
        : compiled.with(before, after);
  }

  /** By which labels policies tell namespaces apart now. */
  NamespaceSelectors selectors(NamespaceSelectors before) {
    return before.with(gone, come);
  }
}
