package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;

/**
 * I12, where resourceNames allow to bind one pod: taken as any pod of the namespace, towards the
 * attacker. What follows from binding is the node rows' I12.
 */
final class BindNamedPod extends CapabilityRow {

  @Override
  public String id() {
    return "I12";
  }

  @Override
  public String title() {
    return "binds a pod by its name to a node";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (NamedScope scope : NamedRights.of(landscape, Capability.BIND_PODS)) {
      steps
          .to(facts.may(Capability.BIND_PODS, scope.namespace()))
          .from(facts.mayNamed(Capability.BIND_PODS, scope.namespace(), scope.name()))
          .add();
    }
  }
}
