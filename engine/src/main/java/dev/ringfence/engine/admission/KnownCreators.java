package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which creators of pods policies can tell from somebody they do not know: those whose name, or a
 * group of whose, has to do with a text in a policy that looks at who asks. Told by words, and
 * towards yes: a part of a name may be looked for.
 */
final class KnownCreators implements Predicate<AdmissionRequest.User> {

  /** Shorter texts are parts of every name. */
  private static final int SHORTEST = 3;

  /** Whom every policy treats as it treats somebody. */
  private static final Set<String> EVERYBODY = Set.of("system:authenticated");

  private final Set<String> texts = new LinkedHashSet<>();
  private final Set<String> whole = new LinkedHashSet<>();
  private final Set<String> beginnings = new LinkedHashSet<>();
  private boolean anybody;

  /**
   * @param more texts in the policies of other engines, for whom a star stands for any text
   */
  KnownCreators(Collection<AdmissionRules.Policy> policies, Collection<String> more) {
    for (AdmissionRules.Policy policy : policies) {
      if (ExpressionTexts.looksAtRequester(policy)) {
        anybody |= ExpressionTexts.mentions(policy, "matches(");
        ExpressionTexts.of(policy)
            .forEach(expression -> texts.addAll(ExpressionTexts.textsIn(expression)));
      }
    }
    texts.removeIf(text -> text.length() < SHORTEST);
    for (String text : more) {
      int star = text.indexOf('*');
      if (star < 0) {
        whole.add(text);
      } else if (star >= SHORTEST) {
        beginnings.add(text.substring(0, star));
      }
    }
  }

  @Override
  public boolean test(AdmissionRequest.User creator) {
    return anybody
        || isNamed(creator.name())
        || creator.groups().stream()
            .anyMatch(group -> !EVERYBODY.contains(group) && isNamed(group));
  }

  private boolean isNamed(String name) {
    return !name.isEmpty()
        && (whole.contains(name)
            || beginnings.stream().anyMatch(name::startsWith)
            || texts.stream().anyMatch(name::contains));
  }
}
