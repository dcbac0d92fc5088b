package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the policies inside the API server make of made-up updates of a namespace's labels. */
final class NamespaceTrials {

  private final ValidatingPolicies policies;
  private final boolean all;
  private final List<PodVariants.Change> changes;
  private final boolean looksBack;

  /**
   * @param selected what selectors of policies read of namespaces
   * @param looksBack whether policies look at what was before the update
   */
  NamespaceTrials(
      ValidatingPolicies policies, Set<LabelSelector.Requirement> selected, boolean looksBack) {
    this.policies = policies;
    PodVariants variants = PodVariants.ofNamespaces(policies.inForce(), policies.bindings());
    this.all = variants.areAll();
    this.changes = changes(variants, selected);
    this.looksBack = looksBack;
  }

  /** Whether everything that could make a difference is tried. */
  boolean areAll() {
    return all;
  }

  /** Whether every update is surely refused after which the selector matches, or does not. */
  boolean refuse(Asked asked, LabelSelector selector, boolean matching) {
    Namespace namespace = asked.namespace();
    List<Map<String, String>> ways = LabelWays.of(namespace.labels(), selector, matching);
    if (ways.size() > LabelWays.MOST) {
      return false;
    }
    Map<String, Object> before = object(namespace, namespace.labels().toMap());
    for (PodVariants.Change change : changes) {
      Map<String, Object> between = object(namespace, namespace.labels().toMap());
      change.to(between);
      // An update to what is between, and a second one to what is wanted.
      boolean inTwo = looksBack && passes(asked, before, between);
      for (Map<String, String> labels : ways) {
        Map<String, Object> wanted = object(namespace, labels);
        Map<String, Object> changed = object(namespace, labels);
        change.to(changed);
        if (passes(asked, before, changed)
            || (inTwo && (passes(asked, between, changed) || passes(asked, between, wanted)))) {
          return false;
        }
      }
    }
    return true;
  }

  /** What cannot be decided may be let through. */
  private boolean passes(Asked asked, Map<String, Object> before, Map<String, Object> object) {
    return !policies.refuse(request(asked, before, object));
  }

  private static List<PodVariants.Change> changes(
      PodVariants variants, Set<LabelSelector.Requirement> selected) {
    List<PodVariants.Change> changes = new ArrayList<>(variants.changes());
    for (LabelSelector.Requirement requirement : selected) {
      String key = requirement.key();
      changes.add(object -> labels(object).remove(key));
      changes.add(object -> labels(object).put(key, "ringfence-made-up"));
      for (String value : requirement.values()) {
        changes.add(object -> labels(object).put(key, value));
      }
    }
    return changes;
  }

  @SuppressWarnings("unchecked") // made below of maps of texts
  private static Map<String, Object> labels(Map<String, Object> object) {
    Map<String, Object> metadata =
        (Map<String, Object>) Objects.requireNonNull(object.get("metadata"));
    return (Map<String, Object>) Objects.requireNonNull(metadata.get("labels"));
  }

  private static Map<String, Object> object(Namespace namespace, Map<String, String> labels) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", namespace.name());
    metadata.put("labels", new LinkedHashMap<String, Object>(labels));
    metadata.put("annotations", new LinkedHashMap<String, Object>(namespace.meta().annotations()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", "Namespace");
    object.put("metadata", metadata);
    object.put("spec", new LinkedHashMap<String, Object>());
    return object;
  }

  /** Who updates which namespace by which subresource. */
  record Asked(
      Namespace namespace,
      String subresource,
      AdmissionRequest.User user,
      AdmissionRequest.Authorizer authorizer) {}

  /** The server asks selectors of namespaces of the new labels, except for subresources. */
  private static AdmissionRequest request(
      Asked asked, Map<String, Object> before, Map<String, Object> object) {
    Namespace namespace = asked.namespace();
    Map<String, Object> looked = asked.subresource().isEmpty() ? object : before;
    Map<String, String> seen = new HashMap<>();
    labels(looked).forEach((key, value) -> seen.put(key, String.valueOf(value)));
    return new AdmissionRequest(
        "UPDATE",
        "",
        "v1",
        "Namespace",
        "namespaces",
        asked.subresource(),
        namespace.name(),
        namespace.name(),
        object,
        before,
        LabelSet.of(seen),
        namespace.meta().annotations(),
        asked.user(),
        asked.authorizer());
  }
}
