package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.NetworkPolicy;

/**
 * One peer of one rule of a policy.
 *
 * @param peer the peer's index in the rule, or -1 where the rule names none and so means everyone
 */
public record RuleReference(NetworkPolicy policy, Direction direction, int rule, int peer) {

  /** The path in the policy, for example {@code spec.ingress[0].from[1]}. */
  public String field() {
    String path = "spec." + direction.field() + "[" + rule + "]";
    return peer < 0 ? path : path + "." + direction.peerField() + "[" + peer + "]";
  }

  /** What stands there, in short. */
  public String value() {
    NetworkPolicy.Rule written = direction.rules(policy).get(rule);
    return (peer < 0 ? "any peer" : Wording.peer(written.peers().get(peer)))
        + ", "
        + Wording.ports(written.ports());
  }
}
