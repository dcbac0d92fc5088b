package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;

/**
 * I4: a forwarded port is a connection to the pod's loopback, past every NetworkPolicy.
 *
 * <p>Premise: {@code create} on {@code pods/portforward}; {@code get} where the server lets a
 * WebSocket GET through. All ports, those that listen on loopback alone too. No boundary; what
 * listens there stands as {@code workload}.
 */
final class ForwardPorts extends CapabilityRow {

  @Override
  public String id() {
    return "I4";
  }

  @Override
  public String title() {
    return "forwards a port of a pod, past network policies";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    WebSocketGet.rights(
        landscape, Permission.PORT_FORWARD_PODS_BY_GET, Capability.PORT_FORWARD_PODS, steps);
    PodScope.connections(landscape, Capability.PORT_FORWARD_PODS, steps);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    FactKind kind = landscape.facts().kind(step.conclusion());
    if (kind == FactKind.MAY) {
      BoundRights.right(
          landscape,
          GrantEvidence.holder(landscape, step),
          step.conclusion(),
          permission -> permission == Permission.PORT_FORWARD_PODS_BY_GET,
          evidence);
    } else if (kind == FactKind.CONNECT) {
      int podClass = landscape.facts().a(step.conclusion());
      pod(landscape, landscape.cluster().podClasses().get(podClass), evidence);
    }
  }
}
