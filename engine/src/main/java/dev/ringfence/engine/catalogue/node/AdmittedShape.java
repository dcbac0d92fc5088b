package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.Enforced;
import dev.ringfence.engine.admission.EngineVerdict;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.admission.ShapeSpecs;
import dev.ringfence.engine.admission.Violation;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Fence;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * A7. Whoever makes up pods in a namespace gets admitted what admission lets through there: for
 * each dangerous shape the least pod that has it. Refused by Pod Security → {@code admission} of
 * the API server. Namespaces with one enforcement are one profile, because a made-up pod can go
 * anywhere.
 *
 * <p>Source: Pod Security Standards; the checks are in {@code admission.check}.
 */
final class AdmittedShape implements Row {

  @Override
  public String id() {
    return "A7";
  }

  @Override
  public String title() {
    return "gets a pod of its own making admitted";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    Admission admission = landscape.admission();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      steps
          .to(facts.fact(FactKind.CRAFTS, admission.profile(namespace)))
          .from(facts.codeAnywhere(facts.crafted(namespace)))
          .add();
      int down = Fence.POD_SECURITY.named(facts, namespace);
      if (down >= 0 && admission.profile(namespace) != admission.profileOfNothing(namespace)) {
        steps
            .to(facts.fact(FactKind.CRAFTS, admission.profileOfNothing(namespace)))
            .from(facts.codeAnywhere(facts.crafted(namespace)))
            .from(down)
            .add();
      }
    }
    BitSet reached = new BitSet();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      reached.set(admission.profile(namespace));
      if (Fence.POD_SECURITY.named(facts, namespace) >= 0) {
        reached.set(admission.profileOfNothing(namespace));
      }
    }
    List<Enforced> profiles = admission.profiles();
    for (int profile = 0; profile < profiles.size(); profile++) {
      if (!reached.get(profile)) {
        continue; // nobody gets there: no namespace is like that, nor can be made so
      }
      int crafts = facts.fact(FactKind.CRAFTS, profile);
      for (DangerousShape shape : DangerousShape.values()) {
        int conclusion = facts.fact(FactKind.SHAPE, shape.ordinal());
        PolicyVerdict policies = admission.policiesOn(profile, shape);
        boolean bySecurity = !violations(profiles.get(profile), shape).isEmpty();
        List<EngineVerdict> engines = admission.enginesOn(profile, shape);
        AdmissionForms.add(
            landscape, bySecurity, policies, engines, () -> steps.to(conclusion).from(crafts));
        if (NamedCreators.mayGetFurther(policies, engines)) {
          byNamed(landscape, profile, shape, bySecurity, steps);
        }
      }
    }
  }

  /** Whom policies know they may let through what they refuse to somebody. */
  private static void byNamed(
      Landscape landscape, int profile, DangerousShape shape, boolean bySecurity, StepSink steps) {
    var facts = landscape.facts();
    Admission admission = landscape.admission();
    List<NamedCreators.Creator> creators = NamedCreators.of(landscape, profile);
    for (int at = 0; at < creators.size(); at++) {
      NamedCreators.Creator creator = creators.get(at);
      int holds = facts.holds(creator.identity());
      Supplier<StepSink.Draft> draft =
          () ->
              steps
                  .to(facts.fact(FactKind.SHAPE, shape.ordinal()))
                  .from(facts.fact(FactKind.CRAFTS, profile))
                  .from(holds);
      if (at == NamedCreators.MOST) {
        AdmissionForms.addUnasked(draft);
        return;
      }
      AdmissionForms.add(
          landscape,
          bySecurity,
          admission.policiesOn(profile, shape, creator.user()),
          admission.enginesOn(profile, shape, List.of(creator.user())),
          draft);
    }
  }

  private static List<Violation> violations(Enforced enforced, DangerousShape shape) {
    return Admission.violations(enforced.level(), enforced.version(), ShapeSpecs.of(shape));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    if (facts.kind(step.conclusion()) == FactKind.CRAFTS) {
      int namespace = facts.namespaceOfCrafted(facts.a(step.premise(0)));
      addLabel(landscape.cluster().namespaces().get(namespace), evidence);
      return;
    }
    int profile = facts.a(step.premise(0));
    DangerousShape shape = DangerousShape.values()[facts.a(step.conclusion())];
    PodEvidence.addShape(shape, evidence);
    List<Violation> violations = violations(landscape.admission().profiles().get(profile), shape);
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      if (landscape.admission().profile(namespace) == profile) {
        Namespace example = landscape.cluster().namespaces().get(namespace);
        addLabel(example, evidence);
        violations.forEach(
            violation -> evidence.add(example.meta(), violation.check(), violation.toString()));
        addRefusals(landscape.admission().policiesOn(profile, shape), evidence);
        landscape
            .admission()
            .enginesOn(profile, shape)
            .forEach(engine -> addRefusals(engine.verdict(), evidence));
        return;
      }
    }
  }

  private static void addRefusals(PolicyVerdict policies, EvidenceSink evidence) {
    policies
        .refusals()
        .forEach(refusal -> evidence.add(refusal.policy(), "spec.validations", refusal.message()));
  }

  private static void addLabel(Namespace namespace, EvidenceSink evidence) {
    for (String label : List.of(Enforced.LEVEL_LABEL, Enforced.VERSION_LABEL)) {
      String value = namespace.labels().get(label);
      evidence.add(
          namespace.meta(), "metadata.labels[" + label + "]", value == null ? "unset" : value);
    }
  }
}
