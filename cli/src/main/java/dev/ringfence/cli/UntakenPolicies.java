package dev.ringfence.cli;

import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LooseEnds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Policies of manifests that no API server would take, so that they are not there. */
final class UntakenPolicies {

  private UntakenPolicies() {}

  /** One sentence each, with the object and where it stands. */
  static List<String> of(Cluster cluster, ExpressionEngine engine) {
    List<String> untaken = new ArrayList<>();
    if (cluster.sourceKind() != Cluster.SourceKind.MANIFESTS) {
      return untaken;
    }
    for (AdmissionRules.Policy policy : cluster.admissionPolicies()) {
      Optional<String> refusal = engine.refusal(policy);
      if (refusal.isPresent()) {
        untaken.add(
            LooseEnds.place(policy.meta())
                + ": "
                + ExpressionEngine.NOT_TAKEN
                + refusal.get().lines().findFirst().orElse(""));
      }
    }
    return untaken;
  }
}
