package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.BitSet;

/**
 * E14. The credentials of {@code system:node:…} and a place from which the API can be reached →
 * what the Node authorizer binds to that node: Secrets, ConfigMaps and tokens of the pods bound to
 * it, their status and deletion; mirror pods in any namespace with any labels; every Service's
 * name. All there is → {@code node-authorization}. A node held is its identity.
 *
 * <p>Source: Kubernetes documentation, "Using Node Authorization"; NodeRestriction lets mirror pods
 * through with any labels.
 */
final class NodeIdentity implements Row {

  @Override
  public String id() {
    return "E14";
  }

  @Override
  public String title() {
    return "uses a node's identity";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int identity = facts.nodeIdentity(nodeClass);
      steps.to(identity).from(facts.node(nodeClass)).add();
      request(steps, facts, identity, facts.fact(FactKind.NODE_SECRETS, nodeClass));
      request(steps, facts, identity, facts.mayEverywhere(Capability.CREATE_MIRROR_PODS));
      request(steps, facts, identity, facts.fact(FactKind.ALL_NAMES));
      BitSet namespaces = new BitSet();
      for (int podClass : landscape.placement().podClassesOn(nodeClass)) {
        namespaces.set(landscape.cluster().podClasses().get(podClass).namespace());
      }
      namespaces.stream()
          .forEach(
              namespace ->
                  request(steps, facts, identity, facts.fact(FactKind.DISTURB, namespace)));
      steps
          .to(facts.everything())
          .from(identity)
          .from(facts.apiPlace())
          .breaking(Boundaries.nodeAuthorization())
          .add();
    }
  }

  private static void request(StepSink steps, Facts facts, int identity, int conclusion) {
    steps.to(conclusion).from(identity).from(facts.apiPlace()).add();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodEvidence.addNode(
        landscape,
        landscape.facts().a(step.premise(0)),
        "metadata.name",
        "system:node:" + PodEvidence.node(landscape, landscape.facts().a(step.premise(0))).name(),
        evidence);
  }
}
