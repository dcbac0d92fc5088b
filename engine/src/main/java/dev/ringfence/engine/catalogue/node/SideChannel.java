package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;

/**
 * E22. Code on a node → {@code hardware} → the memory of the pods there. Nodes that are virtual
 * machines of one provider may share a physical host: an assumption.
 *
 * <p>Source: Linux kernel documentation, "Hardware vulnerabilities".
 */
final class SideChannel implements Row {

  @Override
  public String id() {
    return "E22";
  }

  @Override
  public String title() {
    return "listens through the hardware";
  }

  static final Assumption SHARED_HOSTS =
      new Assumption(
          "separate-hosts", "Nodes may be virtual machines that share physical hosts.", "shared");

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int anywhere = facts.fact(FactKind.NODE_CONTENT, -1);
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int there = facts.fact(FactKind.ON_NODE, nodeClass);
      int content = facts.fact(FactKind.NODE_CONTENT, nodeClass);
      steps.to(content).from(there).breaking(Boundaries.hardware()).add();
      steps.to(anywhere).from(there).breaking(Boundaries.hardware()).assuming(SHARED_HOSTS).add();
      steps.to(content).from(anywhere).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int nodeClass = landscape.facts().a(step.premise(0));
    if (nodeClass >= 0) {
      String provider = PodEvidence.node(landscape, nodeClass).providerId();
      PodEvidence.addNode(
          landscape,
          nodeClass,
          "spec.providerID",
          provider.isEmpty() ? "unset" : provider,
          evidence);
    }
  }
}
