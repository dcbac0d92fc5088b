package dev.ringfence.engine.admission.engine;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.List;
import java.util.Set;

/** A policy engine whose policies are read. */
public interface PolicyEngine {

  /** What the boundary is called that fails where the engine does: {@code kyverno}. */
  String name();

  /** Whether the engine serves this webhook. */
  boolean serves(AdmissionRules.Webhook webhook);

  /** What its policies say of a request, whether or not a webhook asks it. */
  PolicyOutcome review(AdmissionRequest request);

  /** The same of a pod of which it is known what the Pod Security Standards say. */
  default PolicyOutcome review(AdmissionRequest request, PodStandards standards) {
    return review(request);
  }

  /** What it may change in the object of a request before anybody says yes or no to it. */
  default List<PolicyOutcome.Undecided> changes(AdmissionRequest request) {
    return List.of();
  }

  /** Who may change pods of the namespace, or what makes them; none where nobody looks for it. */
  default List<ObjectMeta> changersOfPods(String namespace) {
    return List.of();
  }

  /** Whether {@link #changersOfPods} knows all that the engine's webhooks may change. */
  default boolean showsChanges() {
    return false;
  }

  /** Labels and annotations that its policies name with a value. */
  Set<PolicyLabels.Named> labels();

  /** Every text in its policies: names, labels and values that could make a difference. */
  Set<String> texts();
}
