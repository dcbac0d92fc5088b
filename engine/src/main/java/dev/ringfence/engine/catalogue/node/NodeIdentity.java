package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * E14. The credentials of {@code system:node:…} and a place from which the API can be reached →
 * what the Node authorizer binds to that node: Secrets, ConfigMaps and tokens of the pods bound to
 * it, their status and deletion; mirror pods with any labels in any namespace whose policies do not
 * refuse them, else {@code admission}; every Service's name. All there is → {@code
 * node-authorization}. A node held is its identity.
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
    mirrorPods(landscape, steps);
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int identity = facts.nodeIdentity(nodeClass);
      steps.to(identity).from(facts.node(nodeClass)).add();
      request(steps, facts, identity, facts.fact(FactKind.NODE_SECRETS, nodeClass));
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

  /**
   * NodeRestriction looks neither at namespace nor at labels of mirror pods. Policies of the API
   * server may refuse them in some namespaces: there it is one failure of admission more.
   */
  private static void mirrorPods(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int everywhere = facts.mayEverywhere(Capability.CREATE_MIRROR_PODS);
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int identity = facts.nodeIdentity(nodeClass);
      Map<Integer, PolicyVerdict> verdicts = new HashMap<>();
      List<Integer> open = new ArrayList<>();
      PolicyVerdict refused = null;
      for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
        int profile = landscape.admission().profile(namespace);
        PolicyVerdict verdict =
            verdicts.computeIfAbsent(
                profile,
                one ->
                    landscape
                        .admission()
                        .policiesOnMirrorPods(
                            one, PodEvidence.node(landscape, facts.a(identity)).name()));
        if (verdict.refused() && !verdict.undecided()) {
          refused = verdict;
        } else {
          open.add(namespace);
        }
      }
      if (refused == null) {
        request(steps, facts, identity, everywhere);
        continue;
      }
      AdmissionForms.add(
          landscape,
          false,
          refused,
          List.of(), // no engine is asked about mirror pods: none is taken to refuse them
          () -> steps.to(everywhere).from(identity).from(facts.apiPlace()));
      for (int namespace : open) {
        request(steps, facts, identity, facts.may(Capability.CREATE_MIRROR_PODS, namespace));
      }
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
