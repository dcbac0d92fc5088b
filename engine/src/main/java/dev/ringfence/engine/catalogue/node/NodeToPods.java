package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;

/**
 * E13. A node taken over, or its kubelet commanded → code in every pod that is there or could ever
 * be placed there: its tokens, Secrets, volumes and memory with it. A node taken over stays so when
 * its pods change, so <em>ever</em> counts, not where pods run today.
 */
final class NodeToPods implements Row {

  @Override
  public String id() {
    return "E13";
  }

  @Override
  public String title() {
    return "takes the pods of a node";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int kubelet = facts.kubelet(nodeClass);
      steps.to(kubelet).from(facts.node(nodeClass)).add();
      for (int podClass : landscape.placement().podClassesOn(nodeClass)) {
        steps.to(facts.codeOn(podClass, nodeClass)).from(kubelet).add();
      }
      // What no pod class shows: contents that outlive pods, and pods that are not written yet.
      steps.to(facts.fact(FactKind.NODE_SECRETS, nodeClass)).from(facts.node(nodeClass)).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int conclusion = step.conclusion();
    if (landscape.facts().kind(conclusion) == FactKind.CODE_ON) {
      int podClass = landscape.facts().a(conclusion);
      PodEvidence.addPlace(landscape, podClass, landscape.facts().b(conclusion), evidence);
    }
  }
}
