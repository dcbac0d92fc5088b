package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.MutatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Pods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Workloads without pods in the source count as their templates are written, with what the server
 * itself fills in. Mutating policies and webhooks may make something else of their pods, safer or
 * not: of pods that run that is seen, of these it is not worked out.
 */
public final class TemplatesAsWritten {

  private static final String WOULD_BE = "-*";

  private TemplatesAsWritten() {}

  /** One sentence that says of how many, and by whom they may be changed; or none. */
  public static List<String> of(Cluster cluster) {
    Pods pods = cluster.pods();
    MutatingPolicies policies = MutatingPolicies.of(cluster, ExpressionEngine.NONE);
    Map<Integer, List<String>> byNamespace = new HashMap<>();
    Set<ObjectReference> workloads = new HashSet<>();
    Set<String> changers = new TreeSet<>();
    for (int pod = 0; pod < pods.count(); pod++) {
      if (pods.name(pod).endsWith(WOULD_BE)) {
        List<String> own =
            byNamespace.computeIfAbsent(
                pods.namespace(pod),
                namespace -> changers(cluster, policies, cluster.namespaces().get(namespace)));
        if (!own.isEmpty()) {
          workloads.add(pods.topmost(pod));
          changers.addAll(own);
        }
      }
    }
    if (workloads.isEmpty()) {
      return List.of();
    }
    boolean one = workloads.size() == 1;
    return List.of(
        (one
                ? workloads.iterator().next()
                    + " has no pod in the source and counts as its template"
                : workloads.size()
                    + " workloads have no pods in the source and count as their templates")
            + (one ? " is" : " are")
            + " written, but these may change the pods when they are made, for the better or the"
            + " worse: "
            + String.join(", ", changers));
  }

  private static List<String> changers(
      Cluster cluster, MutatingPolicies policies, Namespace namespace) {
    List<String> changers = new ArrayList<>();
    policies
        .onPodsIn(namespace.labels())
        .inForce()
        .forEach(policy -> changers.add(policy.meta().reference().toString()));
    for (AdmissionRules.Webhook webhook : cluster.webhooks()) {
      AdmissionRules.MatchResources matches = webhook.matches();
      if (webhook.mutating()
          && matches.namesPods()
          && matches.namespaceSelector().matches(namespace.labels())) {
        changers.add(webhook.configuration().reference().toString());
      }
    }
    return changers;
  }
}
