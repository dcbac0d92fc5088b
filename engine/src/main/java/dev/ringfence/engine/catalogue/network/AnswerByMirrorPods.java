package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * N11 by nodes: mirror pods have any labels, and so join any Service of their namespace.
 *
 * <p>Premise: mirror pods may be created there (E14, where policies may stand before it). Breaks:
 * none. Source: the NodeRestriction admission plug-in, which does not look at labels.
 */
final class AnswerByMirrorPods implements Row {

  @Override
  public String id() {
    return "N11-node";
  }

  @Override
  public String title() {
    return "joins Services with mirror pods";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    steps
        .to(Traffic.ofEveryNamespace(facts))
        .from(facts.mayEverywhere(Capability.CREATE_MIRROR_PODS))
        .add();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      steps
          .to(facts.fact(FactKind.TRAFFIC, namespace))
          .from(facts.may(Capability.CREATE_MIRROR_PODS, namespace))
          .add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    // Whose identity it is, E14 shows.
  }
}
