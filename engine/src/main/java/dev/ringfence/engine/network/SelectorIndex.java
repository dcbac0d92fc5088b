package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers which of many label sets a selector matches. A selector that asks for a value looks only
 * at the sets that have it: 10,000 namespaces and as many selectors of one name each stay linear.
 */
final class SelectorIndex {

  private final List<LabelSet> items;
  private final BiPredicate<LabelSelector, LabelSet> matching;
  private @Nullable Map<String, Map<String, int[]>> postings;
  private final Map<LabelSelector, int[]> answers = new HashMap<>();
  private final int[] all;

  /** One set that notes what is asked for, on behalf of all: those of one cluster note together. */
  private final @Nullable LabelSet watched;

  /**
   * @param matching whether a selector finds what has these labels; never without a label that it
   *     asks for by value
   */
  SelectorIndex(List<LabelSet> items, BiPredicate<LabelSelector, LabelSet> matching) {
    this.items = items;
    this.matching = matching;
    this.all = new int[items.size()];
    this.watched = items.stream().filter(LabelSet::isWatched).findFirst().orElse(null);
    Arrays.setAll(all, item -> item);
  }

  /** The same with other labels in one place: what is known of them is known still. */
  private SelectorIndex(SelectorIndex before, List<LabelSet> items, int changed) {
    this.items = items;
    this.matching = before.matching;
    this.all = before.all;
    this.watched = before.watched;
    LabelSet old = before.items.get(changed);
    LabelSet now = items.get(changed);
    before.answers.forEach(
        (selector, known) -> {
          boolean matches = matching.test(selector, now);
          answers.put(
              selector,
              matching.test(selector, old) == matches ? known : with(known, changed, matches));
        });
  }

  SelectorIndex with(List<LabelSet> changedItems, int changed) {
    return new SelectorIndex(this, changedItems, changed);
  }

  private static int[] with(int[] ascending, int item, boolean added) {
    BitSet set = new BitSet();
    for (int each : ascending) {
      set.set(each);
    }
    set.set(item, added);
    return set.stream().toArray();
  }

  /** Made when first asked for: a change of labels that no new peer asks for never does. */
  private static Map<String, Map<String, int[]>> postings(List<LabelSet> items) {
    Map<String, Map<String, List<Integer>>> lists = new HashMap<>();
    for (int item = 0; item < items.size(); item++) {
      int id = item;
      items
          .get(item)
          .forIndex(
              (key, value) ->
                  lists
                      .computeIfAbsent(key, ignored -> new HashMap<>())
                      .computeIfAbsent(value, ignored -> new ArrayList<>())
                      .add(id));
    }
    Map<String, Map<String, int[]>> postings = new HashMap<>();
    lists.forEach(
        (key, byValue) -> {
          Map<String, int[]> arrays = new HashMap<>();
          byValue.forEach(
              (value, list) ->
                  arrays.put(value, list.stream().mapToInt(Integer::intValue).toArray()));
          postings.put(key, arrays);
        });
    return postings;
  }

  /** The items that the selector matches, ascending. The caller does not change the array. */
  int[] matching(LabelSelector selector) {
    if (selector.isEmpty()) {
      return all;
    }
    return answers.computeIfAbsent(selector, this::evaluate);
  }

  private int[] evaluate(LabelSelector selector) {
    int[] candidates = all;
    for (Map.Entry<String, String> entry : selector.matchLabels().entrySet()) {
      int[] having = having(entry.getKey(), entry.getValue());
      candidates = having.length < candidates.length ? having : candidates;
    }
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      if (requirement.operator() == LabelSelector.Operator.IN && requirement.values().size() == 1) {
        int[] having = having(requirement.key(), requirement.values().getFirst());
        candidates = having.length < candidates.length ? having : candidates;
      }
    }
    int[] matches = new int[candidates.length];
    int count = 0;
    for (int item : candidates) {
      if (matching.test(selector, items.get(item))) {
        matches[count++] = item;
      }
    }
    return Arrays.copyOf(matches, count);
  }

  private int[] having(String key, String value) {
    if (watched != null) {
      watched.noteAsked(key);
    }
    Map<String, Map<String, int[]>> known = postings;
    if (known == null) {
      known = postings(items);
      postings = known;
    }
    Map<String, int[]> byValue = known.get(key);
    int[] list = byValue == null ? null : byValue.get(value);
    return list == null ? new int[0] : list;
  }

  /** Whether some set of labels matches: whoever may choose a pod's labels can satisfy it. */
  static boolean isSatisfiable(@Nullable LabelSelector selector) {
    if (selector == null) {
      return true;
    }
    Set<String> keys = new HashSet<>(selector.matchLabels().keySet());
    selector.matchExpressions().forEach(expression -> keys.add(expression.key()));
    for (String key : keys) {
      if (!isSatisfiable(selector, key)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSatisfiable(LabelSelector selector, String key) {
    List<String> candidates = new ArrayList<>();
    String fixed = selector.matchLabels().get(key);
    if (fixed != null) {
      candidates.add(fixed);
    }
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      if (requirement.key().equals(key)) {
        if (requirement.operator() == LabelSelector.Operator.LIKE) {
          return true; // Some value has all the forms that are asked for, or may have.
        }
        candidates.addAll(requirement.values());
      }
    }
    // A value that the selector does not mention, so NotIn and Exists hold; no label holds "/".
    candidates.add("/");
    if (keyMatches(selector, key, LabelSet.EMPTY)) {
      return true;
    }
    for (String value : candidates) {
      if (keyMatches(selector, key, LabelSet.of(Map.of(key, value)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean keyMatches(LabelSelector selector, String key, LabelSet labels) {
    String fixed = selector.matchLabels().get(key);
    if (fixed != null && !fixed.equals(labels.get(key))) {
      return false;
    }
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      if (requirement.key().equals(key) && !requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
