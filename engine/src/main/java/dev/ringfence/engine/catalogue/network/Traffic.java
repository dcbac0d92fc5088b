package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/** Traffic that is meant for others. */
final class Traffic {

  /** The argument of TRAFFIC facts that mean the traffic of every namespace. */
  static final int EVERY_NAMESPACE = -1;

  private Traffic() {}

  static int ofEveryNamespace(Facts facts) {
    return facts.fact(FactKind.TRAFFIC, EVERY_NAMESPACE);
  }
}
