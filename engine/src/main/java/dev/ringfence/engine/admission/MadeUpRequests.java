package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Requests to create made-up pods, and whether the same policies refuse two of them. */
final class MadeUpRequests {

  /** What makes a pod a mirror of one that its node has from elsewhere. */
  private static final String MIRROR = "kubernetes.io/config.mirror";

  /** Somebody, and a controller of kube-system on somebody's behalf. */
  static final List<AdmissionRequest.User> CREATORS =
      List.of(
          new AdmissionRequest.User("somebody", List.of("system:authenticated")),
          new AdmissionRequest.User(
              "system:serviceaccount:kube-system:replicaset-controller",
              List.of(
                  "system:serviceaccounts",
                  "system:serviceaccounts:kube-system",
                  "system:authenticated")));

  /** Makes a pod anew for every change that is tried on it. */
  interface Base {
    Map<String, Object> pod();
  }

  private MadeUpRequests() {}

  /** The identity of a node, as NodeRestriction asks for it. */
  static AdmissionRequest.User kubelet(String node) {
    return new AdmissionRequest.User(
        "system:node:" + node, List.of("system:nodes", "system:authenticated"));
  }

  /** What a mirror pod must keep to be one. */
  static Map<String, Object> mirrorFields() {
    return Map.of("metadata", Map.of("annotations", Map.of(MIRROR, "ringfence")));
  }

  /** The least pod by NodeRestriction's terms, but for the node that it is to run on. */
  static Map<String, Object> mirrorPod() {
    Map<String, Object> pod = PodObject.of(ShapeSpecs.plain());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "ringfence-made-up");
    metadata.put("annotations", new LinkedHashMap<>(Map.of(MIRROR, "ringfence")));
    pod.put("metadata", metadata);
    return pod;
  }

  /** A pod that has nothing dangerous, changed in the same way as another. */
  static Map<String, Object> plainPod(PodVariants.Change change) {
    Map<String, Object> plain = PodObject.of(ShapeSpecs.plain());
    change.to(plain);
    // A mirror pod is what may be asked about: the change that makes one leaves no plain pod.
    if (plain.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("annotations") instanceof Map<?, ?> annotations) {
      annotations.remove(MIRROR);
    }
    return plain;
  }

  @SuppressWarnings("unchecked") // PodObject's spec is a map of texts
  static Map<String, Object> spec(Map<String, Object> pod) {
    return (Map<String, Object>) Objects.requireNonNull(pod.get("spec"));
  }

  /** Whether the same policies and rules refuse both. */
  static boolean isAllOf(List<PolicyOutcome.Refusal> plain, List<PolicyOutcome.Refusal> refusals) {
    return plain.stream()
        .map(MadeUpRequests::key)
        .toList()
        .containsAll(refusals.stream().map(MadeUpRequests::key).toList());
  }

  private static String key(PolicyOutcome.Refusal refusal) {
    return refusal.policy().reference() + " " + refusal.binding() + " " + refusal.message();
  }

  static AdmissionRequest request(
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
