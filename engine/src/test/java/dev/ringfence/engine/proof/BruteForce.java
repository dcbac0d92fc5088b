package dev.ringfence.engine.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** The judge: tries every set of boundaries. Shares nothing with the engine. */
final class BruteForce {
  private BruteForce() {}

  /** By goal, all minimal failure sets. */
  static Map<Integer, Set<Set<Integer>>> minimalSets(
      PlainSystem system, int attacker, IntPredicate assumed) {
    Map<Integer, Set<Set<Integer>>> found = new HashMap<>();
    system.goals().forEach(goal -> found.put(goal, new HashSet<>()));
    for (Set<Integer> candidate : subsets(system.boundaries(), system.maximumDepth())) {
      Set<Integer> closure = closure(system, attacker, candidate, assumed);
      found.forEach(
          (goal, sets) -> {
            if (closure.contains(goal) && sets.stream().noneMatch(candidate::containsAll)) {
              sets.add(candidate);
            }
          });
    }
    return found;
  }

  static Set<Integer> closure(
      PlainSystem system, int attacker, Set<Integer> failed, IntPredicate assumed) {
    Set<Integer> has = new HashSet<>();
    for (PlainSystem.Start start : system.starts()) {
      if (start.attacker() == attacker && start.assumptions().stream().allMatch(assumed::test)) {
        has.add(start.fact());
      }
    }
    boolean grew = true;
    while (grew) {
      grew = false;
      for (PlainSystem.Step step : system.steps()) {
        grew |= fires(step, attacker, has, failed, assumed) && has.add(step.conclusion());
      }
    }
    return has;
  }

  static boolean fires(
      PlainSystem.Step step,
      int attacker,
      Set<Integer> has,
      Set<Integer> failed,
      IntPredicate assumed) {
    return has.containsAll(step.premises())
        && failed.containsAll(step.boundaries())
        && (step.attackers().isEmpty() || step.attackers().contains(attacker))
        && step.assumptions().stream().allMatch(assumed::test);
  }

  /** All subsets of 0..count-1 of at most this size, smaller ones first. */
  static List<Set<Integer>> subsets(int count, int largest) {
    List<Set<Integer>> all = new ArrayList<>(List.of(Set.of()));
    int from = 0;
    for (int size = 1; size <= largest; size++) {
      int end = all.size();
      for (; from < end; from++) {
        Set<Integer> smaller = all.get(from);
        int next = smaller.stream().mapToInt(i -> i + 1).max().orElse(0);
        for (; next < count; next++) {
          Set<Integer> larger = new TreeSet<>(smaller);
          larger.add(next);
          all.add(larger);
        }
      }
    }
    return all;
  }
}
