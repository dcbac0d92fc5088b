package dev.ringfence.engine.network;

/**
 * What one rule makes of some ports of a connection in one direction, or a policy of what no rule
 * matches.
 *
 * @param ports those that it decides: no rule before it does
 * @param certain false where it depends on what nothing shows: an address, an order, labels or a
 *     place that whoever makes the pod may choose
 */
public record Ruling(RuleReference rule, Effect effect, PortSet ports, boolean certain) {

  /** What becomes of the ports. */
  public enum Effect {
    LETS_THROUGH,
    STOPS,
    /** The next tier decides. */
    HANDS_ON
  }

  /** The same, if something is as nothing shows it. */
  Ruling perhaps() {
    return new Ruling(rule, effect, ports, false);
  }
}
