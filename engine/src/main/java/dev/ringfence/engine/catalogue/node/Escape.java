package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.PodPowers;

/**
 * E10. Code in a namespaced container → {@code kernel} → its node. What sandboxes add is E12's; a
 * made-up pod chooses a runtime without one.
 *
 * <p>Source: Kubernetes documentation, "Pod Security Standards", on sandboxed pods.
 */
final class Escape implements Row {

  @Override
  public String id() {
    return "E10";
  }

  @Override
  public String title() {
    return "escapes from its container";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int[] kernels = new int[landscape.placement().nodeClasses().size()];
    for (int nodeClass = 0; nodeClass < kernels.length; nodeClass++) {
      kernels[nodeClass] =
          steps.boundary(Boundaries.kernel(PlacedPods.isWindows(landscape, nodeClass)));
    }
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          if (!powers.runtime().isSandbox()) {
            steps
                .to(facts.node(nodeClass))
                .from(facts.codeOn(podClass.id(), nodeClass))
                .breaking(kernels[nodeClass])
                .add();
          }
        });
    for (int nodeClass = 0; nodeClass < kernels.length; nodeClass++) {
      steps
          .to(facts.node(nodeClass))
          .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
          .breaking(kernels[nodeClass])
          .add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int premise = step.premise(0);
    if (landscape.facts().kind(premise) != FactKind.CODE_ON) {
      return;
    }
    int podClass = landscape.facts().a(premise);
    PodPowers powers = landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
    PodEvidence.add(landscape, podClass, "runtimeClassName", RuntimeWords.of(powers), evidence);
    PodEvidence.addPlace(landscape, podClass, landscape.facts().b(premise), evidence);
    BoundaryGrade.add(landscape, podClass, landscape.facts().b(premise), evidence);
  }
}
