package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSelector;
import java.util.ArrayList;
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
 * They are the texts that stand in the policies' own expressions and selectors. Where an expression
 * looks for more than such texts, the variants are not all, and {@link #areAll()} says so.
 */
final class PodVariants {

  /** More texts than this are not tried with each other. */
  private static final int MOST_PAIRS = 12;

  /** Longer texts are messages. */
  private static final int LONGEST = 63;

  private static final Pattern TEXT = Pattern.compile("'([^'\\\\]*)'|\"([^\"\\\\]*)\"");

  /** Keys of labels and annotations that are written as fields, but not functions of the map. */
  private static final Pattern FIELD =
      Pattern.compile("\\b(?:labels|annotations)\\.\\??([A-Za-z_]\\w*)\\b(?!\\s*\\()");

  /** Functions that find texts which do not stand in the expression. */
  private static final Pattern SEARCHES =
      Pattern.compile("\\b(matches|find|findAll|endsWith|contains|startsWith|split)\\s*\\(");

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

  private final List<Change> changes = new ArrayList<>();
  private final boolean pods;
  private final boolean all;

  /**
   * @param more texts of policy engines, for whom a star stands for any text
   */
  PodVariants(
      List<AdmissionRules.Policy> policies,
      List<AdmissionRules.Binding> bindings,
      Set<String> more) {
    this(policies, bindings, more, true);
  }

  private PodVariants(
      List<AdmissionRules.Policy> policies,
      List<AdmissionRules.Binding> bindings,
      Set<String> more,
      boolean pods) {
    this.pods = pods;
    changes.add(pod -> {});
    boolean searches = false;
    Set<String> everyText = new LinkedHashSet<>();
    for (AdmissionRules.Policy policy : policies) {
      Set<String> texts = new LinkedHashSet<>();
      for (String expression : expressions(policy)) {
        Matcher matcher = TEXT.matcher(expression);
        while (matcher.find()) {
          texts.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        Matcher field = FIELD.matcher(expression);
        while (field.find()) {
          texts.add(field.group(1));
        }
        searches |= SEARCHES.matcher(expression).find() && CHOSEN.matcher(expression).find();
      }
      AdmissionRules.MatchResources constraints = policy.matchConstraints();
      if (constraints != null) {
        escape(constraints.objectSelector());
      }
      everyText.addAll(texts);
      pairs(texts);
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
    all = !searches;
  }

  /** Labels and annotations only, of what is there already: a namespace has nothing else. */
  static PodVariants ofNamespaces(
      List<AdmissionRules.Policy> policies, List<AdmissionRules.Binding> bindings) {
    return new PodVariants(policies, bindings, Set.of(), false);
  }

  /** Whether no other value could make a difference. */
  boolean areAll() {
    return all;
  }

  List<Change> changes() {
    return changes;
  }

  private static List<String> expressions(AdmissionRules.Policy policy) {
    List<String> expressions = new ArrayList<>();
    policy.matchConditions().forEach(one -> expressions.add(one.expression()));
    policy.variables().forEach(one -> expressions.add(one.expression()));
    policy.validations().forEach(one -> expressions.add(one.expression()));
    return expressions;
  }

  /** Labels by which a selector no longer selects. */
  private void escape(LabelSelector selector) {
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      String value = requirement.values().isEmpty() ? "" : requirement.values().getFirst();
      changes.add(pod -> metadata(pod, "labels").put(requirement.key(), value));
    }
  }

  private void pairs(Set<String> texts) {
    if (texts.size() > MOST_PAIRS) {
      return;
    }
    for (String key : texts) {
      for (String value : texts) {
        if (!key.equals(value) && KEY.matcher(key).matches()) {
          if (value.isEmpty() || NAME.matcher(value).matches()) {
            changes.add(pod -> metadata(pod, "labels").put(key, value));
          }
          changes.add(pod -> metadata(pod, "annotations").put(key, value));
        }
      }
    }
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
    for (String field :
        List.of("runtimeClassName", "priorityClassName", "schedulerName", "hostname")) {
      changes.add(pod -> map(pod, "spec").put(field, text));
    }
    changes.add(
        pod -> {
          map(pod, "spec").put("serviceAccountName", text);
          map(pod, "spec").put("serviceAccount", text);
        });
    changes.add(pod -> image(pod, text));
    changes.add(pod -> image(pod, text + (text.endsWith("/") ? "" : "/") + "any"));
  }

  private static void image(Map<String, Object> pod, String image) {
    if (map(pod, "spec").get("containers") instanceof List<?> containers) {
      for (Object container : containers) {
        cast(container).put("image", image);
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
