package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.gatekeeper.GatekeeperConstraints;
import dev.ringfence.engine.admission.kyverno.KyvernoPolicies;
import dev.ringfence.engine.admission.openshift.SecurityContextConstraints;
import dev.ringfence.engine.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;

/** The policy engines whose policies a cluster has. */
final class PolicyEngines {

  private PolicyEngines() {}

  static List<PolicyEngine> of(Cluster cluster) {
    List<PolicyEngine> engines = new ArrayList<>();
    KyvernoPolicies kyverno = KyvernoPolicies.of(cluster);
    if (!kyverno.isEmpty()) {
      engines.add(kyverno);
    }
    GatekeeperConstraints gatekeeper = GatekeeperConstraints.of(cluster);
    if (!gatekeeper.isEmpty()) {
      engines.add(gatekeeper);
    }
    SecurityContextConstraints openshift = SecurityContextConstraints.of(cluster);
    if (!openshift.isEmpty()) {
      engines.add(openshift);
    }
    return List.copyOf(engines);
  }
}
