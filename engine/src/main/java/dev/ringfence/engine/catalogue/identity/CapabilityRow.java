package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/**
 * A row that says what follows from a right that {@link BoundRights} derived. The right's own
 * evidence stands at that step; here it is what the right is about.
 */
abstract class CapabilityRow implements Row {

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    int conclusion = step.conclusion();
    FactKind kind = facts.kind(conclusion);
    if (kind == FactKind.CODE_ANYWHERE && !facts.isCrafted(facts.a(conclusion))) {
      pod(landscape, landscape.cluster().podClasses().get(facts.a(conclusion)), evidence);
    } else if (kind == FactKind.HOLDS) {
      var identity = landscape.access().identity(facts.a(conclusion));
      account(landscape.cluster(), identity.namespace(), identity.name(), evidence);
    } else if (kind == FactKind.CODE_ANYWHERE) {
      namespace(landscape, facts.namespaceOfCrafted(facts.a(conclusion)), evidence);
    } else if (kind == FactKind.SECRET && facts.a(conclusion) >= 0) {
      namespace(landscape, facts.a(conclusion), evidence);
    }
  }

  static void namespace(Landscape landscape, int namespace, EvidenceSink evidence) {
    ObjectMeta meta = landscape.cluster().namespaces().get(namespace).meta();
    evidence.add(meta, "metadata.name", meta.name());
  }

  static void pod(Landscape landscape, PodClass podClass, EvidenceSink evidence) {
    Cluster cluster = landscape.cluster();
    int pod = podClass.example();
    evidence.add(
        cluster.pods().topmost(pod),
        cluster.pods().origin(pod),
        cluster.pods().specPath(pod) + ".serviceAccountName",
        podClass.spec().serviceAccountName());
  }

  static void account(Cluster cluster, String namespace, String name, EvidenceSink evidence) {
    for (var account : cluster.serviceAccounts()) {
      if (account.meta().namespace().equals(namespace) && account.meta().name().equals(name)) {
        evidence.add(account.meta(), "metadata.name", name);
        return;
      }
    }
    evidence.add(
        new ObjectReference("ServiceAccount", namespace, name), null, "metadata.name", name);
  }
}
