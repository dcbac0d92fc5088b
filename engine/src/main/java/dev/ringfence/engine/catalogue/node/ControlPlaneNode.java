package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Node;

/**
 * E16. A node with the API server or etcd on it taken over → everything: by role label or taint, or
 * because their pods run there. Where no node was read, the control plane may be on it: an
 * assumption.
 *
 * <p>Source: Kubernetes documentation, "PKI certificates and requirements".
 */
final class ControlPlaneNode implements Row {

  @Override
  public String id() {
    return "E16";
  }

  @Override
  public String title() {
    return "takes over the control plane from its node";
  }

  static final Assumption SHARED =
      new Assumption(
          "control-plane-on-unknown-nodes",
          "Nodes that were not read may carry the control plane.",
          "shared");

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      Node node = PodEvidence.node(landscape, nodeClass);
      if (landscape.placement().isControlPlane(nodeClass)) {
        steps.to(facts.everything()).from(facts.node(nodeClass)).add();
      } else if (isUnknown(node)) {
        steps.to(facts.everything()).from(facts.node(nodeClass)).assuming(SHARED).add();
      }
    }
  }

  /** Whether it stands for nodes of which nothing is known. */
  static boolean isUnknown(Node node) {
    return node.assumed() && node.labels().size() == 0;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodEvidence.addNode(
        landscape,
        landscape.facts().a(step.premise(0)),
        "metadata.labels",
        "carries the control plane",
        evidence);
  }
}
