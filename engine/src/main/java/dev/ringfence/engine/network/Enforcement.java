package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of NetworkPolicies on some nodes.
 *
 * @param product names the boundary, so two names of one implementation are one product
 * @param kinds the APIs beside NetworkPolicy that it upholds, or may; those left out it does not
 * @param signs what shows it; empty where nothing was found
 */
public record Enforcement(
    String product, State state, List<Sign> signs, Map<TieredPolicy.Api, PolicySupport> kinds) {

  /** The arguments of enforcers' containers that say whether they enforce. */
  public static final Set<String> FLAGS =
      Set.of(EnforcerSignature.AWS_SWITCH, EnforcerSignature.KUBE_ROUTER_SWITCH);

  /** The environment variables of enforcers' containers that say how they enforce. */
  public static final Set<String> VARIABLES = Set.of(EnforcerSignature.AWS_MODE);

  /** Whether policies hold. */
  public enum State {
    ENFORCED,
    /** They hold, but a pod that starts is open until the agent has what applies to it. */
    ENFORCED_ONCE_STARTED,
    /** Shown not to hold: nothing on the node looks at policies. */
    NOT_ENFORCED,
    /** Nothing found that enforces, or it may be switched off where that cannot be seen. */
    UNKNOWN
  }

  /** Something that the reader can look at. */
  public record Sign(ObjectMeta object, String field, String value) {}

  public Enforcement {
    signs = List.copyOf(signs);
    kinds = Map.copyOf(kinds);
  }

  /** Whether policies of an API beside NetworkPolicy are upheld too. */
  public PolicySupport support(TieredPolicy.Api api) {
    return kinds.getOrDefault(api, PolicySupport.NO);
  }
}
