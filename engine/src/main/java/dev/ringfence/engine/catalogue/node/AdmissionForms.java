package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.verdict.Boundary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The forms that a step takes at admission: let through, past an engine that fails, or on an
 * assumption about what the API does not show.
 */
final class AdmissionForms {

  /** Pods of workloads come from kube-system's controllers, which are usually exempt. */
  static final Assumption EXEMPTIONS =
      new Assumption(
          "pod-security-exemptions",
          "The file that configures Pod Security may exempt users, such as the controllers that"
              + " create the pods of workloads, runtime classes or namespaces.",
          "exempt");

  static final Assumption NOT_EVALUATED =
      new Assumption(
          "admission-policies-not-evaluated",
          "Admission policies and webhooks that concern pods are not evaluated yet; they may let"
              + " dangerous pods through.",
          "let-through");

  /**
   * @param fact a further premise, or -1
   */
  private record Form(List<Boundary> boundaries, List<Assumption> assumptions, int fact) {
    Form(List<Boundary> boundaries, List<Assumption> assumptions) {
      this(boundaries, assumptions, -1);
    }
  }

  private AdmissionForms() {}

  /**
   * Adds one step for each form.
   *
   * @param refused whether Pod Security refuses
   * @param policies what the policies inside the API server say
   * @param draft begins the step anew, its premises with it
   */
  static void add(
      Landscape landscape,
      boolean refused,
      PolicyVerdict policies,
      Supplier<StepSink.Draft> draft) {
    for (Form bySecurity : insideTheServer(landscape, refused, policies)) {
      for (Form byOthers : otherEngines(landscape)) {
        StepSink.Draft step = draft.get();
        bySecurity.boundaries().forEach(step::breaking);
        bySecurity.assumptions().forEach(step::assuming);
        for (Boundary boundary : byOthers.boundaries()) {
          if (!bySecurity.boundaries().contains(boundary)) {
            step.breaking(boundary);
          }
        }
        byOthers.assumptions().stream()
            .filter(assumption -> !bySecurity.assumptions().contains(assumption))
            .forEach(step::assuming);
        if (bySecurity.fact() >= 0) {
          step.from(bySecurity.fact());
        }
        if (byOthers.fact() >= 0) {
          step.from(byOthers.fact());
        }
        step.add();
      }
    }
  }

  /** Pod Security and policies are one engine: its failure lets through what both refuse. */
  private static List<Form> insideTheServer(
      Landscape landscape, boolean refused, PolicyVerdict policies) {
    if (!refused && !policies.refused()) {
      return List.of(new Form(List.of(), List.of()));
    }
    Boundary engine = Boundaries.admission(Boundaries.ADMISSION_IN_API_SERVER);
    List<Form> forms = new ArrayList<>(List.of(new Form(List.of(engine), List.of())));
    List<Assumption> exempt = refused ? List.of(EXEMPTIONS) : List.of();
    if (!policies.refused()) {
      forms.add(new Form(List.of(), exempt));
      return forms;
    }
    int down = Fence.ADMISSION_ENGINE.named(landscape.facts(), Fence.POLICIES_OF_THE_SERVER);
    if (down >= 0) {
      forms.add(new Form(List.of(), exempt, down));
    }
    if (policies.undecided()) {
      List<Assumption> feared = new ArrayList<>(exempt);
      feared.add(NOT_EVALUATED);
      forms.add(new Form(List.of(), feared));
    }
    return forms;
  }

  /**
   * If policies do refuse, at least one engine does; which one is not known, so failing any one of
   * them is taken to be enough.
   */
  private static List<Form> otherEngines(Landscape landscape) {
    List<Form> forms = new ArrayList<>();
    List<String> engines = landscape.admission().otherEngines();
    for (int engine = 0; engine < engines.size(); engine++) {
      forms.add(new Form(List.of(Boundaries.admission(engines.get(engine))), List.of()));
      int down = Fence.ADMISSION_ENGINE.named(landscape.facts(), engine);
      if (down >= 0) {
        forms.add(new Form(List.of(), List.of(), down));
      }
    }
    forms.add(
        forms.isEmpty()
            ? new Form(List.of(), List.of())
            : new Form(List.of(), List.of(NOT_EVALUATED)));
    return forms;
  }
}
