package dev.ringfence.engine.judgement;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import java.util.stream.IntStream;

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

  /** Every goal that is a fact below a count: to others no step leads. */
  static int[] all(Landscape landscape, int factCount) {
    IntStream.Builder goals = IntStream.builder();
    for (Tenant tenant : landscape.tenancy().tenants()) {
      for (Goal goal : values()) {
        goals.add(goal.fact(landscape.facts(), tenant.id()));
      }
      for (int resource = 0; resource < Resources.COUNT; resource++) {
        int fact = Resources.goal(landscape.facts(), tenant.id(), resource);
        if (fact >= 0) {
          goals.add(fact);
        }
      }
    }
    return goals.build().filter(fact -> fact < factCount).toArray();
  }

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
