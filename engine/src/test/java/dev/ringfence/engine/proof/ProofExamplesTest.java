package dev.ringfence.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProofExamplesTest {
  private static final Set<Integer> NOTHING = Set.of();

  private static Proof prove(PlainSystem system) {
    return Proof.search(
        system.graph(), system.goalArray(), system.maximumDepth(), Mode.PESSIMISTIC);
  }

  private static PlainSystem.Sketch sketch(int facts, int boundaries) {
    return new PlainSystem.Sketch(facts, boundaries).start(0, 0);
  }

  @Test
  void whatIsOpenHasTheEmptySetOnly() {
    Proof proof =
        prove(
            sketch(2, 1).step(1, Set.of(0), NOTHING).step(1, Set.of(0), Set.of(0)).system(1, 2, 1));
    assertThat(proof.failureSets(0, 1)).containsExactly(FailureSet.NONE);
    assertThat(proof.depth(0, 1)).isZero();
  }

  @Test
  void aGoalNobodyReachesHasNoSet() {
    Proof proof = prove(sketch(2, 1).system(2, 2, 1));
    assertThat(proof.failureSets(0, 1)).isEmpty();
    assertThat(proof.depth(1, 1)).isEqualTo(-1);
    assertThat(proof.smallest(0, 1)).isNull();
  }

  @Test
  void aBoundaryMetTwiceInAChainIsPaidOnce() {
    Proof proof =
        prove(
            sketch(3, 1)
                .step(1, Set.of(0), Set.of(0))
                .step(2, Set.of(1), Set.of(0))
                .system(1, 1, 2));
    assertThat(proof.failureSets(0, 2)).containsExactly(FailureSet.of(0));
  }

  @Test
  void twoPremisesThatRestOnOneFailurePayItOnce() {
    Proof proof =
        prove(
            sketch(4, 1)
                .step(1, Set.of(0), Set.of(0))
                .step(2, Set.of(0), Set.of(0))
                .step(3, Set.of(1, 2), NOTHING)
                .system(1, 1, 3));
    assertThat(proof.failureSets(0, 3)).containsExactly(FailureSet.of(0));
  }

  @Test
  void twoPremisesUniteTheirSets() {
    Proof proof =
        prove(
            sketch(4, 3)
                .step(1, Set.of(0), Set.of(2))
                .step(2, Set.of(0), Set.of(1))
                .step(3, Set.of(1, 2), Set.of(1))
                .system(1, 2, 3));
    assertThat(proof.failureSets(0, 3)).containsExactly(FailureSet.of(1, 2));
  }

  @Test
  void aFactNeverSupportsItselfThroughACycle() {
    Proof proof =
        prove(
            sketch(4, 2)
                .step(1, Set.of(2), NOTHING)
                .step(2, Set.of(1), NOTHING)
                .step(2, Set.of(0), Set.of(0))
                .step(1, Set.of(2), Set.of(1))
                .step(3, Set.of(1), Set.of(0))
                .system(1, 2, 3, 1));
    assertThat(proof.failureSets(0, 1)).containsExactly(FailureSet.of(0));
    assertThat(proof.failureSets(0, 3)).containsExactly(FailureSet.of(0));
  }

  @Test
  void aFenceFailsOrIsTakenDown() {
    // fact 1: fence-down(0), which costs boundary 1; three places stand behind the fence
    Proof proof =
        prove(
            sketch(4, 3)
                .step(1, Set.of(0), Set.of(1))
                .step(2, Set.of(0), Set.of(0))
                .step(2, Set.of(0, 1), NOTHING)
                .step(3, Set.of(2), Set.of(0, 2))
                .step(3, Set.of(1, 2), Set.of(2))
                .system(1, 3, 3));
    assertThat(proof.failureSets(0, 3)).containsExactly(FailureSet.of(0, 2), FailureSet.of(1, 2));
  }

  @Test
  void aStepsBoundariesMustAllFail() {
    PlainSystem.Sketch sketch = sketch(2, 4).step(1, Set.of(0), Set.of(3, 0, 1));
    assertThat(prove(sketch.system(1, 2, 1)).depth(0, 1)).isEqualTo(-1);
    assertThat(prove(sketch.system(1, 3, 1)).failureSets(0, 1))
        .containsExactly(FailureSet.of(0, 1, 3));
  }

  @Test
  void setsAreOrderedBySizeThenByBoundaries() {
    Proof proof =
        prove(
            sketch(2, 5)
                .step(1, Set.of(0), Set.of(1, 4))
                .step(1, Set.of(0), Set.of(1, 2))
                .step(1, Set.of(0), Set.of(3))
                .step(1, Set.of(0), Set.of(0))
                .step(1, Set.of(0), Set.of(0, 2))
                .system(1, 2, 1));
    assertThat(proof.failureSets(0, 1))
        .containsExactly(
            FailureSet.of(0), FailureSet.of(3), FailureSet.of(1, 2), FailureSet.of(1, 4));
    assertThat(proof.count(0, 1)).isEqualTo(4);
    assertThat(proof.smallest(0, 1)).isEqualTo(FailureSet.of(0));
  }

  @Test
  void attackersBeginApartAndSomeStepsAreForSome() {
    Proof proof =
        prove(
            sketch(3, 2)
                .start(1, 1)
                .step(1, Set.of(0), Set.of(0))
                .step(2, Set.of(1), Set.of(1))
                .step(2, Set.of(1), NOTHING, NOTHING, Set.of(1))
                .system(3, 2, 2));
    assertThat(proof.failureSets(0, 2)).containsExactly(FailureSet.of(0, 1));
    assertThat(proof.failureSets(1, 2)).containsExactly(FailureSet.NONE);
    assertThat(proof.failureSets(2, 2)).isEmpty();
  }

  @Test
  void aSmallerSetOfOneAttackerDoesNotCoverAnothers() {
    Proof proof =
        prove(
            sketch(3, 2)
                .start(1, 0)
                .start(1, 1)
                .step(2, Set.of(0), Set.of(0, 1))
                .step(2, Set.of(1), Set.of(1))
                .system(2, 2, 2));
    assertThat(proof.failureSets(0, 2)).containsExactly(FailureSet.of(0, 1));
    assertThat(proof.failureSets(1, 2)).containsExactly(FailureSet.of(1));
    int label = proof.firstLabel(2);
    assertThat(proof.failureSet(label)).isEqualTo(FailureSet.of(1));
    assertThat(proof.attackerWord(label, 0)).isEqualTo(0b10);
    assertThat(proof.attackerWord(label + 1, 0)).isEqualTo(0b01);
    assertThat(proof.endLabel(2)).isEqualTo(label + 2);
  }

  @Test
  void aStepWithoutPremisesHoldsForWhomItIsAllowed() {
    Proof proof =
        prove(sketch(2, 1).step(1, NOTHING, Set.of(0), NOTHING, Set.of(70)).system(100, 1, 1));
    assertThat(proof.failureSets(70, 1)).containsExactly(FailureSet.of(0));
    assertThat(proof.failureSets(71, 1)).isEmpty();
  }

  @Test
  void refutedAssumptionsTakeStepsAndStartFactsAway() {
    PlainSystem system =
        sketch(3, 2)
            .start(0, 1, 7)
            .step(2, Set.of(1), NOTHING)
            .step(2, Set.of(0), NOTHING, Set.of(8, 9), NOTHING)
            .step(2, Set.of(0), Set.of(0))
            .system(1, 2, 2);
    StepGraph graph = system.graph();
    int[] goals = {2};
    assertThat(Proof.search(graph, goals, 2, Mode.PESSIMISTIC).depth(0, 2)).isZero();
    assertThat(Proof.search(graph, goals, 2, Mode.REFUTED).depth(0, 2)).isEqualTo(1);
    assertThat(Proof.search(graph, goals, 2, a -> a == 7).depth(0, 2)).isZero();
    assertThat(Proof.search(graph, goals, 2, a -> a == 8).depth(0, 2)).isEqualTo(1);
  }

  @Test
  void twentyWaysIntoAHubAreTwentySetsBehindIt() {
    PlainSystem.Sketch sketch = sketch(100, 40);
    for (int boundary = 0; boundary < 40; boundary++) {
      sketch.step(boundary < 20 ? 1 : 2, Set.of(0), Set.of(boundary));
    }
    sketch.step(3, Set.of(1, 2), NOTHING);
    for (int fact = 4; fact < 100; fact++) {
      sketch.step(fact, Set.of(fact - 1), NOTHING);
    }
    Proof proof = prove(sketch.system(1, 3, 1, 99));
    assertThat(proof.count(0, 1)).isEqualTo(20);
    assertThat(proof.count(0, 99)).isEqualTo(400);
  }

  @Test
  void withDepthZeroOnlyWhatIsOpenIsFound() {
    PlainSystem system =
        sketch(3, 1).step(1, Set.of(0), NOTHING).step(2, Set.of(0), Set.of(0)).system(1, 0, 1, 2);
    assertThat(prove(system).depth(0, 1)).isZero();
    assertThat(prove(system).depth(0, 2)).isEqualTo(-1);
  }

  @Test
  void nothingAtAllIsAProofOfNothing() {
    StepGraph empty = new StepGraphBuilder(0).build(0, 0);
    assertThat(Proof.search(empty, new int[0], 2, Mode.PESSIMISTIC).attackerCount()).isZero();
  }

  @Test
  void questionsAboutOtherFactsAreRefused() {
    Proof proof = prove(sketch(2, 1).system(1, 1, 1));
    assertThatThrownBy(() -> proof.depth(0, 0)).hasMessage("fact 0 is not a goal of this proof");
    StepGraphBuilder builder = new StepGraphBuilder(1);
    builder.addStep(0, 5, new int[0], new int[] {3}, new int[0], null);
    assertThatThrownBy(() -> builder.build(5, 4)).hasMessage("fact 5 is not one of 5");
    assertThatThrownBy(() -> builder.build(6, 3)).hasMessage("boundary 3 is not one of 3");
    assertThatThrownBy(() -> builder.start(1, 0)).hasMessage("attacker 1 is not one of 1");
    assertThatThrownBy(
            () -> builder.addStep(0, 1, new int[0], new int[0], new int[0], new long[] {2}))
        .hasMessage("a bit is set beyond attacker 0");
  }
}
