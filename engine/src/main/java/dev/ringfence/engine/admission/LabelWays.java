package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ways to make labels match a selector, or not match it. */
final class LabelWays {

  /** More ways than this to satisfy a selector are not tried. */
  static final int MOST = 16;

  private LabelWays() {}

  /** What a selector asks for, its labels too as requirements. */
  static List<LabelSelector.Requirement> requirements(LabelSelector selector) {
    List<LabelSelector.Requirement> requirements = new ArrayList<>(selector.matchExpressions());
    selector
        .matchLabels()
        .forEach(
            (key, value) ->
                requirements.add(
                    new LabelSelector.Requirement(key, LabelSelector.Operator.IN, List.of(value))));
    return requirements;
  }

  /**
   * The labels of the namespace, changed no more than the selector asks for; of more ways than
   * {@link #MOST} not all.
   *
   * @param matching whether the selector is to match; else not to match
   */
  static List<Map<String, String>> of(LabelSet labels, LabelSelector selector, boolean matching) {
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
      ways = next.size() > MOST ? next.subList(0, MOST + 1) : next;
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
      case LIKE ->
          List.of(
              requirement.matches(LabelSet.of(labels))
                  ? labels
                  : with(labels, key, of(requirement)));
      case NOT_LIKE ->
          List.of(requirement.matches(LabelSet.of(labels)) ? labels : without(labels, key));
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
      case LIKE -> List.of(without(labels, key));
      case NOT_LIKE -> List.of(with(labels, key, of(requirement)));
      case GT, LT -> throw new IllegalArgumentException("not in a selector of namespaces");
    };
  }

  /** A value of the form that is asked for. */
  private static String of(LabelSelector.Requirement like) {
    return like.values().getFirst().replace("*", "");
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
}
