package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E2, of what is not as good as root. Code in a pod that may set the node's clock (SYS_TIME), or
 * its routes and filters (NET_ADMIN with hostNetwork) → the pods there are disturbed; with
 * real-time priority (SYS_NICE) → processor time, whatever the limit. In a user namespace of the
 * pod's own none of them reaches the node, nor in a sandbox, which has a clock and a network of its
 * own.
 *
 * <p>Source: capabilities(7); the table is {@code LinuxCapability}.
 */
final class DisturbingCapability implements Row {

  @Override
  public String id() {
    return "E2";
  }

  @Override
  public String title() {
    return "stops its neighbours by a capability";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          boolean any = !powers.disturbing().isEmpty() || !powers.realTime().isEmpty();
          if (!any || powers.runtime().stands(Runtime.Move.PRIVILEGE)) {
            return;
          }
          UserNamespace userNamespace = UserNamespace.of(landscape, powers, nodeClass);
          if (userNamespace == UserNamespace.CONFINES) {
            return;
          }
          boolean assumed = userNamespace == UserNamespace.ASSUMED;
          int codeOn = facts.codeOn(podClass.id(), nodeClass);
          if (!powers.disturbing().isEmpty()) {
            TenantsOnNode.forEach(
                landscape,
                nodeClass,
                namespace -> add(steps, facts.fact(FactKind.DISTURB, namespace), codeOn, assumed));
          }
          if (!powers.realTime().isEmpty()) {
            int time = facts.fact(FactKind.STARVE_NODE, nodeClass, Resource.CPU.ordinal());
            add(steps, time, codeOn, assumed);
          }
        });
  }

  private static void add(StepSink steps, int conclusion, int codeOn, boolean assumed) {
    StepSink.Draft draft = steps.to(conclusion).from(codeOn);
    (assumed ? draft.assuming(UserNamespace.UNSUPPORTED) : draft).add();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.premise(0));
    PodPowers powers = landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
    boolean time = landscape.facts().kind(step.conclusion()) == FactKind.STARVE_NODE;
    for (PodPowers.CapabilityGrant grant : time ? powers.realTime() : powers.disturbing()) {
      PodEvidence.addSecurity(
          landscape, podClass, grant.container(), "capabilities.add", grant.written(), evidence);
    }
    PodEvidence.addPlace(landscape, podClass, landscape.facts().b(step.premise(0)), evidence);
  }
}
