package dev.ringfence.engine.admission.openshift;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.engine.PolicyLabels;
import dev.ringfence.engine.admission.engine.PolicyTexts;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PlainObjects;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All constraints: a pod is admitted by the first that may be used and allows it. */
public final class SecurityContextConstraints implements PolicyEngine {

  private final List<AdmissionRules.EngineObject> constraints;

  private SecurityContextConstraints(Cluster cluster) {
    this.constraints =
        cluster.engineObjects().stream()
            .filter(one -> one.kind().equals("SecurityContextConstraints"))
            .sorted(
                Comparator.comparing(SecurityContextConstraints::priority)
                    .reversed()
                    .thenComparing(one -> one.meta().name()))
            .toList();
  }

  public static SecurityContextConstraints of(Cluster cluster) {
    return new SecurityContextConstraints(cluster);
  }

  private static Long priority(AdmissionRules.EngineObject constraint) {
    return constraint.content().get("priority") instanceof Long own ? own : Long.valueOf(0);
  }

  /** Whether there is none, as anywhere but on OpenShift. */
  public boolean isEmpty() {
    return constraints.isEmpty();
  }

  @Override
  public String name() {
    return "security-context-constraints";
  }

  /** They are compiled into the API server. */
  @Override
  public boolean serves(AdmissionRules.Webhook webhook) {
    return false;
  }

  @Override
  public Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    constraints.forEach(one -> texts.addAll(PolicyTexts.of(one.content())));
    return texts;
  }

  /** They look at no labels. */
  @Override
  public Set<PolicyLabels.Named> labels() {
    return Set.of();
  }

  @Override
  public PolicyOutcome review(AdmissionRequest request) {
    boolean pod = request.group().isEmpty() && request.resource().equals("pods");
    if (!pod || constraints.isEmpty() || request.object() == null) {
      return new PolicyOutcome(List.of(), List.of());
    }
    Map<String, Object> object = PlainObjects.fields(request.object());
    List<String> refused = new ArrayList<>();
    for (AdmissionRules.EngineObject constraint : constraints) {
      if (!mayUse(constraint, request, object)) {
        continue;
      }
      List<String> against =
          ConstraintReview.of(constraint.content(), object, request.namespaceAnnotations());
      if (against.isEmpty()) {
        return new PolicyOutcome(List.of(), List.of());
      }
      refused.add(constraint.meta().name() + ": " + String.join(", ", against));
    }
    String why =
        refused.isEmpty()
            ? "no security context constraint may be used"
            : "unable to validate against any security context constraint: "
                + String.join("; ", refused);
    return new PolicyOutcome(
        List.of(new PolicyOutcome.Refusal(constraints.getFirst().meta(), "", why)), List.of());
  }

  /** The creator or the pod's service account, by name, by group or by the verb {@code use}. */
  private static boolean mayUse(
      AdmissionRules.EngineObject constraint,
      AdmissionRequest request,
      Map<String, Object> object) {
    String name = PlainObjects.text(object, "spec", "serviceAccountName");
    String namespace = request.namespace();
    AdmissionRequest.User account =
        new AdmissionRequest.User(
            "system:serviceaccount:" + namespace + ":" + (name.isEmpty() ? "default" : name),
            List.of(
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace,
                "system:authenticated"));
    List<String> users = PlainObjects.texts(constraint.content().get("users"));
    List<String> groups = PlainObjects.texts(constraint.content().get("groups"));
    for (AdmissionRequest.User one : List.of(request.user(), account)) {
      if (users.contains(one.name())
          || one.groups().stream().anyMatch(groups::contains)
          || request
              .authorizer()
              .allowed(
                  one,
                  "use",
                  "security.openshift.io",
                  "securitycontextconstraints",
                  "",
                  namespace,
                  constraint.meta().name(),
                  "")) {
        return true;
      }
    }
    return false;
  }
}
