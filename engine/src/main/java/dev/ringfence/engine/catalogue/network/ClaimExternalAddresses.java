package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Facts;

/**
 * N3: gives one's own Service an external address (externalIPs, status.loadBalancer) that others
 * send to.
 *
 * <p>Outline: a place from which API requests can be made; all traffic. Breaks: none.
 */
final class ClaimExternalAddresses extends NotExaminedYet {

  ClaimExternalAddresses() {
    super("N3", "claims external addresses of others");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    step(steps, everyTraffic(facts), facts.apiPlace());
  }
}
