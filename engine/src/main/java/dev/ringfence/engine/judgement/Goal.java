package dev.ringfence.engine.judgement;

import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.verdict.Stake;

/**
 * What the proof searches for, for each victim: its five stakes, disruption twice (by what
 * Kubernetes can bound, and by anything shared), and one goal for each shared resource.
 */
enum Goal {
  TAKEOVER,
  READ,
  REACH,
  /** Disruption by deeds and by what Kubernetes can bound. */
  DISRUPT,
  /** Disruption by anything, bandwidth and shared services included. */
  DISRUPT_BY_ANYTHING,
  OBSERVE;

  /** Goals from this number on are one for each resource of the contention room. */
  static final int FIRST_RESOURCE = 8;

  int fact(Facts facts, int tenant) {
    return facts.fact(FactKind.GOAL, tenant, ordinal());
  }

  /** Disruption of a tenant by one resource alone. */
  static int resourceFact(Facts facts, int tenant, int resource) {
    return facts.fact(FactKind.GOAL, tenant, FIRST_RESOURCE + resource);
  }

  /** The goal of a stake. */
  static Goal of(Stake stake, boolean countsUnboundable) {
    return switch (stake) {
      case TAKEOVER -> TAKEOVER;
      case READ -> READ;
      case REACH -> REACH;
      case DISRUPT -> countsUnboundable ? DISRUPT_BY_ANYTHING : DISRUPT;
      case OBSERVE -> OBSERVE;
    };
  }
}
