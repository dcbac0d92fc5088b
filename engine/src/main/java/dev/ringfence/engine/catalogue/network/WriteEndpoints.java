package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * N4: writes Endpoints or EndpointSlices: routes one's own Service to another's pods, past
 * policies, or takes over a Service.
 *
 * <p>Outline: a place from which API requests can be made; all traffic, and a connection to every
 * pod. Breaks: none.
 */
final class WriteEndpoints extends NotExaminedYet {

  WriteEndpoints() {
    super("N4", "writes endpoints that point to others, or takes over a Service");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    step(steps, everyTraffic(facts), facts.apiPlace());
    step(steps, facts.fact(FactKind.SENDS_FREELY), facts.apiPlace());
    for (int each = 0; each < landscape.network().enforcements().size(); each++) {
      step(steps, facts.fact(FactKind.PAST_ENFORCER, each), facts.apiPlace());
    }
  }
}
