package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.admission.policy.PlainObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object against a pattern with anchors: {@code pkg/engine/validate}. Anchors of a mapping come
 * before its plain fields, and among those the ones with anchors below come first.
 */
final class PatternMatch {

  /** What comes of it: a conditional or global anchor that does not hold skips the rule. */
  enum Outcome {
    PASS,
    FAIL,
    SKIP
  }

  private PatternMatch() {}

  static Outcome of(@Nullable Object value, @Nullable Object pattern) {
    if (pattern instanceof Map<?, ?>) {
      return value instanceof Map<?, ?>
          ? ofMap(PlainObjects.fields(value), PlainObjects.fields(pattern))
          : Outcome.FAIL;
    }
    if (pattern instanceof List<?> list) {
      return value instanceof List<?> items ? ofList(items, list) : Outcome.FAIL;
    }
    if (value instanceof List<?> items) {
      boolean all = items.stream().allMatch(item -> PatternValue.matches(item, pattern));
      return all ? Outcome.PASS : Outcome.FAIL;
    }
    return PatternValue.matches(value, pattern) ? Outcome.PASS : Outcome.FAIL;
  }

  private static Outcome ofMap(Map<String, Object> value, Map<String, Object> written) {
    Map<String, Object> pattern = expanded(written, value);
    List<String> order = new ArrayList<>();
    pattern.keySet().stream().filter(PatternMatch::isAnchor).forEach(order::add);
    pattern.keySet().stream()
        .filter(key -> !isAnchor(key) && hasAnchors(pattern.get(key)))
        .forEach(order::add);
    pattern.keySet().stream().filter(key -> !order.contains(key)).sorted().forEach(order::add);
    for (String key : order) {
      Outcome outcome = ofField(value, key, pattern.get(key));
      if (outcome != Outcome.PASS) {
        return outcome;
      }
    }
    return Outcome.PASS;
  }

  private static Outcome ofField(Map<String, Object> value, String key, @Nullable Object pattern) {
    if (!isAnchor(key)) {
      Object found = value.get(key);
      return "*".equals(pattern)
          ? (found == null ? Outcome.FAIL : Outcome.PASS)
          : of(found, pattern);
    }
    String name = key.substring(key.indexOf('(') + 1, key.length() - 1);
    boolean there = value.containsKey(name);
    return switch (key.charAt(0)) {
      case '(' ->
          there && of(value.get(name), pattern) == Outcome.PASS ? Outcome.PASS : Outcome.SKIP;
      case '<' ->
          !there || of(value.get(name), pattern) == Outcome.PASS ? Outcome.PASS : Outcome.SKIP;
      case '=' -> there ? of(value.get(name), pattern) : Outcome.PASS;
      case 'X' -> there ? Outcome.FAIL : Outcome.PASS;
      case '^' -> there ? exists(value.get(name), pattern) : Outcome.PASS;
      default -> Outcome.PASS; // +( adds in mutations and says nothing here
    };
  }

  private static Outcome exists(@Nullable Object value, @Nullable Object pattern) {
    if (!(value instanceof List<?> items) || !(pattern instanceof List<?> wanted)) {
      return Outcome.FAIL;
    }
    for (Object one : wanted) {
      if (items.stream().noneMatch(item -> of(item, one) == Outcome.PASS)) {
        return Outcome.FAIL;
      }
    }
    return Outcome.PASS;
  }

  private static Outcome ofList(List<?> items, List<?> pattern) {
    if (pattern.isEmpty()) {
      return Outcome.FAIL;
    }
    Object first = pattern.getFirst();
    if (first instanceof List<?>) {
      if (items.size() < pattern.size()) {
        return Outcome.FAIL;
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (int at = 0; at < pattern.size(); at++) {
        outcomes.add(of(items.get(at), pattern.get(at)));
      }
      return together(outcomes);
    }
    return together(items.stream().map(item -> of(item, first)).toList());
  }

  /** The first that fails decides; where all are skipped, so is the whole. */
  private static Outcome together(List<Outcome> outcomes) {
    if (outcomes.contains(Outcome.FAIL)) {
      return Outcome.FAIL;
    }
    return !outcomes.isEmpty() && !outcomes.contains(Outcome.PASS) ? Outcome.SKIP : Outcome.PASS;
  }

  private static boolean isAnchor(String key) {
    return key.endsWith(")")
        && (key.startsWith("(")
            || (key.length() > 2 && key.charAt(1) == '(' && "<=X^+".indexOf(key.charAt(0)) >= 0));
  }

  private static boolean hasAnchors(@Nullable Object pattern) {
    if (pattern instanceof Map<?, ?>) {
      Map<String, Object> map = PlainObjects.fields(pattern);
      return map.keySet().stream().anyMatch(PatternMatch::isAnchor)
          || map.values().stream().anyMatch(PatternMatch::hasAnchors);
    }
    return pattern instanceof List<?> list && list.stream().anyMatch(PatternMatch::hasAnchors);
  }

  /**
   * Keys of labels and annotations may have wildcards: the first key that one matches stands in.
   */
  private static Map<String, Object> expanded(
      Map<String, Object> pattern, Map<String, Object> value) {
    if (!(pattern.get("metadata") instanceof Map<?, ?>)
        && !(pattern.get("=(metadata)") instanceof Map<?, ?>)) {
      return pattern;
    }
    Map<String, Object> expanded = new LinkedHashMap<>();
    pattern.forEach(
        (key, below) ->
            expanded.put(
                key,
                key.equals("metadata") || key.equals("=(metadata)")
                    ? expandedMetadata(
                        PlainObjects.fields(below), PlainObjects.fields(value.get("metadata")))
                    : below));
    return expanded;
  }

  private static Map<String, Object> expandedMetadata(
      Map<String, Object> pattern, Map<String, Object> metadata) {
    Map<String, Object> expanded = new LinkedHashMap<>();
    pattern.forEach(
        (key, below) -> {
          String name = isAnchor(key) ? key.substring(key.indexOf('(') + 1, key.length() - 1) : key;
          boolean texts = name.equals("labels") || name.equals("annotations");
          expanded.put(
              key,
              texts && below instanceof Map<?, ?>
                  ? expandedKeys(
                      PlainObjects.fields(below), PlainObjects.fields(metadata.get(name)))
                  : below);
        });
    return expanded;
  }

  private static Map<String, Object> expandedKeys(
      Map<String, Object> pattern, Map<String, Object> texts) {
    Map<String, Object> expanded = new LinkedHashMap<>();
    pattern.forEach(
        (key, wanted) -> {
          boolean anchor = isAnchor(key);
          String name = anchor ? key.substring(key.indexOf('(') + 1, key.length() - 1) : key;
          String before = anchor ? key.substring(0, key.indexOf('(') + 1) : "";
          String found = name;
          for (String there : texts.keySet()) {
            if (Wildcard.isOne(name) && Wildcard.matches(name, there)) {
              found = there;
              break;
            }
          }
          expanded.put(anchor ? before + found + ")" : found, wanted);
        });
    return expanded;
  }
}
