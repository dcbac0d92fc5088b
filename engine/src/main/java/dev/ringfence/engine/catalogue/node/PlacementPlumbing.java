package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;

/**
 * P0, placement, no move of its own. Whoever may run code in whichever pod of a class runs it on
 * every node where such a pod could ever be; code on a node is code in the pod. Code in the class
 * on one node says nothing about other nodes: a DaemonSet's pod on my node is not its pod on yours.
 */
final class PlacementPlumbing implements Row {

  /** Pods that name a node which does not exist are left out: no autoscaler makes that one. */
  static final Assumption NODES_MAY_COME =
      new Assumption(
          "nodes-for-unplaceable-pods",
          "Pods that fit no node may find one later, by an autoscaler or a new label.",
          "come");

  @Override
  public String id() {
    return "P0";
  }

  @Override
  public String title() {
    return "is placed";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          int codeOn = facts.codeOn(podClass.id(), nodeClass);
          steps.to(codeOn).from(facts.codeAnywhere(podClass.id())).add();
          steps.to(facts.code(podClass.id())).from(codeOn).add();
          steps.to(facts.fact(FactKind.ON_NODE, nodeClass)).from(codeOn).add();
        });
    for (PodClass podClass : landscape.placement().unplaceable()) {
      if (podClass.spec().nodeName() == null) {
        steps
            .to(facts.code(podClass.id()))
            .from(facts.codeAnywhere(podClass.id()))
            .assuming(NODES_MAY_COME)
            .add();
      }
    }
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      steps
          .to(facts.fact(FactKind.ON_NODE, nodeClass))
          .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
          .add();
      steps.to(facts.fact(FactKind.ON_NODE, nodeClass)).from(facts.node(nodeClass)).add();
      steps.to(facts.fact(FactKind.SOME_NODE)).from(facts.node(nodeClass)).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int conclusion = step.conclusion();
    if (landscape.facts().kind(conclusion) == FactKind.CODE_ON) {
      PodEvidence.addPlace(
          landscape, landscape.facts().a(conclusion), landscape.facts().b(conclusion), evidence);
    }
  }
}
