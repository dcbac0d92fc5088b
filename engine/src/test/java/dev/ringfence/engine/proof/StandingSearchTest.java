package dev.ringfence.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Steps that come and go: what follows from the difference is what a search from scratch finds.
 * {@code -Dringfence.proof.changes} says on how many systems, {@code -Dringfence.proof.seed} on
 * which first.
 */
final class StandingSearchTest {
  private static final long SYSTEMS = Long.getLong("ringfence.proof.changes", 2_500);
  private static final long FIRST = Long.getLong("ringfence.proof.seed", 0);
  private static final int ROUNDS = 8;

  @Test
  void aDifferenceThatIsFollowedUpGivesWhatASearchFromScratchGives() {
    followRandomSystems(0);
  }

  /** Whatever facts are taken for a joint, what is found is the same. */
  @Test
  void withAJointTheSameIsFound() {
    for (int facts = 1; facts <= 3; facts++) {
      followRandomSystems(facts);
    }
  }

  private static void followRandomSystems(int jointFacts) {
    int followed = 0;
    int moved = 0;
    for (long seed = FIRST; seed < FIRST + SYSTEMS; seed++) {
      PlainSystem whole = RandomSystems.system(seed);
      Random random = new Random(seed);
      StandingSearch standing =
          jointFacts == 0
              ? new StandingSearch(whole.maximumDepth())
              : new StandingSearch(whole.maximumDepth(), joint(whole, jointFacts, random));
      boolean[] there = new boolean[whole.steps().size() + whole.starts().size()];
      for (int i = 0; i < there.length; i++) {
        there[i] = random.nextInt(4) > 0;
      }
      List<List<FailureSet>> before = List.of();
      for (int round = 0; round < ROUNDS; round++) {
        // Facts and boundaries have other numbers in each round: only their names stay.
        List<Integer> facts = shuffled(whole.facts(), random);
        List<Integer> boundaries = shuffled(whole.boundaries(), random);
        PlainSystem now = renumbered(part(whole, there), facts, boundaries);
        StepGraph graph = now.graph();
        int[] factNames = inverse(facts);
        int[] boundaryNames = inverse(boundaries);
        int[] goals = now.goalArray();
        StandingSearch.Found found = standing.search(graph, goals, factNames, boundaryNames);
        List<List<FailureSet>> sets =
            check(
                seed,
                round,
                now,
                found.feared(),
                Proof.search(graph, goals, now.maximumDepth(), Mode.PESSIMISTIC));
        check(
            seed,
            round,
            now,
            found.refuted(),
            Proof.search(graph, goals, now.maximumDepth(), Mode.REFUTED));
        assertThat(standing.followed()).isEqualTo(round > 0);
        followed += standing.followed() ? 1 : 0;
        moved += sets.equals(before) ? 0 : 1;
        before = sets;
        // What a joint gives may change in the same moment as who holds it.
        int most = jointFacts == 0 ? 3 : 8;
        for (int i = 0, changes = 1 + random.nextInt(most); i < changes; i++) {
          int one = random.nextInt(there.length);
          there[one] = !there[one];
        }
      }
    }
    // Else the comparison compares nothing.
    assertThat((long) followed).isEqualTo(SYSTEMS * (ROUNDS - 1));
    assertThat((long) moved).isGreaterThan(SYSTEMS);
  }

  /** Facts that steps lead on from: of others nothing is given. */
  private static int[] joint(PlainSystem system, int facts, Random random) {
    int[] premises =
        system.steps().stream()
            .flatMap(step -> step.premises().stream())
            .mapToInt(Integer::intValue)
            .toArray();
    return premises.length == 0
        ? new int[] {0}
        : random
            .ints(facts, 0, premises.length)
            .map(place -> premises[place])
            .sorted()
            .distinct()
            .toArray();
  }

  /**
   * A fact that rested on a step that goes rests on a younger way that stays: its set is as large
   * as sets may be, or may grow.
   */
  @Test
  void aYoungerWayIsFoundAgain() {
    PlainSystem.Step direct = step(3, 0, 0);
    List<PlainSystem.Step> roundabout = List.of(step(1, 0, 0), step(2, 1), step(3, 2));
    for (int maximumDepth = 1; maximumDepth < 3; maximumDepth++) {
      PlainSystem before = system(maximumDepth, direct, roundabout);
      PlainSystem after = system(maximumDepth, null, roundabout);
      StandingSearch standing = new StandingSearch(maximumDepth);
      for (PlainSystem now : List.of(before, after)) {
        Proof found =
            standing
                .search(now.graph(), now.goalArray(), new int[] {0, 1, 2, 3}, new int[] {0, 1})
                .feared();
        assertThat(found.failureSets(0, 3)).hasSize(1).first().hasToString("[0]");
      }
      assertThat(standing.followed()).isTrue();
    }
  }

  private static PlainSystem.Step step(int conclusion, int premise, Integer... boundaries) {
    return new PlainSystem.Step(
        conclusion, Set.of(premise), Set.of(boundaries), Set.of(), Set.of());
  }

  private static PlainSystem system(
      int maximumDepth, PlainSystem.@Nullable Step first, List<PlainSystem.Step> rest) {
    List<PlainSystem.Step> steps = new ArrayList<>(rest);
    if (first != null) {
      steps.addFirst(first);
    }
    List<PlainSystem.Start> starts = List.of(new PlainSystem.Start(0, 0, Set.of()));
    return new PlainSystem(4, 2, 0, 1, steps, starts, List.of(3), maximumDepth);
  }

  private static List<List<FailureSet>> check(
      long seed, int round, PlainSystem system, Proof given, Proof right) {
    List<List<FailureSet>> all = new ArrayList<>();
    for (int attacker = 0; attacker < system.attackers(); attacker += Judge.stride(system)) {
      for (int goal : system.goals()) {
        List<FailureSet> sets = given.failureSets(attacker, goal);
        assertThat(sets)
            .as("seed %d round %d attacker %d goal %d", seed, round, attacker, goal)
            .isEqualTo(right.failureSets(attacker, goal));
        all.add(sets);
      }
    }
    return all;
  }

  private static PlainSystem part(PlainSystem whole, boolean[] there) {
    List<PlainSystem.Step> steps = new ArrayList<>();
    List<PlainSystem.Start> starts = new ArrayList<>();
    for (int i = 0; i < there.length; i++) {
      if (there[i] && i < whole.steps().size()) {
        steps.add(whole.steps().get(i));
      } else if (there[i]) {
        starts.add(whole.starts().get(i - whole.steps().size()));
      }
    }
    return with(whole, steps, starts, whole.goals());
  }

  private static PlainSystem renumbered(
      PlainSystem system, List<Integer> facts, List<Integer> boundaries) {
    return with(
        system,
        system.steps().stream()
            .map(
                step ->
                    new PlainSystem.Step(
                        facts.get(step.conclusion()),
                        renamed(step.premises(), facts),
                        renamed(step.boundaries(), boundaries),
                        step.assumptions(),
                        step.attackers()))
            .toList(),
        system.starts().stream()
            .map(
                start ->
                    new PlainSystem.Start(
                        start.attacker(), facts.get(start.fact()), start.assumptions()))
            .toList(),
        system.goals().stream().map(facts::get).toList());
  }

  private static PlainSystem with(
      PlainSystem system,
      List<PlainSystem.Step> steps,
      List<PlainSystem.Start> starts,
      List<Integer> goals) {
    return new PlainSystem(
        system.facts(),
        system.boundaries(),
        system.assumptions(),
        system.attackers(),
        steps,
        starts,
        goals,
        system.maximumDepth());
  }

  private static Set<Integer> renamed(Set<Integer> old, List<Integer> names) {
    Set<Integer> renamed = new TreeSet<>();
    old.forEach(one -> renamed.add(names.get(one)));
    return renamed;
  }

  private static List<Integer> shuffled(int count, Random random) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random);
    return numbers;
  }

  private static int[] inverse(List<Integer> numbers) {
    int[] inverse = new int[numbers.size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[numbers.get(i)] = i;
    }
    return inverse;
  }
}
