package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.DistributionAdvisory.Needs;
import dev.ringfence.engine.workload.PodPowers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * E10. Code in a namespaced container → {@code kernel} → its node; at once where the node's kernel
 * is one that its distribution's own advisory names and no seccomp profile is in the way. What
 * sandboxes add is E12's; a made-up pod chooses a runtime without one.
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
    List<Set<Needs>> failed = new ArrayList<>();
    for (int nodeClass = 0; nodeClass < kernels.length; nodeClass++) {
      failed.add(FailedKernel.needs(landscape, nodeClass));
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
            past(
                steps,
                facts.node(nodeClass),
                facts.codeOn(podClass.id(), nodeClass),
                FailedKernel.ways(FailedKernel.filter(podClass.spec()), failed.get(nodeClass)));
          }
        });
    for (int nodeClass = 0; nodeClass < kernels.length; nodeClass++) {
      steps
          .to(facts.node(nodeClass))
          .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
          .breaking(kernels[nodeClass])
          .add();
      past(
          steps,
          facts.node(nodeClass),
          facts.fact(FactKind.CRAFTED_ON, nodeClass),
          FailedKernel.ways(FailedKernel.Filter.UNKNOWN, failed.get(nodeClass)));
    }
  }

  /** Past a kernel that has failed already. */
  private static void past(StepSink steps, int node, int premise, List<Optional<Assumption>> ways) {
    for (Optional<Assumption> way : ways) {
      StepSink.Draft draft = steps.to(node).from(premise);
      way.ifPresent(draft::assuming);
      draft.add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int premise = step.premise(0);
    FailedKernel.explain(landscape, landscape.facts().a(step.conclusion()), evidence);
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
