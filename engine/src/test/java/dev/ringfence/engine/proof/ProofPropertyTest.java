package dev.ringfence.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * The search against brute force on random systems. {@code -Dringfence.proof.systems} says on how
 * many, {@code -Dringfence.proof.seed} on which first.
 */
final class ProofPropertyTest {
  private static final long SYSTEMS = Long.getLong("ringfence.proof.systems", 20_000);
  private static final long FIRST = Long.getLong("ringfence.proof.seed", 0);

  @Test
  void failureSetsAreThoseOfBruteForce() {
    for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
      PlainSystem system = RandomSystems.system(seed);
      StepGraph graph = system.graph();
      IntPredicate some = assumption -> assumption % 2 == 0;
      checkSets(
          seed,
          system,
          assumption -> true,
          Proof.search(graph, system.goalArray(), system.maximumDepth(), Mode.PESSIMISTIC));
      if (system.assumptions() == 0) {
        continue; // all three modes are the same
      }
      checkSets(
          seed,
          system,
          assumption -> false,
          Proof.search(graph, system.goalArray(), system.maximumDepth(), Mode.REFUTED));
      checkSets(
          seed, system, some, Proof.search(graph, system.goalArray(), system.maximumDepth(), some));
    }
  }

  private static void checkSets(long seed, PlainSystem system, IntPredicate assumed, Proof proof) {
    String disagreement =
        Judge.disagreement(
            system,
            assumed,
            (attacker, goal) -> {
              List<FailureSet> sets = proof.failureSets(attacker, goal);
              assertThat(sets).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
              assertThat(proof.count(attacker, goal)).isEqualTo(sets.size());
              assertThat(proof.depth(attacker, goal))
                  .isEqualTo(sets.isEmpty() ? -1 : sets.getFirst().size());
              assertThat(proof.smallest(attacker, goal))
                  .isEqualTo(sets.isEmpty() ? null : sets.getFirst());
              Set<Set<Integer>> given = new HashSet<>();
              sets.forEach(set -> given.add(Judge.boundaries(set)));
              return given;
            });
    assertThat(disagreement).as("seed %d", seed).isNull();
  }
}
