package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.AdmissionRules.Parameter;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ValidatingAdmissionPolicies in force. A policy without a binding does nothing; each binding is
 * evaluated with each of its parameters, and whatever is refused once is refused.
 */
public final class ValidatingPolicies {

  private final List<PolicyInForce> bound;
  private final List<Parameter> parameters;
  private final Set<String> unreadable;

  /** Whether an API server holds the policies, and so has taken them. */
  private final boolean stored;

  private final ExpressionEngine engine;

  private ValidatingPolicies(Cluster cluster, List<PolicyInForce> bound, ExpressionEngine engine) {
    this(
        bound,
        cluster.admissionParameters(),
        Set.copyOf(cluster.unreadParameterKinds()),
        cluster.sourceKind() != Cluster.SourceKind.MANIFESTS,
        engine);
  }

  private ValidatingPolicies(
      List<PolicyInForce> bound,
      List<Parameter> parameters,
      Set<String> unreadable,
      boolean stored,
      ExpressionEngine engine) {
    this.bound = List.copyOf(bound);
    this.parameters = parameters;
    this.unreadable = unreadable;
    this.stored = stored;
    this.engine = engine;
  }

  /** Only those that may be asked about the creation of pods in a namespace of these labels. */
  public ValidatingPolicies onPodsIn(LabelSet namespace) {
    return new ValidatingPolicies(
        bound.stream().filter(one -> one.mayMeetPods(namespace)).toList(),
        parameters,
        unreadable,
        stored,
        engine);
  }

  /** The policies of a cluster that some binding puts in force. */
  public static ValidatingPolicies of(Cluster cluster, ExpressionEngine engine) {
    return new ValidatingPolicies(cluster, PolicyInForce.of(cluster, false), engine);
  }

  /** Whether nothing is in force. */
  public boolean isEmpty() {
    return bound.isEmpty();
  }

  /** The policies in force. */
  public List<AdmissionRules.Policy> inForce() {
    return bound.stream().map(PolicyInForce::policy).toList();
  }

  /** The bindings by which they are. */
  public List<AdmissionRules.Binding> bindings() {
    return bound.stream().flatMap(one -> one.bindings().stream()).toList();
  }

  /** Only those that are about a resource of the core group, by its plural name. */
  public ValidatingPolicies about(String resource) {
    return new ValidatingPolicies(
        bound.stream().filter(one -> one.isAbout(resource)).toList(),
        parameters,
        unreadable,
        stored,
        engine);
  }

  /** Whether one of them surely refuses a request: those after it are not asked. */
  public boolean refuse(AdmissionRequest request) {
    return !review(request, true).refusals().isEmpty();
  }

  /** What all of them say of a request. */
  public PolicyOutcome review(AdmissionRequest request) {
    return review(request, false);
  }

  private PolicyOutcome review(AdmissionRequest request, boolean untilRefused) {
    List<PolicyOutcome.Refusal> refusals = new ArrayList<>();
    List<PolicyOutcome.Undecided> undecided = new ArrayList<>();
    for (PolicyInForce one : bound) {
      for (AdmissionRules.Binding binding : one.asked(request)) {
        for (PolicyOutcome said : review(one.policy(), binding, request)) {
          refusals.addAll(said.refusals());
          undecided.addAll(said.undecided());
        }
        if (untilRefused && !refusals.isEmpty()) {
          return new PolicyOutcome(refusals, undecided);
        }
      }
    }
    return new PolicyOutcome(refusals, undecided);
  }

  /** What a policy says by one binding, if it is there at all. */
  private List<PolicyOutcome> review(
      AdmissionRules.Policy policy, AdmissionRules.Binding binding, AdmissionRequest request) {
    List<PolicyOutcome> outcomes = reviewStored(policy, binding, request);
    if (stored || outcomes.stream().allMatch(one -> one.refusals().isEmpty())) {
      return outcomes;
    }
    Optional<String> refusal = engine.refusal(policy);
    if (refusal.isEmpty()) {
      return outcomes;
    }
    PolicyDecisions said = new PolicyDecisions(policy, binding);
    said.leaveOpen(ExpressionEngine.NOT_TAKEN + refusal.get());
    return List.of(said.outcome());
  }

  /** What a policy says by one binding, with each of its parameters. */
  private List<PolicyOutcome> reviewStored(
      AdmissionRules.Policy policy, AdmissionRules.Binding binding, AdmissionRequest request) {
    PolicyDecisions said = new PolicyDecisions(policy, binding);
    AdmissionRules.ParameterKind kind = policy.parameterKind();
    if (kind != null && binding.parameters() != null && unreadable.contains(kind.kind())) {
      if (BindingReview.denies(binding)) {
        said.leaveOpen("its parameters of kind " + kind.kind() + " were not read");
      }
      return List.of(said.outcome());
    }
    try {
      List<PolicyOutcome> outcomes = new ArrayList<>();
      for (@Nullable Parameter parameter :
          ParameterChoice.of(policy, binding, parameters, request)) {
        outcomes.add(new BindingReview(policy, binding, parameter, request, engine).outcome());
      }
      return outcomes;
    } catch (ExpressionException missing) {
      said.fail("failed to configure binding: " + missing.getMessage());
      return List.of(said.outcome());
    }
  }
}
