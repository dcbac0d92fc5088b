package dev.ringfence.engine.proof;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Compares answers with {@link BruteForce}. */
final class Judge {
  private Judge() {}

  /** Something that claims to know all minimal failure sets. */
  interface Answer {
    Set<Set<Integer>> failureSets(int attacker, int goal);
  }

  /** What is wrong with the answer, or null. Of many attackers, some in each word are looked at. */
  static @Nullable String disagreement(PlainSystem system, IntPredicate assumed, Answer answer) {
    for (int attacker = 0; attacker < system.attackers(); attacker += stride(system)) {
      Map<Integer, Set<Set<Integer>>> rightByGoal =
          BruteForce.minimalSets(system, attacker, assumed);
      for (int goal : system.goals()) {
        Set<Set<Integer>> right = rightByGoal.getOrDefault(goal, Set.of());
        Set<Set<Integer>> given = answer.failureSets(attacker, goal);
        if (!right.equals(given)) {
          return "attacker %d, goal %d: %s instead of %s, in %s"
              .formatted(attacker, goal, given, right, system);
        }
      }
    }
    return null;
  }

  static int stride(PlainSystem system) {
    return system.attackers() > 8 ? 17 : 1;
  }

  static Set<Integer> boundaries(FailureSet set) {
    Set<Integer> boundaries = new TreeSet<>();
    for (int boundary : set.boundaries()) {
      boundaries.add(boundary);
    }
    return boundaries;
  }
}
