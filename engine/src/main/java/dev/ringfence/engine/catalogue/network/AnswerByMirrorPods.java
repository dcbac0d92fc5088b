package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.placement.NodeClass;

/**
 * N11 by nodes: a node creates mirror pods in any namespace with any labels, and so joins any
 * Service.
 *
 * <p>Premises: a node's identity; a place from which API requests can be made. Breaks: none.
 * Source: the NodeRestriction admission plug-in, which looks at neither.
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
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      steps
          .to(Traffic.ofEveryNamespace(facts))
          .from(facts.nodeIdentity(nodeClass.id()))
          .from(facts.apiPlace())
          .add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    new NetworkEvidence(landscape, sink)
        .nodeClass(
            landscape.facts().a(step.premise(0)),
            "metadata.name",
            "its identity may create mirror pods in any namespace");
  }
}
