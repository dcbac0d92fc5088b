package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PodStandards;
import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What each policy engine that is read makes of made-up pods. */
final class EngineTrials {

  /** No change of a made-up pod is one that the standards look at. */
  private static final PodStandards PLAIN = PodSecurity.standards(ShapeSpecs.plain());

  private final List<PolicyEngine> engines;
  private final PodVariants variants;

  /** Who refuses plain pods: the same for every shape and node that is asked about. */
  private final Map<List<Object>, List<PolicyOutcome.Refusal>> plainRefusals = new HashMap<>();

  EngineTrials(List<PolicyEngine> engines, PodVariants variants) {
    this.engines = engines;
    this.variants = variants;
  }

  /** The form of a shape that gets furthest. */
  Map<PolicyEngine, PolicyVerdict> shape(
      Namespace namespace,
      DangerousShape shape,
      ShapeForms forms,
      List<AdmissionRequest.User> creators) {
    Map<PolicyEngine, PolicyVerdict> verdicts = new LinkedHashMap<>();
    for (PolicyEngine engine : engines) {
      verdicts.put(
          engine,
          forms.furthest(
              shape,
              form ->
                  byEngine(
                      engine,
                      namespace,
                      creators,
                      spec -> {},
                      () -> PodObject.of(form.spec()),
                      PodSecurity.standards(form.spec()))));
    }
    return verdicts;
  }

  /** A plain pod that asks for the node by its name. */
  Map<PolicyEngine, PolicyVerdict> placed(
      Namespace namespace, Node node, List<AdmissionRequest.User> creators) {
    return all(
        namespace,
        creators,
        spec -> spec.put("nodeName", node.name()),
        () -> PodObject.of(ShapeSpecs.plain()));
  }

  /** A mirror pod that the node's identity makes. */
  Map<PolicyEngine, PolicyVerdict> mirror(Namespace namespace, String node) {
    return all(
        namespace,
        List.of(MadeUpRequests.kubelet(node)),
        spec -> spec.put("nodeName", node),
        MadeUpRequests::mirrorPod);
  }

  private Map<PolicyEngine, PolicyVerdict> all(
      Namespace namespace,
      List<AdmissionRequest.User> creators,
      Consumer<Map<String, Object>> way,
      MadeUpRequests.Base base) {
    Map<PolicyEngine, PolicyVerdict> verdicts = new LinkedHashMap<>();
    for (PolicyEngine engine : engines) {
      verdicts.put(engine, byEngine(engine, namespace, creators, way, base, PLAIN));
    }
    return verdicts;
  }

  /**
   * A policy that refuses every plain pod as well asks for something that made-up pods do not have,
   * and says nothing of what is dangerous: then the verdict is undecided.
   */
  private PolicyVerdict byEngine(
      PolicyEngine engine,
      Namespace namespace,
      List<AdmissionRequest.User> creators,
      Consumer<Map<String, Object>> way,
      MadeUpRequests.Base base,
      PodStandards standards) {
    List<PolicyOutcome.Refusal> first = List.of();
    boolean undecided = !variants.areAll();
    for (AdmissionRequest.User creator : creators) {
      JointChanges joint = new JointChanges(variants);
      Asking asking =
          change -> {
            Map<String, Object> pod = base.pod();
            way.accept(MadeUpRequests.spec(pod));
            change.to(pod);
            return engine.review(MadeUpRequests.request(namespace, pod, creator), standards);
          };
      for (PodVariants.Change change : variants.changes()) {
        PolicyOutcome outcome = asking.about(change);
        if (outcome.refusals().isEmpty() && outcome.undecided().isEmpty()) {
          return PolicyVerdict.PASSES;
        }
        joint.note(change, outcome);
        undecided =
            undecided
                || outcome.refusals().isEmpty()
                || MadeUpRequests.isAllOf(
                    plain(engine, namespace, change, creator), outcome.refusals());
        if (first.isEmpty()) {
          first = outcome.refusals();
        }
      }
      for (PodVariants.Change change : joint.toTry()) {
        PolicyOutcome outcome = asking.about(change);
        if (outcome.refusals().isEmpty() && outcome.undecided().isEmpty()) {
          return PolicyVerdict.PASSES;
        }
        undecided |= outcome.refusals().isEmpty();
      }
      undecided |= !joint.areAll();
    }
    return new PolicyVerdict(true, undecided, false, first);
  }

  /** What the engine says of a pod that is changed. */
  private interface Asking {
    PolicyOutcome about(PodVariants.Change change);
  }

  private List<PolicyOutcome.Refusal> plain(
      PolicyEngine engine,
      Namespace namespace,
      PodVariants.Change change,
      AdmissionRequest.User creator) {
    return plainRefusals.computeIfAbsent(
        List.of(engine, namespace.name(), change, creator),
        ignored ->
            engine
                .review(
                    MadeUpRequests.request(namespace, MadeUpRequests.plainPod(change), creator),
                    PLAIN)
                .refusals());
  }
}
