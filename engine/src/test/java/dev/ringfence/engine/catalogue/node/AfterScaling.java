package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import org.jspecify.annotations.Nullable;

/** A row that looks at what {@link ScalingRights} names, after that has named it. */
record AfterScaling(Row row) implements Row {

  @Override
  public String id() {
    return row.id();
  }

  @Override
  public String title() {
    return row.title();
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    new ScalingRights().derive(landscape, new StepSink(new Nowhere(), landscape.assumptions()));
    row.derive(landscape, steps);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    row.explain(landscape, step, evidence);
  }

  private static final class Nowhere implements StepSink.Target {
    @Override
    public void step(
        int row,
        int conclusion,
        int[] premises,
        int[] boundaries,
        int[] assumptions,
        long @Nullable [] attackers) {}

    @Override
    public void start(int tenant, int fact, int[] assumptions) {}
  }
}
