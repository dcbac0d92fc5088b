package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E12. Code in a sandboxed pod → what stands in that sandbox → its node: {@code sentry} and {@code
 * kernel}, the guest's {@code kernel} and {@code hypervisor}, or {@code wasm-host} and {@code
 * kernel}; less where the pod's own privileges already give the guest. By the RuntimeClass's
 * handler, never its name.
 *
 * <p>Source: the table is {@code Runtime}, after the runtimes' own documents.
 */
final class SandboxEscape implements Row {

  @Override
  public String id() {
    return "E12";
  }

  @Override
  public String title() {
    return "escapes from its sandbox";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          Runtime runtime = powers.runtime();
          if (!runtime.isSandbox()) {
            return;
          }
          Runtime.Move move = powers.hasPrivileges() ? Runtime.Move.PRIVILEGE : Runtime.Move.ESCAPE;
          StepSink.Draft draft =
              steps.to(facts.node(nodeClass)).from(facts.codeOn(podClass.id(), nodeClass));
          boolean windows = PlacedPods.isWindows(landscape, nodeClass);
          for (Boundary boundary :
              RuntimeBoundaries.of(runtime, runtime.isolation(move), windows)) {
            draft.breaking(boundary);
          }
          draft.add();
        });
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.premise(0));
    PodPowers powers = landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
    PodEvidence.add(landscape, podClass, "runtimeClassName", RuntimeWords.of(powers), evidence);
    PodEvidence.addPlace(landscape, podClass, landscape.facts().b(step.premise(0)), evidence);
  }
}
