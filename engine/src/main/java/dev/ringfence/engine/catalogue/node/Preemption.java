package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.contention.Priorities;
import dev.ringfence.engine.fact.FactKind;
import java.util.HashMap;
import java.util.Map;

/**
 * F2. Pods of one's own making in a namespace whose quotas leave room for a priority class → any
 * pod of a lower priority on a node where they could be placed is preempted.
 *
 * <p>Source: Kubernetes documentation, "Pod Priority and Preemption", "Limit Priority Class
 * consumption by default".
 */
final class Preemption implements Row {

  @Override
  public String id() {
    return "F2";
  }

  @Override
  public String title() {
    return "preempts pods by priority";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    Priorities priorities = landscape.priorities();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int rank = priorities.highest(namespace);
      if (rank >= 0) {
        steps
            .to(facts.fact(FactKind.OUTRANKS, rank))
            .from(facts.codeAnywhere(facts.crafted(namespace)))
            .add();
      }
    }
    for (int rank = 1; rank < priorities.ranks(); rank++) {
      // Who may have a higher rank gets what a lower one gets.
      steps
          .to(facts.fact(FactKind.OUTRANKS, rank - 1))
          .from(facts.fact(FactKind.OUTRANKS, rank))
          .add();
    }
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
      int[] podClasses = landscape.placement().podClassesOn(nodeClass);
      Map<Integer, int[]> victims = new HashMap<>();
      for (int id : podClasses) {
        PodClass podClass = landscape.cluster().podClasses().get(id);
        int rank = priorities.outranking(podClass.spec());
        if (rank >= 0) {
          int tenant = landscape.tenancy().ofNamespace(podClass.namespace());
          int[] known = victims.get(tenant);
          if (known == null || rank < known[0]) {
            victims.put(tenant, new int[] {rank, podClass.namespace()});
          }
        }
      }
      victims.forEach(
          (tenant, victim) ->
              steps
                  .to(facts.fact(FactKind.DISTURB, victim[1]))
                  .from(placed)
                  .from(facts.fact(FactKind.OUTRANKS, victim[0]))
                  .add());
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    Priorities priorities = landscape.priorities();
    if (facts.kind(step.conclusion()) == FactKind.OUTRANKS) {
      if (facts.kind(step.premise(0)) == FactKind.CODE_ANYWHERE) {
        int namespace = facts.namespaceOfCrafted(facts.a(step.premise(0)));
        evidence.add(
            landscape.cluster().namespaces().get(namespace).meta(),
            "ResourceQuota",
            "none forbids priority class "
                + priorities.className(namespace, facts.a(step.conclusion())));
      }
      return;
    }
    int nodeClass = facts.a(step.premise(0));
    for (int id : landscape.placement().podClassesOn(nodeClass)) {
      PodClass podClass = landscape.cluster().podClasses().get(id);
      int rank = priorities.outranking(podClass.spec());
      if (podClass.namespace() == facts.a(step.conclusion()) && rank == facts.a(step.premise(1))) {
        Integer priority = podClass.spec().priority();
        PodEvidence.add(
            landscape, id, "priority", priority == null ? "unknown" : "" + priority, evidence);
        PodEvidence.addPlace(landscape, id, nodeClass, evidence);
        return;
      }
    }
  }
}
