package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyLabels;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSelector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Whether it changes nothing but annotations. */
    default boolean onlyAnnotations() {
      return false;
    }
  }

  private final List<Change> changes = new ArrayList<>();

  private final PairedChanges paired;
  private final boolean pods;
  private boolean all = true;

  /** What the expressions of a policy may compare with, beside the texts in them. */
  interface Given {
    Given NOTHING = policy -> Set.of();

    Set<String> to(AdmissionRules.Policy policy);
  }

  /**
   * @param more texts of policy engines, for whom a star stands for any text
   * @param labels what those engines name of labels and annotations
   */
  PodVariants(
      List<AdmissionRules.Policy> policies,
      List<AdmissionRules.Binding> bindings,
      Set<String> more,
      Set<PolicyLabels.Named> labels,
      Given given) {
    this(policies, bindings, more, labels, given, true);
  }

  private PodVariants(
      List<AdmissionRules.Policy> policies,
      List<AdmissionRules.Binding> bindings,
      Set<String> more,
      Set<PolicyLabels.Named> labels,
      Given given,
      boolean pods) {
    this.pods = pods;
    this.paired = new PairedChanges(policies, given, pods);
    changes.add(pod -> {});
    Set<String> everyText = new LinkedHashSet<>();
    for (AdmissionRules.Policy policy : policies) {
      Set<String> texts = new LinkedHashSet<>();
      Set<String> keys = new LinkedHashSet<>();
      for (String expression : ExpressionTexts.of(policy)) {
        texts.addAll(ExpressionTexts.textsIn(expression));
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
    for (PolicyLabels.Named label : labels) {
      String value = label.value().replace("*", "x").replace("?", "x");
      pairs(Set.of(label.key()), Set.of(value));
    }
  }

  /** Labels and annotations only, of what is there already: a namespace has nothing else. */
  static PodVariants ofNamespaces(
      List<AdmissionRules.Policy> policies, List<AdmissionRules.Binding> bindings, Given given) {
    return new PodVariants(policies, bindings, Set.of(), Set.of(), given, false);
  }

  /** Whether no other value could make a difference. */
  boolean areAll() {
    return all;
  }

  List<Change> changes() {
    return changes;
  }

  /** What one policy may ask for at once. */
  PairedChanges paired() {
    return paired;
  }

  /** Labels by which a selector no longer selects. */
  private void escape(LabelSelector selector) {
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      String value = requirement.values().isEmpty() ? "" : requirement.values().getFirst();
      changes.add(PodChanges.label(requirement.key(), value));
    }
  }

  private void pairs(Set<String> keys, Set<String> values) {
    if (keys.size() * values.size() > MOST_PAIRS) {
      all = false;
      return;
    }
    for (String key : keys) {
      for (String value : values) {
        if (!key.equals(value) && PodChanges.isKey(key)) {
          if (PodChanges.isLabelValue(value)) {
            changes.add(PodChanges.label(key, value));
          }
          changes.add(PodChanges.annotation(key, value));
        }
      }
    }
  }

  private void single(String text) {
    if (PodChanges.isKey(text)) {
      for (String value : List.of("", "true")) {
        changes.add(PodChanges.label(text, value));
        changes.add(PodChanges.annotation(text, value));
      }
    }
    if (pods) {
      changes.add(PodChanges.name(text));
      PodChanges.FIELDS.forEach(field -> changes.add(PodChanges.field(field, text)));
      changes.add(PodChanges.field("image", text + (text.endsWith("/") ? "" : "/") + "any"));
    }
  }
}
