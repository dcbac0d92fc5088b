package dev.ringfence.policy.advice;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.EnumMap;
import java.util.Map;

/** The depth that each pattern promises between two tenants of it, with every control in force. */
public final class Promise {

  private Promise() {}

  /** Depths by stake. */
  public static Map<Stake, Integer> of(Pattern pattern) {
    return switch (pattern) {
      case SHARED -> depths(1, 1, 1, 0, 0);
      case DEDICATED_NODES -> depths(2, 2, 1, 1, 1);
      case DEDICATED_NODES_WITH_HOST_PRIVILEGES -> depths(1, 1, 1, 1, 0);
      case SANDBOXED -> depths(2, 1, 1, 0, 1);
      case SANDBOXED_DEDICATED_NODES -> depths(2, 2, 1, 1, 1);
      case DEDICATED_CLUSTER, EPHEMERAL_CLUSTER -> depths(2, 2, 1, 1, 1);
    };
  }

  /** The same for a tenant with users of its own or pods that use the API of the cluster. */
  public static Map<Stake, Integer> withApi(Pattern pattern) {
    Map<Stake, Integer> depths = of(pattern);
    if (!isCluster(pattern)) {
      depths.computeIfPresent(Stake.TAKEOVER, (stake, depth) -> Math.min(1, depth));
      depths.computeIfPresent(Stake.READ, (stake, depth) -> Math.min(1, depth));
    }
    return depths;
  }

  /** Whether the pattern is a cluster of its own. */
  public static boolean isCluster(Pattern pattern) {
    return pattern == Pattern.DEDICATED_CLUSTER || pattern == Pattern.EPHEMERAL_CLUSTER;
  }

  /** Whether the tenant's pods get nodes of their own. */
  public static boolean hasOwnNodes(Pattern pattern) {
    return pattern == Pattern.DEDICATED_NODES
        || pattern == Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES
        || pattern == Pattern.SANDBOXED_DEDICATED_NODES;
  }

  /** Whether the tenant's pods run in a sandbox. */
  public static boolean isSandboxed(Pattern pattern) {
    return pattern == Pattern.SANDBOXED || pattern == Pattern.SANDBOXED_DEDICATED_NODES;
  }

  private static Map<Stake, Integer> depths(
      int takeover, int read, int reach, int disrupt, int observe) {
    Map<Stake, Integer> depths = new EnumMap<>(Stake.class);
    depths.put(Stake.TAKEOVER, takeover);
    depths.put(Stake.READ, read);
    depths.put(Stake.REACH, reach);
    depths.put(Stake.DISRUPT, disrupt);
    depths.put(Stake.OBSERVE, observe);
    return depths;
  }
}
