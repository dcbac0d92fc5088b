package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;

/**
 * I3: exec or attach runs code in a running pod.
 *
 * <p>Premise: {@code create} on {@code pods/exec} or {@code pods/attach}, for all pods or one by
 * name. {@code get} is enough where the server lets a WebSocket GET through: before 1.35 always,
 * from then on only with the gate AuthorizePodWebsocketUpgradeCreatePermission switched off
 * (kubernetes/kubernetes#133515). No boundary.
 */
final class Exec extends CapabilityRow {

  @Override
  public String id() {
    return "I3";
  }

  @Override
  public String title() {
    return "runs commands in pods by exec or attach";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    WebSocketGet.rights(landscape, Permission.EXEC_PODS_BY_GET, Capability.EXEC_PODS, steps);
    PodScope.code(landscape, Capability.EXEC_PODS, steps);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    if (landscape.facts().kind(step.conclusion()) == FactKind.MAY) {
      int holder = GrantEvidence.holder(landscape, step);
      BoundRights.right(
          landscape,
          holder,
          step.conclusion(),
          permission -> permission == Permission.EXEC_PODS_BY_GET,
          evidence);
    } else {
      super.explain(landscape, step, evidence);
    }
  }
}
