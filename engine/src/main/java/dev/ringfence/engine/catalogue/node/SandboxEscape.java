package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.workload.Devices;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E12. Code in a sandboxed pod → what stands in that sandbox → its node: {@code sentry} and {@code
 * kernel}, the guest's {@code kernel} and {@code hypervisor}, or {@code wasm-host} and {@code
 * kernel}; less where the pod's own privileges already give the guest. By the RuntimeClass's
 * handler, never its name. A device that is passed through leaves the node's driver alone, so
 * {@code kernel}; and where nothing but the handler's name says what it is, it may be runc: an
 * assumption.
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
          if (Devices.hasDevice(podClass.spec())) {
            asInAContainer(landscape, steps, podClass, nodeClass, false).add();
          }
          Assumption doubt = HandlerDoubt.of(landscape, runtime, nodeClass);
          if (doubt != null) {
            asInAContainer(landscape, steps, podClass, nodeClass, powers.hasPrivileges())
                .assuming(doubt)
                .add();
          }
          if (Runtime.isKubeVirt(podClass.spec())) {
            besideTheGuest(landscape, steps, podClass, nodeClass);
          }
        });
  }

  /** Who may put code into KubeVirt's container is past the guest, and an ordinary container's. */
  private static void besideTheGuest(
      Landscape landscape, StepSink steps, PodClass podClass, int nodeClass) {
    var facts = landscape.facts();
    for (Capability capability :
        new Capability[] {
          Capability.EXEC_PODS,
          Capability.CHANGE_EPHEMERAL_CONTAINERS,
          Capability.CHANGE_WORKLOADS,
          Capability.CHANGE_TEMPLATES
        }) {
      int[] grants = {facts.mayEverywhere(capability), facts.may(capability, podClass.namespace())};
      for (int grant : grants) {
        steps
            .to(facts.node(nodeClass))
            .from(grant)
            .from(facts.apiPlace())
            .breaking(Boundaries.kernel(PlacedPods.isWindows(landscape, nodeClass)))
            .add();
      }
    }
  }

  /**
   * As without a sandbox: past the kernel, or past nothing.
   *
   * @param privileged whether the pod's own privileges give the node then
   */
  private static StepSink.Draft asInAContainer(
      Landscape landscape, StepSink steps, PodClass podClass, int nodeClass, boolean privileged) {
    var facts = landscape.facts();
    StepSink.Draft draft =
        steps.to(facts.node(nodeClass)).from(facts.codeOn(podClass.id(), nodeClass));
    return privileged
        ? draft
        : draft.breaking(Boundaries.kernel(PlacedPods.isWindows(landscape, nodeClass)));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    if (landscape.facts().kind(step.premise(0)) != FactKind.CODE_ON) {
      explainBesideTheGuest(landscape, step, evidence);
      return;
    }
    int podClass = landscape.facts().a(step.premise(0));
    PodPowers powers = landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
    PodEvidence.add(landscape, podClass, "runtimeClassName", RuntimeWords.of(powers), evidence);
    PodEvidence.addPlace(landscape, podClass, landscape.facts().b(step.premise(0)), evidence);
    BoundaryGrade.add(landscape, podClass, landscape.facts().b(step.premise(0)), evidence);
  }

  private static void explainBesideTheGuest(
      Landscape landscape, StepView step, EvidenceSink evidence) {
    int nodeClass = landscape.facts().a(step.conclusion());
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      if (Runtime.isKubeVirt(landscape.cluster().podClasses().get(id).spec())) {
        PodEvidence.add(
            landscape, id, "containers[compute]", "a container around the guest", evidence);
        PodEvidence.addPlace(landscape, id, nodeClass, evidence);
        return;
      }
    }
  }
}
