package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.TieredPolicy;

/**
 * One rule of a policy, or one peer of one.
 *
 * @param field the path in the policy, for example {@code spec.ingress[0].from[1]}
 * @param value what stands there, in short
 */
public record RuleReference(ObjectMeta policy, String field, String value) {

  /**
   * A rule of a NetworkPolicy.
   *
   * @param peer the peer's index in the rule, or -1 where the rule names none and so means everyone
   */
  static RuleReference of(NetworkPolicy policy, Direction direction, int rule, int peer) {
    String path = "spec." + direction.field() + "[" + rule + "]";
    NetworkPolicy.Rule written = direction.rules(policy).get(rule);
    return new RuleReference(
        policy.meta(),
        peer < 0 ? path : path + "." + direction.peerField() + "[" + peer + "]",
        (peer < 0 ? "any peer" : Wording.peer(written.peers().get(peer)))
            + ", "
            + Wording.ports(written.ports()));
  }

  /** A rule of a policy of a tier. */
  static RuleReference of(TieredPolicy policy, TieredPolicy.Rule rule) {
    return new RuleReference(
        policy.meta(), rule.field(), rule.action() + ", " + Wording.tierPorts(rule.ports()));
  }

  /** What isolates: a NetworkPolicy lets through what its rules allow, and stops the rest. */
  static RuleReference ofRest(NetworkPolicy policy, Direction direction) {
    return new RuleReference(
        policy.meta(),
        "spec.policyTypes",
        direction.policyType() + ", it selects the pod, and none of its rules lets this through");
  }

  /** The same of a policy of a tier at whose end what no rule matches is denied. */
  static RuleReference ofRest(TieredPolicy policy, Direction direction) {
    return policy.tier() == TieredPolicy.PROFILE_TIER
        ? new RuleReference(policy.meta(), "spec.profiles", "no profile lets this through")
        : new RuleReference(
            policy.meta(),
            "spec." + direction.field(),
            policy.api() == TieredPolicy.Api.CALICO
                ? "it selects the pod, and no rule of its tier matches: the tier denies the rest"
                : "it selects the pod, and no rule of any policy lets this through");
  }
}
