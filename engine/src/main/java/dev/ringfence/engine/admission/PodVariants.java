package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that policies in force look at, each tried on a made-up pod: a policy may let through
 * what has a certain label, name, service account, runtime class, priority, scheduler or image.
 * They are the texts that stand in the policies' own expressions and selectors, and what those
 * expressions compare with: their parameters, the namespace, who asks. Where an expression looks
 * for more than such texts, the variants are not all, and {@link #areAll()} says so.
 */
final class PodVariants {

  /** Of more texts than this only those are tried as keys that stand where keys stand. */
  private static final int MOST_KEYS = 12;

  /** More pairs of keys and values of one policy than this are not tried. */
  private static final int MOST_PAIRS = 4_000;

  /** Of parameters with more texts than this none are tried. */
  private static final int MOST_GIVEN = 256;

  /** Longer texts are messages. */
  private static final int LONGEST = 63;

  /** Keys of labels and annotations that are written as fields, but not functions of the map. */
  private static final Pattern FIELD =
      Pattern.compile("\\b(?:labels|annotations)\\.\\??([A-Za-z_]\\w*)\\b(?!\\s*\\()");

  /** Functions that find texts which do not stand in the expression. */
  private static final Pattern SEARCHES =
      Pattern.compile(
          "\\b(matches|find|findAll|endsWith|contains|startsWith|split|format|join)\\s*\\("
              + "|['\"]\\s*\\+|\\+\\s*['\"]");

  private static final Pattern CHOSEN =
      Pattern.compile(
          "labels|annotations|metadata\\.name|generateName|serviceAccountName|"
              + "runtimeClassName|priorityClassName|schedulerName|\\.image\\b");

  /** Changes a made-up pod. */
  interface Change {
    void to(Map<String, Object> pod);
  }

  /** Keys and values of labels, and keys of annotations, that the API server takes. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private static final Pattern KEY =
      Pattern.compile("(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?" + NAME);

  /** Fields of a pod that the variants give other values. */
  private static final List<String> FIELDS =
      List.of(
          "runtimeClassName",
          "priorityClassName",
          "schedulerName",
          "hostname",
          "serviceAccountName",
          "image");

  private final List<Change> changes = new ArrayList<>();

  /** By policies that read several things, the changes of what they read. */
  private final Map<ObjectMeta, List<Change>> ofPolicies = new HashMap<>();

  /** Policies that may ask for more than two things. */
  private final Set<ObjectMeta> demanding = new HashSet<>();

  private final boolean pods;
  private boolean all = true;

  /** What the expressions of a policy may compare with, beside the texts in them. */
  interface Given {
    Given NOTHING = policy -> Set.of();

    Set<String> to(AdmissionRules.Policy policy);
  }

  /**
   * @param more texts of policy engines, for whom a star stands for any text
   */
  PodVariants(
      List<AdmissionRules.Policy> policies,
      List<AdmissionRules.Binding> bindings,
      Set<String> more,
      Given given) {
    this(policies, bindings, more, given, true);
  }

  private PodVariants(
      List<AdmissionRules.Policy> policies,
      List<AdmissionRules.Binding> bindings,
      Set<String> more,
      Given given,
      boolean pods) {
    this.pods = pods;
    changes.add(pod -> {});
    Set<String> everyText = new LinkedHashSet<>();
    for (AdmissionRules.Policy policy : policies) {
      Set<String> texts = new LinkedHashSet<>();
      Set<String> keys = new LinkedHashSet<>();
      for (String expression : ExpressionTexts.of(policy)) {
        texts.addAll(ExpressionTexts.textsIn(expression));
        Matcher field = FIELD.matcher(expression);
        while (field.find()) {
          keys.add(field.group(1));
        }
        keys.addAll(ExpressionTexts.keysIn(expression));
        all &= !(SEARCHES.matcher(expression).find() && CHOSEN.matcher(expression).find());
      }
      AdmissionRules.MatchResources constraints = policy.matchConstraints();
      if (constraints != null) {
        escape(constraints.objectSelector());
      }
      texts.addAll(keys);
      Set<String> others = given.to(policy);
      if (others.size() > MOST_GIVEN) {
        all = false;
      } else {
        texts.addAll(others);
      }
      everyText.addAll(texts);
      boolean every = texts.size() <= MOST_KEYS || ExpressionTexts.computesKeys(policy);
      pairs(every ? texts : keys, texts);
      together(policy, keys, texts);
    }
    for (AdmissionRules.Binding binding : bindings) {
      AdmissionRules.MatchResources matches = binding.matchResources();
      if (matches != null) {
        escape(matches.objectSelector());
      }
    }
    for (String text : more) {
      boolean word = text.length() <= LONGEST && text.matches("[A-Za-z0-9*?./_:-]+");
      if (word && !text.equals("*") && !text.equals("?*")) {
        everyText.add(text.replace("*", "x").replace("?", "x"));
      }
    }
    everyText.forEach(this::single);
  }

  /** Labels and annotations only, of what is there already: a namespace has nothing else. */
  static PodVariants ofNamespaces(
      List<AdmissionRules.Policy> policies, List<AdmissionRules.Binding> bindings, Given given) {
    return new PodVariants(policies, bindings, Set.of(), given, false);
  }

  /** Whether no other value could make a difference. */
  boolean areAll() {
    return all;
  }

  List<Change> changes() {
    return changes;
  }

  /** Labels by which a selector no longer selects. */
  private void escape(LabelSelector selector) {
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      String value = requirement.values().isEmpty() ? "" : requirement.values().getFirst();
      changes.add(pod -> metadata(pod, "labels").put(requirement.key(), value));
    }
  }

  private void pairs(Set<String> keys, Set<String> values) {
    if (keys.size() * values.size() > MOST_PAIRS) {
      all = false;
      return;
    }
    for (String key : keys) {
      for (String value : values) {
        if (!key.equals(value) && KEY.matcher(key).matches()) {
          if (value.isEmpty() || NAME.matcher(value).matches()) {
            changes.add(pod -> metadata(pod, "labels").put(key, value));
          }
          changes.add(pod -> metadata(pod, "annotations").put(key, value));
        }
      }
    }
  }

  /** A policy may ask for two of the things that it reads. */
  private void together(AdmissionRules.Policy policy, Set<String> keys, Set<String> texts) {
    List<String> fields =
        FIELDS.stream().filter(field -> ExpressionTexts.mentions(policy, field)).toList();
    if (keys.size() + fields.size() < 2) {
      return;
    }
    if (keys.size() + fields.size() > 2) {
      demanding.add(policy.meta());
    }
    List<Change> own = new ArrayList<>();
    Set<String> values = new LinkedHashSet<>(texts);
    values.add("true");
    for (String value : values) {
      for (String key : keys) {
        boolean word = value.isEmpty() || NAME.matcher(value).matches();
        if (KEY.matcher(key).matches() && word && ExpressionTexts.mentions(policy, "labels")) {
          own.add(pod -> metadata(pod, "labels").put(key, value));
        }
        if (KEY.matcher(key).matches() && ExpressionTexts.mentions(policy, "annotations")) {
          own.add(pod -> metadata(pod, "annotations").put(key, value));
        }
      }
      fields.forEach(field -> own.add(pod -> set(pod, field, value)));
    }
    ofPolicies.put(policy.meta(), own);
  }

  /** Changes that a policy may ask for together; none where one alone is all that it reads. */
  List<Change> together(ObjectMeta policy) {
    return ofPolicies.getOrDefault(policy, List.of());
  }

  /** Whether it may ask for more than two changes together. */
  boolean isDemanding(ObjectMeta policy) {
    return demanding.contains(policy);
  }

  private void single(String text) {
    if (KEY.matcher(text).matches()) {
      changes.add(pod -> metadata(pod, "labels").put(text, ""));
      changes.add(pod -> metadata(pod, "labels").put(text, "true"));
      changes.add(pod -> metadata(pod, "annotations").put(text, ""));
      changes.add(pod -> metadata(pod, "annotations").put(text, "true"));
    }
    if (!pods) {
      return;
    }
    changes.add(pod -> map(pod, "metadata").put("name", text));
    FIELDS.forEach(field -> changes.add(pod -> set(pod, field, text)));
    changes.add(pod -> image(pod, text + (text.endsWith("/") ? "" : "/") + "any"));
  }

  private static void set(Map<String, Object> pod, String field, String text) {
    if (field.equals("image")) {
      image(pod, text);
      return;
    }
    map(pod, "spec").put(field, text);
    if (field.equals("serviceAccountName")) {
      map(pod, "spec").put("serviceAccount", text);
    }
  }

  private static void image(Map<String, Object> pod, String image) {
    for (String kind : List.of("containers", "initContainers")) {
      if (map(pod, "spec").get(kind) instanceof List<?> containers) {
        containers.forEach(container -> cast(container).put("image", image));
      }
    }
  }

  private static Map<String, Object> metadata(Map<String, Object> pod, String field) {
    return map(map(pod, "metadata"), field);
  }

  private static Map<String, Object> map(Map<String, Object> parent, String field) {
    return cast(parent.computeIfAbsent(field, ignored -> new LinkedHashMap<String, Object>()));
  }

  @SuppressWarnings("unchecked") // PodObject makes maps of texts only
  private static Map<String, Object> cast(Object map) {
    return (Map<String, Object>) map;
  }
}
