package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.admission.policy.ValidatingPolicies;
import dev.ringfence.engine.cluster.AdmissionRules;
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

  /** More pairs of updates than this are not tried one after the other. */
  private static final int MOST_STEPS = 1_500;

  private final ValidatingPolicies policies;
  private final PodVariants variants;
  private final List<PodVariants.Change> changes;

  /** What a first update may change: one thing, or two that a policy looks back at together. */
  private final List<PodVariants.Change> openings;

  private final boolean looksBack;

  /** Whether labels may be had, and whether a change alone may be made, as far as it was asked. */
  private final SameAnswers<List<Object>> wanted = new SameAnswers<>();

  private final SameAnswers<List<Object>> begun = new SameAnswers<>();

  /**
   * @param selected what selectors of policies read of namespaces
   * @param given what expressions may compare with
   * @param looksBack whether policies look at what was before the update
   */
  NamespaceTrials(
      ValidatingPolicies policies,
      Set<LabelSelector.Requirement> selected,
      PodVariants.Given given,
      boolean looksBack) {
    this.policies = policies;
    this.variants = PodVariants.ofNamespaces(policies.inForce(), policies.bindings(), given);
    this.changes = changes(variants, selected);
    this.openings = new ArrayList<>(changes);
    this.looksBack = looksBack;
    for (AdmissionRules.Policy policy : policies.inForce()) {
      if (ExpressionTexts.mentions(policy, "oldObject")) {
        openings.addAll(variants.paired().of(policy.meta()).changes());
      }
    }
  }

  /** Whether everything that could make a difference is tried. */
  boolean areAll() {
    return variants.areAll();
  }

  /** Whether every update is surely refused after which the selector matches, or does not. */
  boolean refuse(Asked asked, LabelSelector selector, boolean matching) {
    List<Map<String, String>> ways = LabelWays.of(asked.namespace().labels(), selector, matching);
    return ways.size() <= LabelWays.MOST
        && ways.stream()
            .noneMatch(
                labels ->
                    wanted.of(
                        List.of(asked.question(), labels),
                        asked.user(),
                        asked.authorizer(),
                        authorizer -> mayPass(asked.with(authorizer), labels)));
  }

  /** Whether an update to the labels, or several of which the last is to them, may pass. */
  private boolean mayPass(Asked asked, Map<String, String> labels) {
    Map<String, Object> before = object(asked.namespace(), asked.labels());
    JointChanges joint = new JointChanges(variants);
    for (PodVariants.Change change : changes) {
      PolicyOutcome outcome =
          policies.review(request(asked, before, changed(asked, labels, change)));
      if (outcome.refusals().isEmpty()) {
        return true;
      }
      joint.note(change, outcome);
    }
    for (PodVariants.Change change : joint.toTry()) {
      if (passes(asked, before, changed(asked, labels, change))) {
        return true;
      }
    }
    return !joint.areAll() || (looksBack && mayPassInSteps(asked, labels));
  }

  /** The same by two updates, or by three of which only the first makes the second possible. */
  private boolean mayPassInSteps(Asked asked, Map<String, String> labels) {
    List<PodVariants.Change> open = new ArrayList<>();
    List<PodVariants.Change> closed = new ArrayList<>();
    for (int number = 0; number < openings.size(); number++) {
      PodVariants.Change opening = openings.get(number);
      if (!mayBegin(asked, number)) {
        closed.add(opening);
      } else if (mayEnd(asked, opening, labels)) {
        return true;
      } else {
        open.add(opening);
      }
    }
    if (open.size() * closed.size() > MOST_STEPS) {
      return true; // not all of them are tried
    }
    for (PodVariants.Change first : open) {
      Map<String, Object> between = changed(asked, asked.labels(), first);
      for (PodVariants.Change second : closed) {
        PodVariants.Change both = JointChanges.both(first, second);
        if (passes(asked, between, changed(asked, asked.labels(), both))
            && mayEnd(asked, both, labels)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the last update may pass, which leaves what was changed before or takes it back. */
  private boolean mayEnd(Asked asked, PodVariants.Change before, Map<String, String> labels) {
    Map<String, Object> between = changed(asked, asked.labels(), before);
    return passes(asked, between, changed(asked, labels, before))
        || passes(asked, between, object(asked.namespace(), labels));
  }

  /** Whether the first of several updates may pass, which changes nothing else. */
  private boolean mayBegin(Asked asked, int number) {
    return begun.of(
        List.of(asked.question(), number),
        asked.user(),
        asked.authorizer(),
        authorizer ->
            passes(
                asked.with(authorizer),
                object(asked.namespace(), asked.labels()),
                changed(asked, asked.labels(), openings.get(number))));
  }

  private static Map<String, Object> changed(
      Asked asked, Map<String, String> labels, PodVariants.Change change) {
    Map<String, Object> object = object(asked.namespace(), labels);
    change.to(object);
    return object;
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

  /**
   * Who updates which namespace by which subresource.
   *
   * @param named the user as far as policies look at names
   */
  record Asked(
      Namespace namespace,
      String subresource,
      AdmissionRequest.User named,
      AdmissionRequest.User user,
      AdmissionRequest.Authorizer authorizer) {

    /** Those that the namespace has. */
    Map<String, String> labels() {
      return namespace.labels().toMap();
    }

    Asked with(AdmissionRequest.Authorizer other) {
      return new Asked(namespace, subresource, named, user, other);
    }

    /** What decides, beside the authorizer and what is asked for. */
    List<Object> question() {
      return List.of(
          namespace.name(), namespace.labels(), namespace.meta().annotations(), subresource, named);
    }
  }

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
