package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Runtime;
import java.util.EnumMap;
import java.util.Map;

/**
 * I12. The right to create pods/binding and a place from which to use it → pods of the namespace
 * that wait for a node, on any node: a victim's on a node that the attacker has, or one's own, with
 * the runtime that its spec has, on anybody's.
 *
 * <p>Source: Kubernetes API reference, Binding.
 */
final class BoundPod implements Row {

  @Override
  public String id() {
    return "I12";
  }

  @Override
  public String title() {
    return "binds a pod to a node of its choice";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      Runtime runtime = landscape.workloads().powers(podClass).runtime();
      int bound =
          facts.fact(FactKind.BOUND_ANYWHERE, runtime.isolation(Runtime.Move.ESCAPE).ordinal());
      int[] grants = {
        facts.mayEverywhere(Capability.BIND_PODS),
        facts.may(Capability.BIND_PODS, podClass.namespace())
      };
      for (int grant : grants) {
        steps
            .to(facts.code(podClass.id()))
            .from(grant)
            .from(facts.apiPlace())
            .from(facts.fact(FactKind.SOME_NODE))
            .add();
        steps
            .to(bound)
            .from(grant)
            .from(facts.apiPlace())
            .from(facts.codeAnywhere(podClass.id()))
            .add();
      }
    }
    escape(landscape, steps);
  }

  /** From a node that it was bound to, a pod escapes as from any other (E10, E12). */
  private static void escape(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    Map<Runtime.Isolation, Runtime> runtimes = new EnumMap<>(Runtime.Isolation.class);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      Runtime runtime = landscape.workloads().powers(podClass).runtime();
      runtimes.putIfAbsent(runtime.isolation(Runtime.Move.ESCAPE), runtime);
    }
    runtimes.forEach(
        (isolation, runtime) -> {
          for (int node = 0; node < landscape.placement().nodeClasses().size(); node++) {
            StepSink.Draft draft =
                steps
                    .to(facts.node(node))
                    .from(facts.fact(FactKind.BOUND_ANYWHERE, isolation.ordinal()));
            boolean windows = PlacedPods.isWindows(landscape, node);
            RuntimeBoundaries.of(runtime, isolation, windows).forEach(draft::breaking);
            draft.add();
          }
        });
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int conclusion = step.conclusion();
    if (landscape.facts().kind(conclusion) == FactKind.CODE) {
      PodEvidence.add(
          landscape, landscape.facts().a(conclusion), "nodeName", "set by a Binding", evidence);
    }
  }
}
