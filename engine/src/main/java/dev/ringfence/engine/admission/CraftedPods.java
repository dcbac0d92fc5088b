package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What ValidatingAdmissionPolicies in force make of made-up pods: whether any pod that has a shape
 * gets through, whatever else it has ({@link PodVariants}), created by somebody or by a controller
 * of kube-system on somebody's behalf.
 */
final class CraftedPods {

  private static final List<AdmissionRequest.User> CREATORS =
      List.of(
          new AdmissionRequest.User("somebody", List.of("system:authenticated")),
          new AdmissionRequest.User(
              "system:serviceaccount:kube-system:replicaset-controller",
              List.of(
                  "system:serviceaccounts",
                  "system:serviceaccounts:kube-system",
                  "system:authenticated")));

  private final ValidatingPolicies policies;
  private final PodVariants variants;
  private final String text;

  CraftedPods(Cluster cluster, ExpressionEngine engine) {
    this.policies = ValidatingPolicies.of(cluster, engine);
    this.variants = new PodVariants(policies.inForce(), policies.bindings());
    StringBuilder all = new StringBuilder();
    for (AdmissionRules.Policy policy : policies.inForce()) {
      all.append(policy.matchConstraints()).append(policy.matchConditions());
      all.append(policy.variables()).append(policy.validations());
    }
    policies.bindings().forEach(binding -> all.append(binding.matchResources()));
    boolean byNamespace =
        policies.bindings().stream()
            .anyMatch(one -> one.parameters() != null && one.parameters().namespace().isEmpty());
    this.text = byNamespace ? all.append("request.namespace").toString() : all.toString();
  }

  boolean isEmpty() {
    return policies.isEmpty();
  }

  /** What policies can tell a namespace by; namespaces of which it is equal are treated alike. */
  Object view(Namespace namespace) {
    if (policies.isEmpty()) {
      return "";
    }
    boolean byName =
        text.contains("request.namespace")
            || text.contains("metadata.namespace")
            || text.contains("metadata.name");
    // Labels that are read by another way than by their key may be any.
    boolean anyLabel = text.contains("namespaceObject.metadata.labels.") || !byKey();
    Predicate<String> seen =
        key ->
            key.equals("kubernetes.io/metadata.name")
                ? byName
                : anyLabel || text.contains(key);
    return namespace.labels().keeping(seen);
  }

  private boolean byKey() {
    return !text.contains("namespaceObject") || text.contains("namespaceObject.metadata.labels");
  }

  /** The verdict on the least pod of a shape, in a namespace. */
  PolicyVerdict shape(Namespace namespace, DangerousShape shape) {
    return review(namespace, List.of(pod -> {}), () -> PodObject.of(ShapeSpecs.of(shape)));
  }

  /** The verdict on pods that ask to be placed on the node, in each way that would do. */
  PolicyVerdict placed(Namespace namespace, Node node) {
    List<Consumer<Map<String, Object>>> ways = new ArrayList<>();
    ways.add(spec -> spec.put("nodeName", node.name()));
    ways.add(spec -> spec.put("tolerations", tolerations(List.of(Map.of("operator", "Exists")))));
    ways.add(spec -> spec.put("tolerations", exact(node)));
    ways.add(
        spec -> {
          spec.put("tolerations", exact(node));
          spec.put("nodeSelector", new LinkedHashMap<>(node.labels().toMap()));
        });
    for (Map.Entry<String, String> label : node.labels().toMap().entrySet()) {
      ways.add(
          spec -> {
            spec.put("tolerations", exact(node));
            Map<String, Object> selector = new LinkedHashMap<>();
            selector.put(label.getKey(), label.getValue());
            spec.put("nodeSelector", selector);
          });
    }
    return review(namespace, ways, () -> PodObject.of(ShapeSpecs.plain()));
  }

  private static List<Object> tolerations(List<Map<String, String>> written) {
    List<Object> tolerations = new ArrayList<>();
    written.forEach(one -> tolerations.add(new LinkedHashMap<String, Object>(one)));
    return tolerations;
  }

  private static List<Object> exact(Node node) {
    List<Map<String, String>> tolerations = new ArrayList<>();
    for (Node.Taint taint : node.taints()) {
      tolerations.add(
          Map.of(
              "key", taint.key(), "operator", "Equal", "value", taint.value(), "effect",
              taint.effect()));
    }
    return tolerations(tolerations);
  }

  /** Makes a pod anew for every change that is tried on it. */
  private interface Base {
    Map<String, Object> pod();
  }

  @SuppressWarnings("unchecked") // PodObject's spec is a map of texts
  private PolicyVerdict review(
      Namespace namespace, List<Consumer<Map<String, Object>>> ways, Base base) {
    if (policies.isEmpty()) {
      return PolicyVerdict.PASSES;
    }
    List<PolicyOutcome.Refusal> first = List.of();
    String undecided = "";
    for (Consumer<Map<String, Object>> way : ways) {
      for (PodVariants.Change change : variants.changes()) {
        for (AdmissionRequest.User creator : CREATORS) {
          Map<String, Object> pod = base.pod();
          way.accept((Map<String, Object>) pod.get("spec"));
          change.to(pod);
          PolicyOutcome outcome = policies.review(request(namespace, pod, creator));
          if (outcome.refusals().isEmpty() && outcome.undecided().isEmpty()) {
            return PolicyVerdict.PASSES;
          }
          if (outcome.refusals().isEmpty()) {
            undecided = outcome.undecided().getFirst().why();
          } else if (first.isEmpty()) {
            first = outcome.refusals();
          }
        }
      }
    }
    if (undecided.isEmpty() && !variants.areAll()) {
      undecided = "a label, name or image may be found that a policy lets through";
    }
    return new PolicyVerdict(true, !undecided.isEmpty(), first);
  }

  private static AdmissionRequest request(
      Namespace namespace, Map<String, Object> pod, AdmissionRequest.User creator) {
    if (pod.get("metadata") instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // PodObject's metadata is a map of texts
      Map<String, Object> metadata = (Map<String, Object>) pod.get("metadata");
      metadata.put("namespace", namespace.name());
    }
    LabelSet labels = namespace.labels();
    return new AdmissionRequest(
        "CREATE",
        "",
        "v1",
        "Pod",
        "pods",
        "",
        "ringfence-made-up",
        namespace.name(),
        pod,
        null,
        labels,
        namespace.meta().annotations(),
        creator,
        // Who makes up pods may have been given any right, towards the attacker.
        (user, verb, group, resource, subresource, in, name, path) -> true);
  }
}
