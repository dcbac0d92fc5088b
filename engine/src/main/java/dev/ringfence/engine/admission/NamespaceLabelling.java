package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether ValidatingAdmissionPolicies in force keep somebody from giving a namespace the labels
 * that a selector asks for. Every way that is found is tried, with whatever else policies look at
 * changed too; where one passes, or not every way can be tried, nothing is pinned.
 */
public final class NamespaceLabelling {

  /** More ways than this to satisfy a selector are not tried. */
  private static final int MOST_WAYS = 16;

  private final ValidatingPolicies policies;
  private final PodVariants variants;
  private final Set<LabelSelector.Requirement> selected = new LinkedHashSet<>();
  private final boolean concerned;
  private final boolean looksBack;
  private final boolean tellsUsersApart;
  private final boolean tellsGroupsApart;

  private NamespaceLabelling(Cluster cluster, ExpressionEngine engine) {
    this.policies = ValidatingPolicies.of(cluster, engine);
    List<AdmissionRules.Policy> ofNamespaces =
        policies.inForce().stream().filter(NamespaceLabelling::meetsNamespaces).toList();
    this.concerned = !ofNamespaces.isEmpty();
    this.variants = new PodVariants(ofNamespaces, policies.bindings(), Set.of());
    StringBuilder words = new StringBuilder();
    for (AdmissionRules.Policy policy : ofNamespaces) {
      words.append(policy.matchConditions());
      words.append(policy.variables());
      words.append(policy.validations());
      addSelected(policy.matchConstraints());
    }
    policies.bindings().forEach(binding -> addSelected(binding.matchResources()));
    this.looksBack =
        words.indexOf("oldObject") >= 0
            || ofNamespaces.stream().anyMatch(one -> selectsObjects(one.matchConstraints()))
            || policies.bindings().stream().anyMatch(one -> selectsObjects(one.matchResources()));
    this.tellsUsersApart = words.indexOf("userInfo") >= 0 || words.indexOf("authorizer") >= 0;
    this.tellsGroupsApart = words.indexOf("groups") >= 0 || words.indexOf("authorizer") >= 0;
  }

  static NamespaceLabelling of(Cluster cluster, ExpressionEngine engine) {
    return new NamespaceLabelling(cluster, engine);
  }

  private static boolean meetsNamespaces(AdmissionRules.Policy policy) {
    AdmissionRules.MatchResources matches = policy.matchConstraints();
    return matches != null
        && matches.resourceRules().stream()
            .flatMap(rule -> rule.resources().stream())
            .anyMatch(resource -> resource.startsWith("namespaces") || resource.startsWith("*"));
  }

  /** By labels that selectors of policies read a namespace may get out of their sight. */
  private void addSelected(AdmissionRules.@Nullable MatchResources matches) {
    if (matches != null) {
      selected.addAll(requirements(matches.namespaceSelector()));
      selected.addAll(requirements(matches.objectSelector()));
    }
  }

  /** The labels before an update are as good for such a selector as those after it. */
  private static boolean selectsObjects(AdmissionRules.@Nullable MatchResources matches) {
    return matches != null && !matches.objectSelector().isEmpty();
  }

  /** Whether any policy in force may be asked about namespaces at all. */
  public boolean isConcerned() {
    return concerned;
  }

  /** Whether verdicts may depend on who asks. */
  public boolean tellsUsersApart() {
    return tellsUsersApart;
  }

  /** Whether they may depend on the groups of who asks. */
  public boolean tellsGroupsApart() {
    return tellsGroupsApart;
  }

  /**
   * Whether policies surely refuse every update after which the namespace's labels are as wanted.
   *
   * @param matching whether the selector is to match; else not to match
   * @param subresources by which the user may update: empty for the namespace itself, status,
   *     finalize
   */
  public boolean refuses(
      Namespace namespace,
      LabelSelector selector,
      boolean matching,
      AdmissionRequest.User user,
      AdmissionRequest.Authorizer authorizer,
      List<String> subresources) {
    List<Map<String, String>> ways = ways(namespace.labels(), selector, matching);
    if (!concerned || !variants.areAll() || ways.size() > MOST_WAYS) {
      return false;
    }
    for (Map<String, String> labels : ways) {
      for (String subresource : subresources) {
        for (PodVariants.Change change : changes()) {
          Asked asked = new Asked(namespace, subresource, user, authorizer);
          Map<String, Object> before = object(namespace, namespace.labels().toMap());
          Map<String, Object> wanted = object(namespace, labels);
          Map<String, Object> changed = object(namespace, labels);
          change.to(changed);
          if (passes(asked, before, changed)
              || (looksBack && passesInTwo(asked, before, change, wanted, changed))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Whether the change passes alone, and after it the labels, with the change or without it. */
  private boolean passesInTwo(
      Asked asked,
      Map<String, Object> before,
      PodVariants.Change change,
      Map<String, Object> wanted,
      Map<String, Object> changed) {
    Map<String, Object> between = object(asked.namespace(), asked.namespace().labels().toMap());
    change.to(between);
    return passes(asked, before, between)
        && (passes(asked, between, changed) || passes(asked, between, wanted));
  }

  /** What cannot be decided may be let through. */
  private boolean passes(Asked asked, Map<String, Object> before, Map<String, Object> object) {
    return policies.review(request(asked, before, object)).refusals().isEmpty();
  }

  private List<PodVariants.Change> changes() {
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

  /** What a selector asks for, its labels too as requirements. */
  private static List<LabelSelector.Requirement> requirements(LabelSelector selector) {
    List<LabelSelector.Requirement> requirements = new ArrayList<>(selector.matchExpressions());
    selector
        .matchLabels()
        .forEach(
            (key, value) ->
                requirements.add(
                    new LabelSelector.Requirement(key, LabelSelector.Operator.IN, List.of(value))));
    return requirements;
  }

  /** The labels of the namespace, changed no more than the selector asks for. */
  private static List<Map<String, String>> ways(
      LabelSet labels, LabelSelector selector, boolean matching) {
    List<LabelSelector.Requirement> requirements = requirements(selector);
    Map<String, String> now = labels.toMap();
    List<Map<String, String>> ways = new ArrayList<>();
    if (!matching) {
      for (LabelSelector.Requirement requirement : requirements) {
        ways.addAll(failing(now, requirement));
      }
      return ways;
    }
    ways.add(now);
    for (LabelSelector.Requirement requirement : requirements) {
      List<Map<String, String>> next = new ArrayList<>();
      ways.forEach(way -> next.addAll(meeting(way, requirement)));
      ways = next.size() > MOST_WAYS ? next.subList(0, MOST_WAYS + 1) : next;
    }
    return ways;
  }

  private static List<Map<String, String>> meeting(
      Map<String, String> labels, LabelSelector.Requirement requirement) {
    String key = requirement.key();
    String value = labels.get(key);
    boolean listed = value != null && requirement.values().contains(value);
    return switch (requirement.operator()) {
      case IN ->
          listed
              ? List.of(labels)
              : requirement.values().stream().map(each -> with(labels, key, each)).toList();
      case EXISTS -> List.of(value == null ? with(labels, key, "x") : labels);
      case DOES_NOT_EXIST -> List.of(without(labels, key));
      case NOT_IN ->
          listed ? List.of(without(labels, key), with(labels, key, "x")) : List.of(labels);
      case GT, LT -> throw new IllegalArgumentException("not in a selector of namespaces");
    };
  }

  private static List<Map<String, String>> failing(
      Map<String, String> labels, LabelSelector.Requirement requirement) {
    String key = requirement.key();
    return switch (requirement.operator()) {
      case IN -> List.of(without(labels, key), with(labels, key, "x"));
      case EXISTS -> List.of(without(labels, key));
      case DOES_NOT_EXIST -> List.of(with(labels, key, "x"));
      case NOT_IN -> requirement.values().stream().map(each -> with(labels, key, each)).toList();
      case GT, LT -> throw new IllegalArgumentException("not in a selector of namespaces");
    };
  }

  private static Map<String, String> with(Map<String, String> labels, String key, String value) {
    Map<String, String> changed = new HashMap<>(labels);
    changed.put(key, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> labels, String key) {
    Map<String, String> changed = new HashMap<>(labels);
    changed.remove(key);
    return changed;
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
  private record Asked(
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
