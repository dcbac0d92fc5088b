package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;

/**
 * A row that no code examines yet: coarser premises and a wider conclusion than the catalogue's, on
 * the assumption that the step is possible, so that nothing holds silently.
 *
 * @param coarse names the steps, each assuming what it is given
 */
record Unexamined(String id, String title, Coarse coarse) implements Row {

  /** The over-approximation. */
  interface Coarse {
    void derive(Landscape landscape, StepSink steps, Assumption assumption);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    coarse.derive(landscape, steps, Assumption.notExamined(id, title));
  }

  /** Nothing was looked at, so there is nothing to show but the assumption itself. */
  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {}
}
