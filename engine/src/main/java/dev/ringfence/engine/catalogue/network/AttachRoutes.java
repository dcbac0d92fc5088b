package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Facts;

/**
 * N6: attaches a route to a Gateway that lets all or selected namespaces, or uses a ReferenceGrant.
 *
 * <p>Outline: a place from which API requests can be made; all traffic. Breaks: none.
 */
final class AttachRoutes extends NotExaminedYet {

  AttachRoutes() {
    super("N6", "attaches routes to a Gateway of others");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    step(steps, everyTraffic(facts), facts.apiPlace());
  }
}
