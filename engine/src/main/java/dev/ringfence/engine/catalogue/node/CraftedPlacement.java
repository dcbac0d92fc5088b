package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.EngineVerdict;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.RowByAdmission;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.fact.FactKind;
import java.util.List;
import java.util.function.Supplier;

/**
 * I11. Whoever makes up pods has them placed on any node: nodeName goes past the scheduler and
 * NoSchedule taints, any toleration can be asked for, and Pod Security says nothing of either.
 * Where policies or webhooks concern pods → their {@code admission}, or the assumption that they
 * let it through.
 *
 * <p>Source: Kubernetes documentation, "Assigning Pods to Nodes", nodeName.
 */
final class CraftedPlacement implements RowByAdmission {

  @Override
  public String id() {
    return "I11";
  }

  @Override
  public String title() {
    return "has a pod of its own making placed on a node";
  }

  @Override
  public void deriveAdmitted(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int nodeClasses = landscape.placement().nodeClasses().size();
    int profiles = landscape.admission().profiles().size();
    // Profile by profile: what follows from one lies together then, and is gone through faster.
    for (int profile = 0; profile < profiles; profile++) {
      int crafts = facts.fact(FactKind.CRAFTS, profile);
      for (int nodeClass = 0; nodeClass < nodeClasses; nodeClass++) {
        int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
        Node node = PodEvidence.node(landscape, nodeClass);
        PolicyVerdict policies = landscape.admission().policiesOn(profile, node);
        List<EngineVerdict> engines = landscape.admission().enginesOn(profile, node);
        AdmissionForms.add(
            landscape, false, policies, engines, () -> steps.to(placed).from(crafts));
        if (NamedCreators.mayGetFurther(policies, engines)) {
          byNamed(landscape, profile, nodeClass, steps);
        }
      }
    }
  }

  @Override
  public void deriveRest(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int nodeClasses = landscape.placement().nodeClasses().size();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int crafted = facts.crafted(namespace);
      for (int nodeClass = 0; nodeClass < nodeClasses; nodeClass++) {
        int codeOn = facts.codeOn(crafted, nodeClass);
        steps
            .to(codeOn)
            .from(facts.codeAnywhere(crafted))
            .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
            .add();
      }
      steps.to(facts.code(crafted)).from(facts.codeAnywhere(crafted)).add();
    }
  }

  /** Whom policies know they may let go where they let nobody else. */
  private static void byNamed(Landscape landscape, int profile, int nodeClass, StepSink steps) {
    var facts = landscape.facts();
    Node node = PodEvidence.node(landscape, nodeClass);
    List<NamedCreators.Creator> creators = NamedCreators.of(landscape, profile);
    for (int at = 0; at < creators.size(); at++) {
      NamedCreators.Creator creator = creators.get(at);
      Supplier<StepSink.Draft> draft =
          () ->
              steps
                  .to(facts.fact(FactKind.CRAFTED_ON, nodeClass))
                  .from(facts.fact(FactKind.CRAFTS, profile))
                  .from(facts.holds(creator.identity()));
      if (at == NamedCreators.MOST) {
        AdmissionForms.addUnasked(draft);
        return;
      }
      AdmissionForms.add(
          landscape,
          false,
          landscape.admission().policiesOn(profile, node, creator.user()),
          landscape.admission().enginesOn(profile, node, List.of(creator.user())),
          draft);
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    FactKind kind = landscape.facts().kind(step.conclusion());
    if (kind == FactKind.CRAFTED_ON || kind == FactKind.CODE_ON) {
      int nodeClass =
          kind == FactKind.CRAFTED_ON
              ? landscape.facts().a(step.conclusion())
              : landscape.facts().b(step.conclusion());
      evidence.add(
          new ObjectReference("Pod", null, "(made up)"),
          null,
          "spec.nodeName",
          PodEvidence.node(landscape, nodeClass).name());
    }
  }
}
