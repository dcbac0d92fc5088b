package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a policy says of an update depends on several things that were there before. Where
 * each validation looks back at one label alone, what was changed before, other than that label,
 * makes no difference to it: updates one after the other do no more than one does.
 */
final class LookingBack {

  /** A group is its user's, whatever the namespace has. */
  private static final Pattern GROUP =
      Pattern.compile("(?:'[^']*'|\"[^\"]*\")\\s+in\\s+request\\.userInfo\\.groups");

  /** One label of them, or whether there are any: a namespace has one of the API server's. */
  private static final Pattern ONE =
      Pattern.compile("(?:'[^']*'|\"[^\"]*\")\\s+in\\s+[\\w.?]+|\\bhas\\([\\w.]+\\)");

  /** All labels or annotations together. */
  private static final Pattern WHOLE =
      Pattern.compile("\\b(?:labels|annotations)\\b(?!\\s*(?:\\)\\s*)?[.\\[?]\\s*[?\\['\"\\w])");

  private LookingBack() {}

  static boolean atSeveral(AdmissionRules.Policy policy, List<AdmissionRules.Binding> bindings) {
    Set<String> selected = new HashSet<>();
    addSelected(policy.matchConstraints(), selected);
    bindings.forEach(binding -> addSelected(binding.matchResources(), selected));
    StringBuilder conditions = new StringBuilder();
    for (AdmissionRules.Named condition : policy.matchConditions()) {
      conditions.append(condition.expression()).append('\n');
    }
    for (AdmissionRules.Validation validation : policy.validations()) {
      String text = conditions + ExpressionTexts.closure(policy, validation.expression());
      boolean looksBack = text.contains("oldObject") || !selected.isEmpty();
      if (looksBack && things(GROUP.matcher(text).replaceAll(""), selected) > 1) {
        return true;
      }
    }
    return false;
  }

  private static int things(String text, Set<String> selected) {
    Set<String> keys = new HashSet<>(ExpressionTexts.keysIn(text));
    keys.addAll(selected);
    return keys.size()
        + (WHOLE.matcher(ONE.matcher(text).replaceAll("")).find() && !keys.isEmpty() ? 1 : 0);
  }

  private static void addSelected(
      AdmissionRules.@Nullable MatchResources resources, Set<String> keys) {
    if (resources != null) {
      LabelWays.requirements(resources.objectSelector()).forEach(one -> keys.add(one.key()));
    }
  }
}
