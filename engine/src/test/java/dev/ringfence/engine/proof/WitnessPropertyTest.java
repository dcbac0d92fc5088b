package dev.ringfence.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Witnesses and closures of random systems, replayed on plain sets. */
final class WitnessPropertyTest {
  private static final long SYSTEMS = Long.getLong("ringfence.proof.systems", 20_000) / 4;
  private static final long FIRST = Long.getLong("ringfence.proof.seed", 0);

  @Test
  void everyFailureSetHasAWitnessThatReplaysAndNeedsAllItsSteps() {
    long witnesses = 0;
    for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
      PlainSystem system = RandomSystems.system(seed);
      StepGraph graph = system.graph();
      Proof proof =
          Proof.search(graph, system.goalArray(), system.maximumDepth(), Mode.PESSIMISTIC);
      for (int attacker = 0; attacker < system.attackers(); attacker += Judge.stride(system)) {
        for (int goal : system.goals()) {
          for (FailureSet set : proof.failureSets(attacker, goal)) {
            Witness witness = Witness.find(graph, attacker, goal, set, assumption -> true);
            check(
                seed, system, attacker, goal, set, Objects.requireNonNull(witness, "seed " + seed));
            witnesses++;
          }
        }
      }
    }
    assertThat(witnesses).isGreaterThan(SYSTEMS);
  }

  @Test
  void aWitnessIsTheSameWhateverWasAskedBefore() {
    long asked = 0;
    for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
      PlainSystem system = RandomSystems.system(seed);
      StepGraph graph = system.graph();
      Random random = new Random(seed);
      WitnessSearch search = new WitnessSearch(graph);
      for (int question = 0; question < 40; question++) {
        int attacker = random.nextInt(1 + question % system.attackers());
        int goal = random.nextInt(graph.factCount());
        FailureSet failed =
            system.boundaries() == 0 || random.nextInt(3) == 0
                ? FailureSet.NONE
                : FailureSet.of(random.nextInt(system.boundaries()));
        Witness alone = Witness.find(graph, attacker, goal, failed, assumption -> true);
        Witness together = search.find(attacker, goal, failed);
        assertThat(told(together)).as("seed %d", seed).isEqualTo(told(alone));
        asked += alone == null ? 0 : 1;
      }
    }
    assertThat(asked).isGreaterThan(SYSTEMS);
  }

  private static List<List<Integer>> told(@Nullable Witness witness) {
    return witness == null
        ? List.of()
        : Stream.of(witness.steps(), witness.assumptions(), witness.startFacts())
            .map(numbers -> IntStream.of(numbers).boxed().toList())
            .toList();
  }

  @Test
  void theAssumptionsUsedSufficeForTheGoalWhateverWasAskedBefore() {
    long asked = 0;
    for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
      PlainSystem system = RandomSystems.system(seed);
      StepGraph graph = system.graph();
      Proof proof =
          Proof.search(graph, system.goalArray(), system.maximumDepth(), Mode.PESSIMISTIC);
      AssumptionsUsed used = new AssumptionsUsed(graph, everyFact(graph));
      // One attacker, another, and the first again: nothing of one may be left in the other.
      for (long each = seed; each < seed + 3; each++) {
        int attacker = (int) ((seed + each % 2) % system.attackers());
        for (int goal : system.goals()) {
          for (FailureSet set : proof.failureSets(attacker, goal)) {
            int[] assumptions = used.of(attacker, goal, set);
            assertThat(
                    BruteForce.closure(
                        system,
                        attacker,
                        Judge.boundaries(set),
                        assumption -> contains(assumptions, assumption)))
                .as("seed %d", seed)
                .contains(goal);
            assertThat(assumptions)
                .as("seed %d", seed)
                .isEqualTo(new AssumptionsUsed(graph, everyFact(graph)).of(attacker, goal, set));
            asked++;
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(SYSTEMS / 4);
  }

  @Test
  void closuresAreThoseOfBruteForceAndStopWhereOnlyBoundariesAreMissing() {
    for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
      PlainSystem system = RandomSystems.system(seed);
      StepGraph graph = system.graph();
      int attacker = (int) (seed % system.attackers());
      FailureSet failed = FailureSet.of((int) (seed % system.boundaries()));
      IntPredicate assumed = assumption -> assumption != 0;
      Closure closure = Closure.of(graph, attacker, failed, assumed);

      Set<Integer> boundaries = Judge.boundaries(failed);
      Set<Integer> has = BruteForce.closure(system, attacker, boundaries, assumed);
      assertThat(closure.facts()).as("seed %d", seed).containsExactlyInAnyOrder(array(has));
      assertThat(closure.blockedSteps())
          .as("seed %d", seed)
          .isEqualTo(stepsThatFireWith(system, attacker, has, allBoundaries(system), assumed));
      Set<Integer> refuted =
          new TreeSet<>(
              IntStream.of(
                      stepsThatFireWith(system, attacker, has, allBoundaries(system), a -> true))
                  .boxed()
                  .toList());
      IntStream.of(closure.blockedSteps()).forEach(refuted::remove);
      assertThat(closure.refutedSteps()).as("seed %d", seed).isEqualTo(PlainSystem.ints(refuted));
    }
  }

  private static void check(
      long seed, PlainSystem system, int attacker, int goal, FailureSet set, Witness witness) {
    Set<Integer> failed = Judge.boundaries(set);
    List<PlainSystem.Step> steps = new ArrayList<>();
    Set<Integer> assumptions = new TreeSet<>();
    Set<Integer> has = new TreeSet<>();
    for (int fact : witness.startFacts()) {
      has.add(fact);
    }
    for (int step : witness.steps()) {
      PlainSystem.Step plain = system.steps().get(step);
      assertThat(BruteForce.fires(plain, attacker, has, failed, a -> true))
          .as("seed %d step %d", seed, step)
          .isTrue();
      assertThat(has.add(plain.conclusion())).as("seed %d gives a fact twice", seed).isTrue();
      steps.add(plain);
      assumptions.addAll(plain.assumptions());
    }
    assertThat(has).contains(goal);

    IntPredicate used = assumption -> contains(witness.assumptions(), assumption);
    assertThat(IntStream.of(witness.assumptions()).boxed().toList()).containsAll(assumptions);
    PlainSystem onlyThese = withSteps(system, steps);
    assertThat(BruteForce.closure(onlyThese, attacker, failed, used))
        .as("seed %d", seed)
        .contains(goal);
    for (int i = 0; i < steps.size(); i++) {
      List<PlainSystem.Step> fewer = new ArrayList<>(steps);
      fewer.remove(i);
      Set<Integer> rest = new TreeSet<>();
      for (int fact : witness.startFacts()) {
        rest.add(fact);
      }
      assertThat(replay(fewer, attacker, rest, failed))
          .as("seed %d without step %d", seed, i)
          .doesNotContain(goal);
    }
    for (int assumption : witness.assumptions()) {
      assertThat(BruteForce.closure(system, attacker, failed, a -> a != assumption && used.test(a)))
          .as("seed %d without assumption %d", seed, assumption)
          .doesNotContain(goal);
    }
    if (witness.assumptions().length > 0) {
      assertThat(BruteForce.closure(system, attacker, failed, a -> false)).doesNotContain(goal);
    }
  }

  private static Set<Integer> replay(
      List<PlainSystem.Step> steps, int attacker, Set<Integer> has, Set<Integer> failed) {
    for (int round = 0; round <= steps.size(); round++) {
      for (PlainSystem.Step step : steps) {
        if (BruteForce.fires(step, attacker, has, failed, a -> true)) {
          has.add(step.conclusion());
        }
      }
    }
    return has;
  }

  private static PlainSystem withSteps(PlainSystem system, List<PlainSystem.Step> steps) {
    return new PlainSystem(
        system.facts(),
        system.boundaries(),
        system.assumptions(),
        system.attackers(),
        steps,
        system.starts(),
        system.goals(),
        system.maximumDepth());
  }

  private static int[] stepsThatFireWith(
      PlainSystem system,
      int attacker,
      Set<Integer> has,
      Set<Integer> failed,
      IntPredicate assumed) {
    return IntStream.range(0, system.steps().size())
        .filter(
            step ->
                BruteForce.fires(system.steps().get(step), attacker, has, failed, assumed)
                    && !has.contains(system.steps().get(step).conclusion()))
        .toArray();
  }

  private static Set<Integer> allBoundaries(PlainSystem system) {
    return new TreeSet<>(IntStream.range(0, system.boundaries()).boxed().toList());
  }

  private static boolean contains(int[] values, int value) {
    return IntStream.of(values).anyMatch(candidate -> candidate == value);
  }

  private static int[] array(Set<Integer> values) {
    return PlainSystem.ints(values);
  }

  private static int[] everyFact(StepGraph graph) {
    int[] facts = new int[graph.factCount()];
    Arrays.setAll(facts, fact -> fact);
    return facts;
  }
}
