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
 *
 * <p>A change may also get past what refuses the unchanged pod only to meet another refusal, by the
 * same policy or another: with each of those every other change is tried once more, and where even
 * then a refusal gives way to another, not all is known.
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

  /** A validation that refuses, by what it says. */
  private record Said(ObjectMeta policy, String message) {

    static Set<Said> of(PolicyOutcome outcome) {
      return outcome.refusals().stream()
          .map(one -> new Said(one.policy(), one.message()))
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  private Set<Said> original = Set.of();

  /** Changes that met another refusal instead, and which. */
  private final Map<PodVariants.Change, Set<Said>> halfway = new LinkedHashMap<>();

  /** By what a combination goes on from, where that is not the unchanged pod. */
  private final Map<PodVariants.Change, Set<Said>> begunWith = new HashMap<>();

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
      original = Said.of(outcome);
      first = false;
      return;
    }
    Set<Said> now = Said.of(outcome);
    if (isTurned(original, now)) {
      halfway.put(change, now);
    }
    waysOut.forEach(
        (policy, ways) -> {
          if (!refusing.contains(policy)) {
            ways.add(change);
          }
        });
  }

  /** Whether refusals gave way to others: of one of their policies, or all of them. */
  private static boolean isTurned(Set<Said> before, Set<Said> now) {
    if (now.isEmpty() || now.containsAll(before)) {
      return false;
    }
    Set<ObjectMeta> left = new LinkedHashSet<>();
    now.stream().filter(before::contains).forEach(said -> left.add(said.policy()));
    if (left.isEmpty()) {
      return true;
    }
    return before.stream()
        .map(Said::policy)
        .filter(policy -> !left.contains(policy))
        .anyMatch(policy -> now.stream().anyMatch(said -> said.policy().equals(policy)));
  }

  /** Notes what a combination did that was to be tried. */
  void noteJoint(PodVariants.Change change, PolicyOutcome outcome) {
    Set<Said> before = begunWith.getOrDefault(change, original);
    Set<Said> now = Said.of(outcome);
    if (isTurned(before, now)) {
      // To what refused before it has only gone back.
      now.removeAll(before);
      all &= original.containsAll(now);
    }
  }

  /** Every change beside each that met another refusal, as far as they are not too many. */
  List<PodVariants.Change> further(List<PodVariants.Change> changes) {
    List<PodVariants.Change> further = new ArrayList<>();
    if ((long) halfway.size() * changes.size() > MOST) {
      all = false;
      return further;
    }
    halfway.forEach(
        (begun, said) -> {
          for (PodVariants.Change change : changes) {
            PodVariants.Change both = both(begun, change);
            begunWith.put(both, said);
            further.add(both);
          }
        });
    return further;
  }

  /** Whether nothing of what was noted gets past the policy, nor what it may ask for at once. */
  boolean isShut(ObjectMeta policy) {
    List<PodVariants.Change> ways = waysOut.get(policy);
    return ways != null && ways.isEmpty() && halfway.isEmpty() && pairs(policy).isEmpty();
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
