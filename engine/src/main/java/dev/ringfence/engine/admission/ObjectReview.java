package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.admission.policy.RequestMatch;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.List;

/** Admission of single objects by everything that a cluster has in force. */
public final class ObjectReview {

  private final Cluster cluster;
  private final PodSecurityVersion server;
  private final ValidatingPolicies policies;

  private ObjectReview(Cluster cluster, ExpressionEngine engine) {
    this.cluster = cluster;
    this.server = PodSecurityVersion.parse(cluster.kubernetesVersion());
    this.policies = ValidatingPolicies.of(cluster, engine);
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
      return new ObjectVerdict(object, violations, ofPods, undecided);
    }
    review(object, object.request(), object.isPod(), violations, undecided);
    AdmissionRequest pods = object.podRequest();
    if (pods != null) {
      review(object, pods, true, ofPods, undecided);
    }
    return new ObjectVerdict(object, violations, ofPods, undecided);
  }

  private void review(
      SubmittedObject object,
      AdmissionRequest request,
      boolean pod,
      List<Violation> violations,
      List<ObjectVerdict.Undecided> undecided) {
    PodSpec spec = object.podSpec();
    if (pod && spec != null) {
      Admission.Enforced enforced = Admission.enforced(request.namespaceLabels(), server);
      violations.addAll(Admission.violations(enforced.level(), enforced.version(), spec));
    }
    PolicyOutcome outcome = policies.review(request);
    for (PolicyOutcome.Refusal refusal : outcome.refusals()) {
      violations.add(
          new Violation(
              "ValidatingAdmissionPolicy/" + refusal.policy().name(),
              "denied with binding " + refusal.binding(),
              refusal.message()));
    }
    for (PolicyOutcome.Undecided one : outcome.undecided()) {
      undecided.add(
          new ObjectVerdict.Undecided(
              "ValidatingAdmissionPolicy/" + one.policy().name(), one.why()));
    }
    for (AdmissionRules.Webhook webhook : cluster.webhooks()) {
      if (RequestMatch.matches(webhook.matches(), false, request)) {
        undecided.add(
            new ObjectVerdict.Undecided(
                webhook.configuration().reference().kind() + "/" + webhook.configuration().name(),
                "the webhook " + webhook.name() + " is asked, and only it knows its answer"));
      }
    }
  }
}
