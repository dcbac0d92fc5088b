package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;

/**
 * E17. A connection to a control-plane node's addresses, where etcd asks for no client certificate
 * → everything. Its data by hostPath is E5's.
 *
 * <p>Source: etcd documentation, "Transport security model".
 */
final class OpenEtcd implements Row {

  @Override
  public String id() {
    return "E17";
  }

  @Override
  public String title() {
    return "talks to etcd";
  }

  static final Assumption OPEN =
      new Assumption(
          "etcd-client-authentication",
          "etcd may answer clients without a certificate; its flags are not in the API.",
          "none");

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      if (landscape.placement().isControlPlane(nodeClass)) {
        steps
            .to(facts.everything())
            .from(facts.fact(FactKind.NODE_NETWORK, nodeClass))
            .assuming(OPEN)
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodEvidence.addNode(
        landscape, landscape.facts().a(step.premise(0)), "status.addresses", "port 2379", evidence);
  }
}
