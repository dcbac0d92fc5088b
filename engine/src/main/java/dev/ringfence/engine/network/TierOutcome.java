package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.TieredPolicy;

/**
 * What becomes of a connection, as sets of ports: accepted, or else denied. It is told twice: what
 * is certain, and what may be if every doubt is settled in favour of the connection.
 */
record TierOutcome(PortSet accepted, PortSet mayAccept) {

  static final TierOutcome DENIED = new TierOutcome(PortSet.NONE, PortSet.NONE);
  static final TierOutcome ACCEPTED = new TierOutcome(PortSet.ALL, PortSet.ALL);

  /**
   * The ports that a rule matches at one other end.
   *
   * @param surely whatever the end is
   * @param byChoice some of the ends that stand behind one: it is enough if one gets through
   * @param perhaps if a doubt is granted
   */
  record Matched(PortSet surely, PortSet byChoice, PortSet perhaps) {
    static final Matched NOTHING = new Matched(PortSet.NONE, PortSet.NONE, PortSet.NONE);

    boolean isEmpty() {
      return surely.isEmpty() && byChoice.isEmpty() && perhaps.isEmpty();
    }

    PortSet any() {
      return surely.or(byChoice).or(perhaps);
    }
  }

  /** This is what follows if a rule in front of it does not match. */
  TierOutcome behind(TieredPolicy.Action action, Matched matched, TierOutcome nextTier) {
    TierOutcome then =
        switch (action) {
          case ACCEPT -> ACCEPTED;
          case DENY -> DENIED;
          case PASS -> nextTier;
        };
    TierOutcome result = over(matched.surely(), then);
    result = result.over(matched.byChoice(), result.better(then));
    return result.over(matched.perhaps(), result.either(then));
  }

  /** The other outcome for these ports, this one for the rest. */
  TierOutcome over(PortSet ports, TierOutcome other) {
    if (ports.isEmpty()) {
      return this;
    }
    if (ports.isAll()) {
      return other;
    }
    return new TierOutcome(
        accepted.minus(ports).or(other.accepted.and(ports)),
        mayAccept.minus(ports).or(other.mayAccept.and(ports)));
  }

  /** Both are to be had, so the better one counts. */
  TierOutcome better(TierOutcome other) {
    return new TierOutcome(accepted.or(other.accepted), mayAccept.or(other.mayAccept));
  }

  /** It is one of the two: the worse is certain, the better may be. */
  TierOutcome either(TierOutcome other) {
    return new TierOutcome(accepted.and(other.accepted), mayAccept.or(other.mayAccept));
  }
}
