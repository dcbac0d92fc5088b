package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import org.jspecify.annotations.Nullable;

/**
 * Where the connection of a path comes from, found by going back along the path: steps join all who
 * send alike, and only the path tells which of them it is about.
 *
 * @param endpoint the pod, or a node of the class
 * @param pastEgress whether what enforces its egress policies had to fail on the way
 */
record Sender(int endpoint, boolean pastEgress) {

  /** Null where the path does not tell: a step looked at by itself, or labels that fit whoever. */
  static @Nullable Sender of(StepView connecting, Landscape landscape, Routes routes) {
    Facts facts = landscape.facts();
    boolean pastEgress = false;
    StepView step = connecting;
    while (step != null) {
      int premise = step.premise(0);
      switch (facts.kind(premise)) {
        case CODE_ON -> {
          return new Sender(landscape.network().endpointOf(facts.a(premise)), pastEgress);
        }
        case HOST_NETWORK -> {
          int node = landscape.placement().nodeClasses().get(facts.a(premise)).example();
          return new Sender(landscape.network().endpointOfNode(node), pastEgress);
        }
        case SENDS_AS ->
            pastEgress |=
                routes.enforcementOf(premise) >= 0
                    && (facts.kind(step.conclusion()) == FactKind.SENDS_AS);
        default -> {}
      }
      step = step.leadingTo(premise);
    }
    return null;
  }
}
