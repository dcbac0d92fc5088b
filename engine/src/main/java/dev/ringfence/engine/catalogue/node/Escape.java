package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.PodPowers;

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
    boolean[] failed = new boolean[kernels.length];
    for (int nodeClass = 0; nodeClass < kernels.length; nodeClass++) {
      failed[nodeClass] = FailedKernel.of(landscape, nodeClass) != null;
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
            if (failed[nodeClass]) {
              pastFailedKernel(landscape, steps, podClass, nodeClass);
            }
          }
        });
    for (int nodeClass = 0; nodeClass < kernels.length; nodeClass++) {
      steps
          .to(facts.node(nodeClass))
          .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
          .breaking(kernels[nodeClass])
          .add();
      if (failed[nodeClass]) {
        steps
            .to(facts.node(nodeClass))
            .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
            .assuming(FailedKernel.UNFILTERED)
            .add();
      }
    }
  }

  private static void pastFailedKernel(
      Landscape landscape, StepSink steps, PodClass podClass, int nodeClass) {
    var facts = landscape.facts();
    FailedKernel.Filter filter = FailedKernel.filter(podClass.spec());
    if (filter == FailedKernel.Filter.ALL) {
      return;
    }
    StepSink.Draft draft =
        steps.to(facts.node(nodeClass)).from(facts.codeOn(podClass.id(), nodeClass));
    if (filter == FailedKernel.Filter.UNKNOWN) {
      draft.assuming(FailedKernel.UNFILTERED);
    }
    draft.add();
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
