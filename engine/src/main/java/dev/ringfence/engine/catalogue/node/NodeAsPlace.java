package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;

/**
 * E24. A node held → its own addresses, its metadata service, and every other node's addresses,
 * which no NetworkPolicy closes to nodes; a firewall outside the cluster may: an assumption.
 *
 * <p>Source: Kubernetes documentation, "Network Policies", on node traffic.
 */
final class NodeAsPlace implements Row {

  @Override
  public String id() {
    return "E24";
  }

  @Override
  public String title() {
    return "connects from a node";
  }

  static final Assumption NO_FIREWALL =
      new Assumption(
          "pool-firewall",
          "Nodes may connect to every other node's kubelet and agents: no filter outside the"
              + " cluster is known.",
          "none");

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int someNode = facts.fact(FactKind.SOME_NODE);
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int node = facts.node(nodeClass);
      int network = facts.fact(FactKind.NODE_NETWORK, nodeClass);
      steps.to(network).from(node).add();
      steps.to(facts.fact(FactKind.METADATA, nodeClass)).from(node).add();
      steps.to(network).from(someNode).assuming(NO_FIREWALL).add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int nodeClass = landscape.facts().a(step.conclusion());
    PodEvidence.addNode(landscape, nodeClass, "status.addresses", "from a node", evidence);
  }
}
