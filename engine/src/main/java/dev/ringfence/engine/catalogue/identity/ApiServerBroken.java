package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;

/**
 * Whoever can connect to the API is one failure of its authentication or authorization away from
 * everything, with whatever identity or none.
 */
final class ApiServerBroken implements Row {

  @Override
  public String id() {
    return "api-server";
  }

  @Override
  public String title() {
    return "breaks the API server's authentication or authorization";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    steps
        .to(landscape.facts().everything())
        .from(landscape.facts().apiPlace())
        .breaking(Boundaries.apiServer())
        .add();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    // The place from which the API is reached has the evidence.
  }
}
