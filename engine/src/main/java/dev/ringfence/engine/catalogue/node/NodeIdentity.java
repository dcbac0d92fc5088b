package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.MirrorQuestion;
import dev.ringfence.engine.admission.MirrorVerdict;
import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.RowByAdmission;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
final class NodeIdentity implements RowByAdmission {

  /** What the {@code AUXILIARY} facts of this row mean by their first argument. */
  private static final int MIRRORS = 21;

  @Override
  public String id() {
    return "E14";
  }

  @Override
  public String title() {
    return "uses a node's identity";
  }

  @Override
  public void deriveAdmitted(Landscape landscape, StepSink steps) {
    mirrorPods(landscape, steps);
  }

  @Override
  public void deriveRest(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int identity = facts.nodeIdentity(nodeClass);
      steps.to(identity).from(facts.node(nodeClass)).add();
      request(steps, facts, identity, facts.fact(FactKind.NODE_SECRETS, nodeClass));
      request(steps, facts, identity, facts.fact(FactKind.NODE_CONTENT, nodeClass));
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
   * server, and webhooks that are asked about them, may refuse them in some namespaces: there it is
   * one failure of admission more.
   */
  private static void mirrorPods(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    Map<MirrorQuestion, List<Integer>> questions = new LinkedHashMap<>();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      questions
          .computeIfAbsent(
              landscape.admission().mirrorQuestion(namespace), one -> new ArrayList<>())
          .add(namespace);
    }
    List<MirrorQuestion> asked = List.copyOf(questions.keySet());
    int[] answers = answeredAlike(landscape, asked);
    int everywhere = facts.mayEverywhere(Capability.CREATE_MIRROR_PODS);
    List<MirrorQuestion> all = new ArrayList<>();
    for (int question = 0; question < answers.length; question++) {
      if (answers[question] == all.size()) {
        all.add(asked.get(question));
      }
      for (int namespace : questions.getOrDefault(asked.get(question), List.of())) {
        if (answers.length > 1) {
          steps
              .to(facts.may(Capability.CREATE_MIRROR_PODS, namespace))
              .from(facts.fact(FactKind.AUXILIARY, MIRRORS, answers[question]))
              .add();
        }
      }
    }
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      int identity = facts.nodeIdentity(nodeClass);
      String node = PodEvidence.node(landscape, nodeClass).name();
      List<MirrorVerdict> verdicts = new ArrayList<>();
      all.forEach(one -> verdicts.add(landscape.admission().onMirrorPods(one, node)));
      if (verdicts.stream().allMatch(MirrorVerdict::passes)) {
        request(steps, facts, identity, everywhere);
        continue;
      }
      for (int at = 0; at < all.size(); at++) {
        MirrorVerdict verdict = verdicts.get(at);
        int conclusion =
            answers.length > 1 ? facts.fact(FactKind.AUXILIARY, MIRRORS, at) : everywhere;
        AdmissionForms.add(
            landscape,
            false,
            verdict.policies(),
            verdict.engines(),
            verdict.unknown(),
            () -> steps.to(conclusion).from(identity).from(facts.apiPlace()));
      }
    }
  }

  /**
   * For each question the number of its answers, the same where every node gets the same ones;
   * numbered as they come up first. Namespaces of a thousand tenants are told apart by policies,
   * and yet treated alike: a step for each of them and each node would be a million.
   */
  private static int[] answeredAlike(Landscape landscape, List<MirrorQuestion> asked) {
    int[] answers = new int[asked.size()];
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      String node = PodEvidence.node(landscape, nodeClass).name();
      Map<List<Object>, Integer> numbers = new HashMap<>();
      for (int question = 0; question < answers.length; question++) {
        MirrorVerdict verdict = landscape.admission().onMirrorPods(asked.get(question), node);
        answers[question] =
            numbers.computeIfAbsent(
                List.of(answers[question], verdict.decision()), fresh -> numbers.size());
      }
    }
    return answers;
  }

  private static void request(StepSink steps, Facts facts, int identity, int conclusion) {
    steps.to(conclusion).from(identity).from(facts.apiPlace()).add();
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    if (landscape.facts().kind(step.premise(0)) == FactKind.AUXILIARY) {
      int namespace = landscape.facts().b(step.conclusion());
      evidence.add(
          landscape.cluster().namespaces().get(namespace).meta(),
          "metadata.labels",
          "what is asked about mirror pods there");
      return;
    }
    PodEvidence.addNode(
        landscape,
        landscape.facts().a(step.premise(0)),
        "metadata.name",
        "system:node:" + PodEvidence.node(landscape, landscape.facts().a(step.premise(0))).name(),
        evidence);
  }
}
