package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import java.util.List;

/**
 * Whom a pod may sit beside, and whom it may keep away.
 *
 * <p>A required anti-affinity binds both sides: one pod that names everybody's namespaces and a
 * wide topology keeps all pods to come off the cluster, the platform's agents among them, and no
 * taint and no quota of others helps. An affinity finds out where others run, and goes there.
 */
final class NeighbourRules {

  private NeighbourRules() {}

  static List<PolicyRule> of(Pattern pattern) {
    return List.of(
        new PolicyRule(
            "others-neighbours",
            """
            variables.spec.?affinity.?podAffinity.?requiredDuringSchedulingIgnoredDuringExecution
              .orValue([]).all(t, %1$s)
            && variables.spec.?affinity.?podAffinity.?preferredDuringSchedulingIgnoredDuringExecution
              .orValue([]).all(p, [p.podAffinityTerm].all(t, %1$s))
            && variables.spec.?affinity.?podAntiAffinity
              .?preferredDuringSchedulingIgnoredDuringExecution
              .orValue([]).all(p, [p.podAffinityTerm].all(t, %1$s))
            && variables.spec.?affinity.?podAntiAffinity
              .?requiredDuringSchedulingIgnoredDuringExecution
              .orValue([]).all(t, %1$s%2$s)"""
                .formatted(own(), Promise.hasOwnNodes(pattern) ? " || " + keepsAway() : ""),
            "an affinity that names others' pods: it finds them, or keeps them off"),
        new PolicyRule(
            "no-others-nodes-by-affinity",
            """
            variables.spec.?affinity.?nodeAffinity.?requiredDuringSchedulingIgnoredDuringExecution
              .?nodeSelectorTerms.orValue([]).all(n, n.?matchExpressions.orValue([]).all(e,
                e.key != '%s' || e.operator in ['DoesNotExist', 'NotIn']
                  || e.?values.orValue([]) == [variables.tenant]))"""
                .formatted(Words.TENANT_NODE_LABEL),
            "nodes of a tenant of their own are closed to others"));
  }

  /** The pod's own namespace, or all of the tenant's own. */
  private static String own() {
    return """
        (size(t.?namespaces.orValue([])) == 0 && (!has(t.namespaceSelector)
          || (size(t.namespaceSelector.?matchExpressions.orValue([])) == 0
            && t.namespaceSelector.?matchLabels.orValue({}) == {'%s': variables.tenant})))"""
        .formatted(Words.TENANT);
  }

  /** What the pattern's own default adds, and nothing like it. */
  private static String keepsAway() {
    return """
        (t.topologyKey == 'kubernetes.io/hostname' && size(t.?namespaces.orValue([])) == 0
          && size(t.?labelSelector.?matchLabels.orValue({})) == 0
          && size(t.?labelSelector.?matchExpressions.orValue([])) == 0
          && size(t.?namespaceSelector.?matchLabels.orValue({})) == 0
          && size(t.?namespaceSelector.?matchExpressions.orValue([])) == 2
          && t.namespaceSelector.matchExpressions.all(e, e.key == '%1$s'
            && (e.operator == 'Exists'
              || (e.operator == 'NotIn' && e.?values.orValue([]) == [variables.tenant])))
          && t.namespaceSelector.matchExpressions.exists(e, e.operator == 'Exists')
          && t.namespaceSelector.matchExpressions.exists(e, e.operator == 'NotIn'))"""
        .formatted(Words.TENANT);
  }
}
