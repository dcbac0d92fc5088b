package dev.ringfence.engine.judgement;

import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/** The goals of disruption told by resource. */
final class Resources {

  static final int COUNT = Resource.values().length;

  private Resources() {}

  /** The goal's fact, or -1 where no step leads to it. */
  static int goal(Facts facts, int tenant, int resource) {
    return facts.find(FactKind.GOAL, tenant, Goal.FIRST_RESOURCE + resource);
  }

  static String name(int resource) {
    return Resource.values()[resource].word();
  }
}
