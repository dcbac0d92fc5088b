package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.Changes;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.MutatingPolicies;
import dev.ringfence.engine.admission.policy.MutationOutcome;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the policies inside the API server make of made-up pods. */
final class PodTrials {

  private final ValidatingPolicies policies;
  private final MutatingPolicies mutations;
  private final PodVariants variants;
  private final SteadyRefusals steady;

  /** Whoever creates pods, as far as policies tell creators apart. */
  private final List<AdmissionRequest.User> creators;

  /** Whether policies were seen to look into names that others could stand for. */
  private boolean tellsNamesApart;

  /** Who refuses plain pods: the same for every shape and node that is asked about. */
  private final Map<List<Object>, List<PolicyOutcome.Refusal>> plainRefusals = new HashMap<>();

  PodTrials(
      ValidatingPolicies policies,
      MutatingPolicies mutations,
      PodVariants variants,
      SteadyRefusals steady,
      List<AdmissionRequest.User> creators) {
    this.policies = policies;
    this.mutations = mutations;
    this.variants = variants;
    this.steady = steady;
    this.creators = List.copyOf(creators);
  }

  /**
   * A verdict that stands for other names as well; empty where policies may tell those apart. Then
   * nothing stands for others any more, because parts of answers are remembered.
   */
  Optional<PolicyVerdict> alike(
      AlikeNames.Renaming renaming, Supplier<PolicyVerdict> answer, ExpressionEngine expressions) {
    PolicyVerdict verdict =
        tellsNamesApart
            ? null
            : expressions.withoutLookingInto(renaming.madeUp(), renaming::mayBeRenamed, answer);
    boolean named =
        verdict == null
            || verdict.refusals().stream().anyMatch(one -> renaming.isIn(one.message()));
    tellsNamesApart |= named;
    return named ? Optional.empty() : Optional.ofNullable(verdict);
  }

  /** A pod of a dangerous shape. */
  PolicyVerdict shape(Namespace namespace, ShapeForms.Form form) {
    return shape(namespace, form, creators);
  }

  /** The same, created by one of these. */
  PolicyVerdict shape(
      Namespace namespace, ShapeForms.Form form, List<AdmissionRequest.User> creators) {
    Map<String, Object> wanted =
        KeptFields.beyond(PodObject.of(form.without()), PodObject.of(form.spec()));
    return review(
        namespace,
        creators,
        List.of(pod -> {}),
        () -> PodObject.of(form.spec()),
        (before, after) -> KeptFields.in(wanted, after));
  }

  /** A mirror pod that the node's identity makes of itself: NodeRestriction's terms. */
  PolicyVerdict mirror(Namespace namespace, String node) {
    Map<String, Object> wanted = MadeUpRequests.mirrorFields();
    return review(
        namespace,
        List.of(MadeUpRequests.kubelet(node)),
        List.of(spec -> spec.put("nodeName", node)),
        MadeUpRequests::mirrorPod,
        (before, after) -> KeptFields.in(wanted, after));
  }

  /** Pods that ask to be placed on the node, in each way that would do. */
  PolicyVerdict placed(Namespace namespace, Node node) {
    return placed(namespace, node, creators);
  }

  /** The same, created by one of these. */
  PolicyVerdict placed(Namespace namespace, Node node, List<AdmissionRequest.User> creators) {
    return review(
        namespace,
        creators,
        PlacementWays.to(node),
        () -> PodObject.of(ShapeSpecs.plain()),
        (before, after) -> KeptFields.fitsStill(node, before, after));
  }

  /** Whether a pod that policies changed is still what somebody wanted. */
  private interface Purpose {
    boolean isServed(Map<String, Object> before, Map<String, Object> after);
  }

  private PolicyVerdict review(
      Namespace namespace,
      List<AdmissionRequest.User> creators,
      List<Consumer<Map<String, Object>>> ways,
      MadeUpRequests.Base base,
      Purpose purpose) {
    List<PolicyOutcome.Refusal> first = List.of();
    String undecided = "";
    boolean untried = false;
    boolean whoeverAsks = true;
    for (Consumer<Map<String, Object>> way : ways) {
      for (AdmissionRequest.User creator : creators) {
        boolean held = false;
        boolean whoever = false;
        JointChanges joint = new JointChanges(variants);
        Trial trial = new Trial(namespace, creator, way, base, purpose);
        for (PodVariants.Change change : variants.changes()) {
          PolicyOutcome outcome = outcome(trial, change);
          if (outcome.refusals().isEmpty() && outcome.undecided().isEmpty()) {
            return PolicyVerdict.PASSES;
          }
          joint.note(change, outcome);
          if (outcome.refusals().isEmpty()) {
            undecided = outcome.undecided().getFirst().why();
          } else {
            first = first.isEmpty() ? outcome.refusals() : first;
            if (undecided.isEmpty()
                && MadeUpRequests.isAllOf(plain(namespace, change, creator), outcome.refusals())) {
              undecided = "policies ask of every pod for what made-up pods do not have";
            }
          }
          if (steady.hold(outcome)) {
            held = true;
            whoever = undecided.isEmpty() && steady.holdForAnybody(outcome);
            break;
          }
        }
        if (!held) {
          List<PodVariants.Change> combinations = new ArrayList<>(joint.toTry());
          combinations.addAll(joint.further(variants.changes()));
          for (PodVariants.Change change : combinations) {
            PolicyOutcome outcome = outcome(trial, change);
            if (outcome.refusals().isEmpty() && outcome.undecided().isEmpty()) {
              return PolicyVerdict.PASSES;
            }
            joint.noteJoint(change, outcome);
            undecided =
                outcome.refusals().isEmpty() ? outcome.undecided().getFirst().why() : undecided;
          }
          untried |= !joint.areAll() || !variants.areAll();
        }
        whoeverAsks &= whoever;
        if (whoever) {
          break; // the others are refused by the same
        }
      }
    }
    if (undecided.isEmpty() && untried) {
      undecided = "a label, name or image may be found that a policy lets through";
    }
    return new PolicyVerdict(true, !undecided.isEmpty(), whoeverAsks, first);
  }

  /** What is made up, and for what. */
  private record Trial(
      Namespace namespace,
      AdmissionRequest.User creator,
      Consumer<Map<String, Object>> way,
      MadeUpRequests.Base base,
      Purpose purpose) {}

  private PolicyOutcome outcome(Trial trial, PodVariants.Change change) {
    Map<String, Object> pod = trial.base().pod();
    trial.way().accept(MadeUpRequests.spec(pod));
    change.to(pod);
    return outcome(
        MadeUpRequests.request(trial.namespace(), pod, trial.creator()), trial.purpose());
  }

  private List<PolicyOutcome.Refusal> plain(
      Namespace namespace, PodVariants.Change change, AdmissionRequest.User creator) {
    return plainRefusals.computeIfAbsent(
        List.of(namespace.name(), change, creator),
        ignored ->
            outcome(
                    MadeUpRequests.request(namespace, MadeUpRequests.plainPod(change), creator),
                    (before, after) -> true)
                .refusals());
  }

  private PolicyOutcome outcome(AdmissionRequest request, Purpose purpose) {
    if (mutations.isEmpty()) {
      return policies.review(request);
    }
    MutationOutcome made = mutations.mutate(request, Changes.NONE);
    if (!made.outcome().refusals().isEmpty()) {
      return made.outcome();
    }
    Map<String, Object> before = Objects.requireNonNull(request.object());
    Map<String, Object> after = Objects.requireNonNull(made.request().object());
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    if (!purpose.isServed(before, after)) {
      for (AdmissionRules.Policy policy : mutations.inForce()) {
        if (made.changedBy().contains(policy.meta().name())) {
          refusals.add(new PolicyOutcome.Refusal(policy.meta(), "", "takes that out of the pod"));
        }
      }
    }
    PolicyOutcome then = policies.review(made.request());
    refusals.addAll(then.refusals());
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>(then.undecided());
    undecided.addAll(made.outcome().undecided());
    // What a policy that cannot be told makes of the pod may be let through after all.
    return made.outcome().undecided().isEmpty()
        ? new PolicyOutcome(refusals, undecided)
        : new PolicyOutcome(List.of(), undecided);
  }
}
