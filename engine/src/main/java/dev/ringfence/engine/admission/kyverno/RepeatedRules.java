package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PlainObjects;
import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules about Pods alone, which Kyverno repeats by itself for the templates of workloads. */
final class RepeatedRules {

  /** Kinds for which a rule about Pods alone is repeated for the template. */
  private static final Set<String> REPEATED_FOR =
      Set.of(
          "DaemonSet",
          "Deployment",
          "Job",
          "ReplicaSet",
          "ReplicationController",
          "StatefulSet",
          "CronJob");

  private RepeatedRules() {}

  /**
   * The request as the rule sees it: of a workload, what a rule about Pods alone would see of its
   * template.
   */
  static AdmissionRequest seen(
      AdmissionRules.EngineObject policy, Map<String, Object> rule, AdmissionRequest request) {
    if (!REPEATED_FOR.contains(request.kind())) {
      return request;
    }
    String wanted =
        policy
            .meta()
            .annotations()
            .getOrDefault("pod-policies.kyverno.io/autogen-controllers", "all");
    Set<String> kinds = new LinkedHashSet<>();
    boolean plain = onlyKinds(rule.get("match"), kinds) && onlyKinds(rule.get("exclude"), kinds);
    boolean repeated =
        plain
            && kinds.equals(Set.of("Pod"))
            && !wanted.equals("none")
            && (wanted.equals("all") || List.of(wanted.split(",", -1)).contains(request.kind()));
    if (!repeated) {
      return request;
    }
    Map<String, Object> object = PlainObjects.fields(request.object());
    Object template =
        request.kind().equals("CronJob")
            ? PlainObjects.at(object, "spec", "jobTemplate", "spec", "template")
            : PlainObjects.at(object, "spec", "template");
    Map<String, Object> pod = PlainObjects.copy(PlainObjects.fields(template));
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    Map<String, Object> metadata = PlainObjects.fields(pod.get("metadata"));
    Map<String, Object> named = PlainObjects.copy(metadata);
    named.put("name", PlainObjects.text(object, "metadata", "name"));
    named.put("namespace", request.namespace());
    pod.put("metadata", named);
    return request.ofPod(pod);
  }

  /** Whether a block names kinds, namespaces and subjects only, and adds the kinds. */
  private static boolean onlyKinds(@Nullable Object block, Set<String> kinds) {
    Map<String, Object> fields = PlainObjects.fields(block);
    List<Map<String, Object>> filters = new ArrayList<>(PlainObjects.maps(fields.get("any")));
    filters.addAll(PlainObjects.maps(fields.get("all")));
    if (filters.isEmpty() && !fields.isEmpty()) {
      filters.add(fields);
    }
    for (Map<String, Object> filter : filters) {
      Map<String, Object> resources = PlainObjects.fields(filter.get("resources"));
      kinds.addAll(PlainObjects.texts(resources.get("kinds")));
      for (String field : List.of("name", "names", "selector", "annotations")) {
        if (resources.containsKey(field)) {
          return false;
        }
      }
    }
    return true;
  }
}
