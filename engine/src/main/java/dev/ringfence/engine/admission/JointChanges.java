package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.PolicyOutcome;
import dev.ringfence.engine.cluster.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes of a made-up pod that only together take it past all policies: where each of several
 * policies has a way out of its own, or one asks for two things at once. What each change did alone
 * is noted first, the one that changes nothing before all others.
 */
final class JointChanges {

  /** More ways out of one policy than this are not tried with those of others. */
  private static final int MOST_EACH = 8;

  /** More combinations than this are not tried. */
  private static final int MOST = 512;

  private final PodVariants variants;

  /** By policy that refuses the unchanged pod, what it lets through. */
  private final Map<ObjectMeta, List<PodVariants.Change>> waysOut = new LinkedHashMap<>();

  /** What they say of it. */
  private final Map<ObjectMeta, Set<String>> messages = new HashMap<>();

  private boolean first = true;
  private boolean all = true;

  JointChanges(PodVariants variants) {
    this.variants = variants;
  }

  /** Whether nothing was noted yet. */
  boolean isEmpty() {
    return first;
  }

  /** Notes what a change did by itself. */
  void note(PodVariants.Change change, PolicyOutcome outcome) {
    Set<ObjectMeta> refusing =
        outcome.refusals().stream()
            .map(PolicyOutcome.Refusal::policy)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (first) {
      refusing.forEach(policy -> waysOut.put(policy, new ArrayList<>()));
      outcome
          .refusals()
          .forEach(
              one ->
                  messages
                      .computeIfAbsent(one.policy(), policy -> new LinkedHashSet<>())
                      .add(one.message()));
      first = false;
      return;
    }
    waysOut.forEach(
        (policy, ways) -> {
          if (!refusing.contains(policy)) {
            ways.add(change);
          }
        });
  }

  /** Whether nothing of what was noted gets past the policy, nor what it may ask for at once. */
  boolean isShut(ObjectMeta policy) {
    List<PodVariants.Change> ways = waysOut.get(policy);
    return ways != null && ways.isEmpty() && pairs(policy).isEmpty();
  }

  /** Whether no other combination could make a difference. */
  boolean areAll() {
    return all;
  }

  /** The combinations to try: of one way out of each policy that refuses. */
  List<PodVariants.Change> toTry() {
    List<List<PodVariants.Change>> each = new ArrayList<>();
    boolean alone = waysOut.size() == 1;
    for (Map.Entry<ObjectMeta, List<PodVariants.Change>> one : waysOut.entrySet()) {
      boolean open = !one.getValue().isEmpty();
      List<PodVariants.Change> ways = open ? one.getValue() : pairs(one.getKey());
      if (ways.isEmpty() || (open && alone)) {
        return List.of(); // nothing gets past this one, or all that does was tried
      }
      each.add(ways);
    }
    return alone ? each.getFirst() : product(each);
  }

  /** Two of the changes that a policy may ask for at once. */
  private List<PodVariants.Change> pairs(ObjectMeta policy) {
    PairedChanges.Pairs pairs =
        variants.paired().of(policy, messages.getOrDefault(policy, Set.of()));
    all &= pairs.all();
    return pairs.changes();
  }

  private List<PodVariants.Change> product(List<List<PodVariants.Change>> each) {
    List<PodVariants.Change> product = List.of(pod -> {});
    for (List<PodVariants.Change> ways : each) {
      List<PodVariants.Change> next = new ArrayList<>();
      all &= ways.size() <= MOST_EACH;
      for (PodVariants.Change before : product) {
        for (PodVariants.Change way : ways.subList(0, Math.min(ways.size(), MOST_EACH))) {
          next.add(both(before, way));
        }
      }
      all &= next.size() <= MOST;
      product = next.subList(0, Math.min(next.size(), MOST));
    }
    return product;
  }

  static PodVariants.Change both(PodVariants.Change one, PodVariants.Change other) {
    return new Both(one, other);
  }

  private record Both(PodVariants.Change one, PodVariants.Change other)
      implements PodVariants.Change {
    @Override
    public void to(Map<String, Object> pod) {
      one.to(pod);
      other.to(pod);
    }

    @Override
    public boolean onlyAnnotations() {
      return one.onlyAnnotations() && other.onlyAnnotations();
    }
  }
}
