package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * A row of which only an outline stands: steps that surely include the real ones, each resting on
 * the assumption {@code step-<id>-not-examined}. They keep a pair of tenants from holding silently.
 */
abstract class NotExaminedYet implements Row {

  /** The second argument of TRAFFIC facts that mean the traffic of every namespace. */
  static final int EVERY_NAMESPACE = -1;

  private final String id;
  private final String title;

  NotExaminedYet(String id, String title) {
    this.id = id;
    this.title = title;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String title() {
    return title;
  }

  final Assumption assumption() {
    return Assumption.notExamined(id, title);
  }

  final void step(StepSink steps, int conclusion, int premise) {
    steps.to(conclusion).from(premise).assuming(assumption()).add();
  }

  static int everyTraffic(Facts facts) {
    return facts.fact(FactKind.TRAFFIC, EVERY_NAMESPACE);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    // Nothing was looked at; the assumption says so.
  }
}
