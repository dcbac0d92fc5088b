package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.placement.ControlPlaneNodes;

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
    int nodeClass = landscape.facts().a(step.premise(0));
    String field = ControlPlaneNodes.roleField(PodEvidence.node(landscape, nodeClass));
    Pods pods = landscape.cluster().pods();
    int pod =
        ControlPlaneNodes.pods(landscape.cluster())
            .filter(one -> landscape.placement().classOfNode(pods.node(one)) == nodeClass)
            .findFirst()
            .orElse(-1);
    if (field == null && pod >= 0) {
      int node = pods.node(pod);
      String runs = landscape.cluster().nodes().get(node).name() + " runs it now";
      evidence.add(pods.topmost(pod), pods.origin(pod), "spec.nodeName", runs);
      return;
    }
    PodEvidence.addNode(
        landscape,
        nodeClass,
        field == null ? "metadata.labels" : field,
        field == null ? "not read: it may carry the control plane" : "carries the control plane",
        evidence);
  }
}
