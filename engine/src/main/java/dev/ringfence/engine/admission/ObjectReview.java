package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PodStandards;
import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.MutatingPolicies;
import dev.ringfence.engine.admission.policy.MutationOutcome;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.admission.policy.RequestMatch;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Admission of single objects by everything that a cluster has in force. */
public final class ObjectReview {

  private final Cluster cluster;
  private final PodSecurityVersion server;
  private final ValidatingPolicies policies;
  private final MutatingPolicies mutations;
  private final List<PolicyEngine> engines;

  private ObjectReview(Cluster cluster, ExpressionEngine engine) {
    this.cluster = cluster;
    this.server = PodSecurityVersion.parse(cluster.kubernetesVersion());
    this.policies = ValidatingPolicies.of(cluster, engine);
    this.mutations = MutatingPolicies.of(cluster, engine);
    this.engines = PolicyEngines.of(cluster);
  }

  public static ObjectReview of(Cluster cluster, ExpressionEngine engine) {
    return new ObjectReview(cluster, engine);
  }

  /** What one level of the Pod Security Standards says of pods and templates. */
  public static ObjectVerdict at(
      PodSecurityLevel level, PodSecurityVersion version, SubmittedObject object) {
    PodSpec spec = object.podSpec();
    return new ObjectVerdict(
        object,
        spec == null ? List.of() : Admission.violations(level, version, spec),
        List.of(),
        List.of(),
        List.of());
  }

  /** What everything in force says of the object. */
  public ObjectVerdict review(SubmittedObject object) {
    List<Violation> violations = new ArrayList<>();
    List<Violation> ofPods = new ArrayList<>();
    List<ObjectVerdict.Undecided> undecided = new ArrayList<>();
    if (!object.namespaceExists()) {
      String name = object.request().namespace();
      violations.add(new Violation("namespace", "namespaces \"" + name + "\" not found", ""));
      return new ObjectVerdict(object, violations, ofPods, undecided, List.of());
    }
    List<String> changedBy = new ArrayList<>();
    MutationOutcome own = mutations.mutate(object.request(), object.revision());
    changedBy.addAll(own.changedBy());
    Map<String, Object> content = own.request().object();
    SubmittedObject changed =
        own.changedBy().isEmpty() || content == null ? object : object.revision().with(content);
    refuse("MutatingAdmissionPolicy/", own.outcome(), violations, undecided);
    if (own.outcome().refusals().isEmpty()) {
      PodSpec spec = changed.isPod() ? changed.podSpec() : null;
      review(changed.request(), spec, changed.podSpec(), violations, undecided);
    }
    AdmissionRequest pods = changed.podRequest();
    if (pods != null) {
      reviewPods(changed, pods, changedBy, ofPods, undecided);
    }
    return new ObjectVerdict(
        changed, violations, ofPods, undecided, changedBy.stream().distinct().toList());
  }

  private void reviewPods(
      SubmittedObject object,
      AdmissionRequest request,
      List<String> changedBy,
      List<Violation> violations,
      List<ObjectVerdict.Undecided> undecided) {
    MutationOutcome pods = mutations.mutate(request, object.revision());
    changedBy.addAll(pods.changedBy());
    Map<String, Object> content = pods.request().object();
    PodSpec spec =
        pods.changedBy().isEmpty() || content == null
            ? object.podSpec()
            : object.revision().podSpec(content);
    refuse("MutatingAdmissionPolicy/", pods.outcome(), violations, undecided);
    if (pods.outcome().refusals().isEmpty()) {
      review(pods.request(), spec, spec, violations, undecided);
    }
  }

  private static void refuse(
      String kind,
      PolicyOutcome outcome,
      List<Violation> violations,
      List<ObjectVerdict.Undecided> undecided) {
    for (PolicyOutcome.Refusal refusal : outcome.refusals()) {
      violations.add(
          new Violation(
              kind + refusal.policy().name(),
              "denied with binding " + refusal.binding(),
              refusal.message()));
    }
    for (PolicyOutcome.Undecided one : outcome.undecided()) {
      undecided.add(new ObjectVerdict.Undecided(kind + one.policy().name(), one.why()));
    }
  }

  /**
   * @param spec of the pod that is created; null where it is something else
   * @param held the same, or what a template asks for; null where there is none
   */
  private void review(
      AdmissionRequest request,
      @Nullable PodSpec spec,
      @Nullable PodSpec held,
      List<Violation> violations,
      List<ObjectVerdict.Undecided> undecided) {
    if (spec != null) {
      Enforced enforced = Enforced.of(request.namespaceLabels(), server);
      violations.addAll(Admission.violations(enforced.level(), enforced.version(), spec));
    }
    refuse("ValidatingAdmissionPolicy/", policies.review(request), violations, undecided);
    for (PolicyEngine engine : engines) {
      if (isAsked(engine, request)) {
        askEngine(engine, request, held, violations, undecided);
      }
    }
    for (AdmissionRules.Webhook webhook : cluster.webhooks()) {
      boolean read = !webhook.mutating() && engines.stream().anyMatch(one -> one.serves(webhook));
      if (!read && RequestMatch.matches(webhook.matches(), false, request)) {
        undecided.add(
            new ObjectVerdict.Undecided(
                webhook.configuration().reference().kind() + "/" + webhook.configuration().name(),
                "the webhook " + webhook.name() + " is asked, and only it knows its answer"));
      }
    }
  }

  /** Where the engine's webhooks are there, they say what it is asked about; else everything. */
  private boolean isAsked(PolicyEngine engine, AdmissionRequest request) {
    List<AdmissionRules.Webhook> own =
        cluster.webhooks().stream()
            .filter(webhook -> !webhook.mutating() && engine.serves(webhook))
            .toList();
    return own.isEmpty()
        || own.stream().anyMatch(one -> RequestMatch.matches(one.matches(), false, request));
  }

  private static void askEngine(
      PolicyEngine engine,
      AdmissionRequest request,
      @Nullable PodSpec held,
      List<Violation> violations,
      List<ObjectVerdict.Undecided> undecided) {
    PodStandards standards = held == null ? PodStandards.UNKNOWN : PodSecurity.standards(held);
    PolicyOutcome outcome = engine.review(request, standards);
    for (PolicyOutcome.Refusal refusal : outcome.refusals()) {
      violations.add(
          new Violation(
              refusal.policy().reference().kind() + "/" + refusal.policy().name(),
              "denied by " + engine.name() + " " + refusal.binding(),
              refusal.message()));
    }
    List<PolicyOutcome.Undecided> open = new ArrayList<>(engine.changes(request));
    open.addAll(outcome.undecided());
    for (PolicyOutcome.Undecided one : open) {
      undecided.add(
          new ObjectVerdict.Undecided(
              one.policy().reference().kind() + "/" + one.policy().name(), one.why()));
    }
  }
}
