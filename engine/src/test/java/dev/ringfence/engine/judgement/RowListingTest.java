package dev.ringfence.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.proof.StepChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row that is run whole again tells what differs, wherever in its order that stands. */
final class RowListingTest {

  private static final int ROUNDS = 200;

  @Test
  void ofARowThatNamesNearlyTheSameTheDifferenceIsTold() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      RowListing listing = new RowListing(7);
      List<Integer> named = new ArrayList<>();
      int next = 0;
      for (int round = 0; round < ROUNDS; round++) {
        int changes = 0;
        for (int i = named.size() - 1; i >= 0; i--) {
          if (random.nextInt(12) == 0) {
            named.remove(/* index= */ i);
            changes++;
          }
        }
        for (int more = random.nextInt(4); more > 0; more--) {
          named.add(random.nextInt(named.size() + 1), next++);
          changes++;
        }
        assertThat(told(listing, named)).as("seed %d round %d", seed, round).isEqualTo(changes);
      }
    }
  }

  @Test
  void theLastStepsOfARowGoToo() {
    RowListing listing = new RowListing(0);
    assertThat(told(listing, List.of(1, 2, 3, 4))).isEqualTo(4);
    assertThat(told(listing, List.of(1, 2))).isEqualTo(2);
    assertThat(told(listing, List.of())).isEqualTo(2);
    assertThat(told(listing, List.of())).isZero();
  }

  @Test
  void stepsDifferInWhatTheyNeedBreakAssumeAndInWhoseTheyAre() {
    RowListing listing = new RowListing(0);
    List<Runnable> kinds =
        List.of(
            () -> step(listing, new int[] {2}, new int[0], new int[0], null),
            () -> step(listing, new int[] {2, 3}, new int[0], new int[0], null),
            () -> step(listing, new int[] {2}, new int[] {3}, new int[0], null),
            () -> step(listing, new int[] {2}, new int[0], new int[] {3}, null),
            () -> step(listing, new int[] {2}, new int[0], new int[0], new long[] {3}),
            () -> step(listing, new int[] {2}, new int[0], new int[0], new long[] {5}));
    listing.begin(new StepChange());
    kinds.getLast().run();
    listing.end();
    for (Runnable kind : kinds) {
      StepChange change = new StepChange();
      listing.begin(change);
      kind.run();
      listing.end();
      assertThat(change.size()).as("one comes and one goes").isEqualTo(2);
    }
  }

  private static int told(RowListing listing, List<Integer> conclusions) {
    StepChange change = new StepChange();
    listing.begin(change);
    for (int conclusion : conclusions) {
      listing.step(7, conclusion, new int[] {1, conclusion}, new int[] {2}, new int[0], null);
    }
    listing.end();
    return change.size();
  }

  private static void step(
      RowListing listing,
      int[] premises,
      int[] boundaries,
      int[] assumptions,
      long @Nullable [] attackers) {
    listing.step(0, 1, premises, boundaries, assumptions, attackers);
  }
}
