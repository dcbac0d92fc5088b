package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.MutatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Pods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pods that are not there yet, of which it is not known what they will be: somebody may change them
 * when they are made, safer or not. What runs was changed already and is seen; what the API
 * server's own policies make of a template counts where it was worked out ({@link
 * Cluster#policiesApplied}). Of webhooks and policy engines it never is. Ringfence's own fences
 * only make pods safer and are not feared, by their label and name. Label selectors of objects are
 * not looked at, towards the attacker: whoever comes first may change labels.
 */
public final class UnsettledPods {

  private UnsettledPods() {}

  /** Who may change pods of a class, by the class's id; only classes of which somebody may. */
  public static Map<Integer, List<ObjectMeta>> of(Cluster cluster) {
    Map<Integer, List<ObjectMeta>> unsettled = new TreeMap<>();
    MutatingPolicies policies = MutatingPolicies.of(cluster, ExpressionEngine.NONE);
    List<AdmissionRules.Webhook> webhooks =
        cluster.webhooks().stream().filter(AdmissionRules.Webhook::mutating).toList();
    List<PolicyEngine> engines = PolicyEngines.of(cluster);
    if (policies.isEmpty() && webhooks.isEmpty() && engines.isEmpty()) {
      return unsettled;
    }
    Pods pods = cluster.pods();
    Map<Integer, Changers> byNamespace = new HashMap<>();
    for (PodClass podClass : cluster.podClasses()) {
      Changers changers =
          byNamespace.computeIfAbsent(
              podClass.namespace(),
              namespace ->
                  Changers.in(cluster.namespaces().get(namespace), policies, webhooks, engines));
      Set<ObjectMeta> own = new LinkedHashSet<>();
      for (int pod : podClass.members()) {
        if (!cluster.tellsOf(pod)) {
          own.addAll(changers.unread());
          if (!cluster.policiesApplied().contains(pods.topmost(pod))) {
            own.addAll(changers.policies());
          }
        }
      }
      if (!own.isEmpty()) {
        unsettled.put(podClass.id(), List.copyOf(own));
      }
    }
    return unsettled;
  }

  /**
   * Who changes pods in a namespace, or what makes them.
   *
   * @param policies the API server's own, which can be worked out
   * @param unread webhooks and the policies of engines
   */
  private record Changers(List<ObjectMeta> policies, List<ObjectMeta> unread) {

    static Changers in(
        Namespace namespace,
        MutatingPolicies policies,
        List<AdmissionRules.Webhook> webhooks,
        List<PolicyEngine> engines) {
      List<ObjectMeta> unread = new ArrayList<>();
      for (AdmissionRules.Webhook webhook : webhooks) {
        // What Kyverno's webhooks do, its policies say.
        boolean said = engines.stream().anyMatch(one -> one.showsChanges() && one.serves(webhook));
        AdmissionRules.MatchResources matches = webhook.matches();
        if (!said
            && matches.mayChangePods()
            && matches.namespaceSelector().matches(namespace.labels())) {
          unread.add(webhook.configuration());
        }
      }
      engines.forEach(one -> unread.addAll(one.changersOfPods(namespace.name())));
      return new Changers(
          policies.onMakersOfPodsIn(namespace.labels()).inForce().stream()
              .map(AdmissionRules.Policy::meta)
              .filter(meta -> !isFence(meta))
              .toList(),
          unread);
    }

    /** Told as the fences tell their own. */
    private static boolean isFence(ObjectMeta policy) {
      return "ringfence".equals(policy.labels().get("app.kubernetes.io/managed-by"))
          && policy.name().startsWith("ringfence-");
    }
  }
}
