package dev.ringfence.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

final class WitnessExamplesTest {
  private static final Set<Integer> NOTHING = Set.of();

  private static Witness found(
      StepGraph graph, int attacker, int goal, FailureSet failed, IntPredicate assumed) {
    return Objects.requireNonNull(Witness.find(graph, attacker, goal, failed, assumed));
  }

  @Test
  void aWitnessIsShortAndHasNoDetour() {
    PlainSystem system =
        new PlainSystem.Sketch(5, 1)
            .start(0, 0)
            .step(1, Set.of(0), NOTHING)
            .step(2, Set.of(1), NOTHING)
            .step(4, Set.of(2), NOTHING)
            .step(3, Set.of(0), NOTHING)
            .step(4, Set.of(3), NOTHING)
            .system(1, 0, 4);
    Witness witness = found(system.graph(), 0, 4, FailureSet.NONE, a -> true);
    assertThat(witness.steps()).containsExactly(3, 4);
    assertThat(witness.startFacts()).containsExactly(0);
    assertThat(witness.assumptions()).isEmpty();
  }

  @Test
  void aLongerWayWithoutAssumptionsIsPreferred() {
    PlainSystem system =
        new PlainSystem.Sketch(4, 1)
            .start(0, 0)
            .start(0, 3, 4)
            .step(3, Set.of(0), NOTHING, Set.of(1), NOTHING)
            .step(1, Set.of(0), NOTHING)
            .step(2, Set.of(1), NOTHING)
            .step(3, Set.of(2), Set.of(0))
            .system(1, 1, 3);
    Witness witness = found(system.graph(), 0, 3, FailureSet.of(0), a -> true);
    assertThat(witness.steps()).containsExactly(1, 2, 3);
    assertThat(found(system.graph(), 0, 3, FailureSet.NONE, a -> a == 1).assumptions())
        .containsExactly(1);
  }

  @Test
  void anAssumptionThatAnotherWayUsesAnywayIsNotAddedTo() {
    // Both premises can rest on assumption 0; alone, premise 2 looks as cheap by assumption 1.
    PlainSystem system =
        new PlainSystem.Sketch(4, 1)
            .start(0, 0)
            .step(2, Set.of(0), NOTHING, Set.of(1), NOTHING)
            .step(2, Set.of(0), NOTHING, Set.of(0), NOTHING)
            .step(1, Set.of(0), NOTHING, Set.of(0), NOTHING)
            .step(3, Set.of(1, 2), NOTHING)
            .system(1, 0, 3);
    Witness witness = found(system.graph(), 0, 3, FailureSet.NONE, a -> true);
    assertThat(witness.assumptions()).containsExactly(0);
    assertThat(witness.steps()).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void aStartFactIsItsOwnWitness() {
    PlainSystem system = new PlainSystem.Sketch(1, 0).start(0, 0, 3).system(2, 0, 0);
    Witness witness = found(system.graph(), 0, 0, FailureSet.NONE, a -> true);
    assertThat(witness.steps()).isEmpty();
    assertThat(witness.startFacts()).containsExactly(0);
    assertThat(witness.assumptions()).containsExactly(3);
    assertThat(Witness.find(system.graph(), 1, 0, FailureSet.NONE, a -> true)).isNull();
    assertThat(Witness.find(system.graph(), 0, 0, FailureSet.NONE, a -> false)).isNull();
  }

  @Test
  void aClosureTellsWhereAnAttackerStops() {
    PlainSystem system =
        new PlainSystem.Sketch(5, 2)
            .start(0, 0)
            .step(1, Set.of(0), NOTHING)
            .step(2, Set.of(1), Set.of(0))
            .step(3, Set.of(2), Set.of(1))
            .step(1, Set.of(0), Set.of(1))
            .step(4, Set.of(1), NOTHING, Set.of(5), NOTHING)
            .system(1, 2, 3);
    Closure closure = Closure.of(system.graph(), 0, FailureSet.NONE, a -> false);
    assertThat(closure.facts()).containsExactly(0, 1);
    assertThat(closure.holds(2)).isFalse();
    assertThat(closure.blockedSteps()).containsExactly(1);
    assertThat(closure.refutedSteps()).containsExactly(4);
  }
}
