package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;

/**
 * E2, for a made-up pod: SYS_PTRACE with hostPID debugs a process of the node → the node. Pods that
 * are there with both are {@link NodeCapability}'s.
 */
final class Debugger implements Row {

  @Override
  public String id() {
    return "E2";
  }

  @Override
  public String title() {
    return "debugs a process of the node";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      steps
          .to(facts.node(nodeClass))
          .from(facts.fact(FactKind.SHAPE, DangerousShape.DEBUGGER.ordinal()))
          .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
          .add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodEvidence.addShape(DangerousShape.DEBUGGER, evidence);
  }
}
