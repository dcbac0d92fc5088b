package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;

/**
 * A row that is not examined yet and begins with code in a pod: if it is as bad as feared, code in
 * every pod that meets its coarse premise is everything.
 */
final class UnexaminedCode implements Row {

  /** Whether code in the pods of a class could take the step. */
  interface Premise {
    boolean isMet(Landscape landscape, PodClass podClass);
  }

  private final String id;
  private final String title;
  private final Premise premise;

  UnexaminedCode(String id, String title, Premise premise) {
    this.id = id;
    this.title = title;
    this.premise = premise;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (premise.isMet(landscape, podClass)) {
        steps
            .to(landscape.facts().everything())
            .from(landscape.facts().code(podClass.id()))
            .assuming(Assumption.notExamined(id, title))
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.premise(0));
    CapabilityRow.pod(landscape, landscape.cluster().podClasses().get(podClass), evidence);
  }
}
