package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.placement.NodeClass;

/**
 * I6: the API server passes requests on to kubelets with its own credentials.
 *
 * <p>Premise: {@code get} or {@code create} on {@code nodes/proxy}: a WebSocket GET is enough for
 * the kubelet's exec. The fine-grained {@code nodes/pods}, {@code nodes/log}, {@code
 * nodes/metrics}, {@code nodes/stats}, {@code nodes/healthz} and {@code nodes/configz} run nothing.
 * No boundary.
 */
final class ProxyToNodes extends CapabilityRow {

  @Override
  public String id() {
    return "I6";
  }

  @Override
  public String title() {
    return "runs commands in every pod of a node through nodes/proxy";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    int everywhere = facts.mayEverywhere(Capability.PROXY_NODES);
    steps.to(facts.everything()).from(everywhere).add();
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      steps.to(facts.kubelet(nodeClass.id())).from(everywhere).add();
    }
    for (NamedScope scope : NamedRights.of(landscape, Capability.PROXY_NODES)) {
      int node = landscape.cluster().nodeIndex(ProxyName.of(scope.name()).name());
      if (node >= 0) {
        steps
            .to(facts.kubelet(landscape.placement().classOfNode(node)))
            .from(facts.mayNamed(Capability.PROXY_NODES, Access.EVERYWHERE, scope.name()))
            .add();
      }
    }
  }
}
