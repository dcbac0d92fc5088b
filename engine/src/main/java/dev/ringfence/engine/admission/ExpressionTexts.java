package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the expressions of a policy: told by their words, without parsing them. Whoever
 * asks takes what is not told so for whatever is worse.
 */
final class ExpressionTexts {

  /** Raw texts first, in which a backslash is nothing special. */
  private static final Pattern TEXT =
      Pattern.compile(
          "[rR]'([^']*)'|[rR]\"([^\"]*)\"|'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"",
          Pattern.DOTALL);

  /** Texts by which something is looked up: as an index, or before {@code in}. */
  private static final Pattern KEY =
      Pattern.compile(
          "[\\w)\\]}]\\[\\??\\s*(?:'([^'\\\\]*)'|\"([^\"\\\\]*)\")|(?:'([^'\\\\]*)'|\"([^\"\\\\]*)\")\\s+in\\b");

  /** Keys of labels and annotations that are written as fields, but not functions of the map. */
  private static final Pattern FIELD =
      Pattern.compile("\\b(?:labels|annotations)\\.\\??([A-Za-z_]\\w*)\\b(?!\\s*\\()");

  private static final Pattern VARIABLE = Pattern.compile("variables\\.([A-Za-z_][A-Za-z0-9_]*)");

  /** Labels or annotations that are looked up by what an expression works out. */
  private static final Pattern COMPUTED =
      Pattern.compile(
          "(labels|annotations)\\)?\\s*(\\.orValue\\([^)]*\\))?\\[\\??\\s*[A-Za-z_(]|[\\w)\\]]\\s+in\\s+\\S*(labels|annotations)");

  private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\'\"`?])");

  private ExpressionTexts() {}

  /** Every expression that decides: conditions, variables, validations and mutations. */
  static List<String> of(AdmissionRules.Policy policy) {
    List<String> expressions = new ArrayList<>();
    policy.matchConditions().forEach(one -> expressions.add(one.expression()));
    policy.variables().forEach(one -> expressions.add(one.expression()));
    policy.validations().forEach(one -> expressions.add(one.expression()));
    policy.mutations().forEach(one -> expressions.add(one.expression()));
    return expressions;
  }

  /** The texts that are written out in an expression, in their order. */
  static Set<String> textsIn(String expression) {
    Set<String> texts = new LinkedHashSet<>();
    Matcher matcher = TEXT.matcher(expression);
    while (matcher.find()) {
      texts.add(content(matcher));
    }
    return texts;
  }

  /** Texts and fields by which something may be looked up in labels and annotations. */
  static Set<String> keysIn(String expression) {
    Set<String> keys = new LinkedHashSet<>();
    FIELD.matcher(expression).results().forEach(field -> keys.add(field.group(1)));
    Matcher matcher = KEY.matcher(expression);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          keys.add(matcher.group(group));
        }
      }
    }
    return keys;
  }

  /** Whether a key of labels or annotations may be another text than one in a key's place. */
  static boolean computesKeys(AdmissionRules.Policy policy) {
    return of(policy).stream().anyMatch(expression -> COMPUTED.matcher(expression).find());
  }

  /** The expression with something else instead of each text. */
  static String replaceTexts(String expression, UnaryOperator<String> by) {
    return TEXT.matcher(expression)
        .replaceAll(text -> Matcher.quoteReplacement(by.apply(content(text))));
  }

  private static String content(MatchResult text) {
    for (int raw = 1; raw <= 2; raw++) {
      if (text.group(raw) != null) {
        return text.group(raw);
      }
    }
    String written = text.group(3) != null ? text.group(3) : text.group(4);
    return ESCAPED.matcher(written).replaceAll(one -> Matcher.quoteReplacement(one.group(1)));
  }

  /** An expression and those of all variables that it stands on, each on a line of its own. */
  static String closure(AdmissionRules.Policy policy, String expression) {
    Set<String> texts = new LinkedHashSet<>(Set.of(expression));
    List<String> open = new ArrayList<>(texts);
    while (!open.isEmpty()) {
      Matcher names = VARIABLE.matcher(Objects.requireNonNull(open.removeLast()));
      while (names.find()) {
        for (AdmissionRules.Named variable : policy.variables()) {
          if (variable.name().equals(names.group(1)) && texts.add(variable.expression())) {
            open.add(variable.expression());
          }
        }
      }
    }
    return String.join("\n", texts);
  }

  /** What a validation says; one with an expression for that is not known again by it. */
  static String said(AdmissionRules.Validation validation) {
    String message = validation.message().strip();
    return message.isEmpty() ? "failed expression: " + validation.expression().strip() : message;
  }

  /** Whether an expression of the policy has the word. */
  static boolean mentions(AdmissionRules.Policy policy, String word) {
    return of(policy).stream().anyMatch(expression -> expression.contains(word));
  }

  /** Whether verdicts may depend on the name or groups of who asks. */
  static boolean looksAtRequester(AdmissionRules.Policy policy) {
    return mentions(policy, "userInfo");
  }

  /** Whether they may depend on what the authorizer says of somebody. */
  static boolean asksAuthorizer(AdmissionRules.Policy policy) {
    return mentions(policy, "authorizer");
  }
}
