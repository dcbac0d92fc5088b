package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;

/**
 * E11. Code in a privileged pod, or one with capabilities or an unmasked /proc, in a user namespace
 * of its own that the node's handler supports → {@code kernel} → its node. It adds {@code kernel}
 * to E1, E2 and E7 only: volumes are id-mapped, so what files give stays.
 *
 * <p>Source: KEP-127; status.runtimeHandlers[].features.userNamespaces.
 */
final class UserNamespaceEscape implements Row {

  @Override
  public String id() {
    return "E11";
  }

  @Override
  public String title() {
    return "breaks out of its user namespace";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          if (powers.hasPrivileges()
              && !powers.runtime().isSandbox()
              && UserNamespace.of(landscape, powers, nodeClass) != UserNamespace.ABSENT) {
            steps
                .to(facts.node(nodeClass))
                .from(facts.codeOn(podClass.id(), nodeClass))
                .breaking(Boundaries.kernel(false))
                .add();
          }
        });
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.premise(0));
    PodEvidence.add(landscape, podClass, "hostUsers", "false", evidence);
    PodEvidence.addNode(
        landscape,
        landscape.facts().b(step.premise(0)),
        "status.runtimeHandlers",
        "features.userNamespaces: true, or a node that was not read",
        evidence);
  }
}
