package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.EngineVerdict;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.verdict.Boundary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  static final Assumption NOT_RUNNING =
      new Assumption(
          "policy-engine-not-running",
          "The source has policies of a policy engine, but no webhook of it: it may not run, or not"
              + " be asked.",
          "not-running");

  /** What one way past all engines takes; {@code facts} are further premises. */
  private record Form(
      List<Boundary> boundaries, List<Assumption> assumptions, List<Integer> facts) {
    private static final Form NOTHING = new Form(List.of(), List.of(), List.of());

    static Form failing(Boundary boundary) {
      return new Form(List.of(boundary), List.of(), List.of());
    }

    static Form assuming(List<Assumption> assumptions) {
      return new Form(List.of(), assumptions, List.of());
    }

    static Form given(int fact, List<Assumption> assumptions) {
      return new Form(List.of(), assumptions, List.of(fact));
    }

    Form and(Form other) {
      return new Form(
          both(boundaries, other.boundaries),
          both(assumptions, other.assumptions),
          both(facts, other.facts));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
      Set<T> all = new LinkedHashSet<>(first);
      all.addAll(second);
      return List.copyOf(all);
    }
  }

  private AdmissionForms() {}

  /**
   * Adds one step for each form.
   *
   * @param refused whether Pod Security refuses
   * @param policies what the policies inside the API server say
   * @param engines what the policy engines say whose policies are read
   * @param draft begins the step anew, its premises with it
   */
  static void add(
      Landscape landscape,
      boolean refused,
      PolicyVerdict policies,
      List<EngineVerdict> engines,
      Supplier<StepSink.Draft> draft) {
    add(landscape, refused, policies, engines, landscape.admission().otherEngines(), draft);
  }

  /**
   * The same where only some engines are asked.
   *
   * @param asked the configurations that may refuse, those of {@code engines} among them or not
   */
  static void add(
      Landscape landscape,
      boolean refused,
      PolicyVerdict policies,
      List<EngineVerdict> engines,
      List<String> asked,
      Supplier<StepSink.Draft> draft) {
    List<Form> forms = insideTheServer(landscape, refused, policies);
    for (EngineVerdict engine : engines) {
      if (engine.verdict().refused()) {
        forms = together(forms, pastEngine(landscape, engine));
      }
    }
    forms = together(forms, pastUnknown(landscape, engines, asked));
    for (Form form : forms) {
      StepSink.Draft step = draft.get();
      form.boundaries().forEach(step::breaking);
      form.assumptions().forEach(step::assuming);
      form.facts().forEach(step::from);
      step.add();
    }
  }

  /** What was not asked, because there is too much of it. */
  static void addUnasked(Supplier<StepSink.Draft> draft) {
    draft.get().assuming(NOT_EVALUATED).add();
  }

  private static List<Form> together(List<Form> first, List<Form> second) {
    List<Form> together = new ArrayList<>();
    for (Form one : first) {
      second.forEach(other -> together.add(one.and(other)));
    }
    return together;
  }

  /** Pod Security and policies are one engine: its failure lets through what both refuse. */
  private static List<Form> insideTheServer(
      Landscape landscape, boolean refused, PolicyVerdict policies) {
    if (!refused && !policies.refused()) {
      return List.of(Form.NOTHING);
    }
    Boundary engine = Boundaries.admission(Boundaries.ADMISSION_IN_API_SERVER);
    List<Form> forms = new ArrayList<>(List.of(Form.failing(engine)));
    List<Assumption> exempt = refused ? List.of(EXEMPTIONS) : List.of();
    if (!policies.refused()) {
      forms.add(Form.assuming(exempt));
      return forms;
    }
    int down = Fence.ADMISSION_ENGINE.named(landscape.facts(), Fence.POLICIES_OF_THE_SERVER);
    if (down >= 0) {
      forms.add(Form.given(down, exempt));
    }
    if (policies.undecided()) {
      List<Assumption> feared = new ArrayList<>(exempt);
      feared.add(NOT_EVALUATED);
      forms.add(Form.assuming(feared));
    }
    return forms;
  }

  /** An engine that refuses: it fails, is down, or is not what it seems. */
  private static List<Form> pastEngine(Landscape landscape, EngineVerdict engine) {
    List<Form> forms = new ArrayList<>();
    String name = engine.builtIn() ? Boundaries.ADMISSION_IN_API_SERVER : engine.engine();
    forms.add(Form.failing(Boundaries.admission(name)));
    List<String> all = landscape.admission().otherEngines();
    for (int at = 0; at < all.size(); at++) {
      int down = Fence.ADMISSION_ENGINE.named(landscape.facts(), at);
      boolean own = engine.webhooks().contains(all.get(at)) || all.get(at).equals(engine.engine());
      if (own && down >= 0) {
        forms.add(Form.given(down, List.of()));
      }
    }
    if (engine.verdict().undecided()) {
      forms.add(Form.assuming(List.of(NOT_EVALUATED)));
    }
    if (engine.webhooks().isEmpty() && !engine.builtIn()) {
      forms.add(Form.assuming(List.of(NOT_RUNNING)));
    }
    return forms;
  }

  /**
   * If policies do refuse, at least one engine does; which one is not known, so failing any one of
   * them is taken to be enough.
   */
  private static List<Form> pastUnknown(
      Landscape landscape, List<EngineVerdict> read, List<String> asked) {
    List<Form> forms = new ArrayList<>();
    List<String> engines = landscape.admission().otherEngines();
    for (int engine = 0; engine < engines.size(); engine++) {
      String name = engines.get(engine);
      boolean isRead =
          read.stream().anyMatch(one -> one.webhooks().contains(name) || one.engine().equals(name));
      if (isRead || !asked.contains(name)) {
        continue;
      }
      forms.add(Form.failing(Boundaries.admission(name)));
      int down = Fence.ADMISSION_ENGINE.named(landscape.facts(), engine);
      if (down >= 0) {
        forms.add(Form.given(down, List.of()));
      }
    }
    forms.add(forms.isEmpty() ? Form.NOTHING : Form.assuming(List.of(NOT_EVALUATED)));
    return forms;
  }
}
