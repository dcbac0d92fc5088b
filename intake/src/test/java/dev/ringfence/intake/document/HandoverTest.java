package dev.ringfence.intake.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.kind.ReadObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandoverTest {

  /** Notes the documents that were no objects, and fails at one of them. */
  private static final class Taker implements ObjectHandler {
    private final List<Integer> taken = new ArrayList<>();
    private final int fails;

    private Taker(int fails) {
      this.fails = fails;
    }

    @Override
    public void object(ReadObject object) {
      throw new IllegalStateException("no object was read");
    }

    @Override
    public void policy(PolicyDocument document) {
      throw new IllegalStateException("no document was read");
    }

    @Override
    public void noObject(String file, int document, String why) {
      if (document == fails) {
        throw new IllegalArgumentException("document " + document);
      }
      taken.add(document);
    }

    @Override
    public void list(String apiVersion, String itemKind) {
      throw new IllegalStateException("no list was read");
    }
  }

  private static void read(Taker taker, int count) {
    Handover.between(
        handover -> {
          for (int document = 0; document < count; document++) {
            handover.noObject("a.yaml", document, "is empty");
          }
        },
        taker,
        () -> {});
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 100_000})
  void everythingIsTakenInItsOrder(int count) {
    Taker taker = new Taker(-1);
    read(taker, count);
    assertThat(taker.taken).isEqualTo(IntStream.range(0, count).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255, 256, 50_000, 99_999})
  void nothingIsTakenAfterAFailure(int fails) {
    Taker taker = new Taker(fails);
    assertThatThrownBy(() -> read(taker, 100_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("document " + fails);
    assertThat(taker.taken).isEqualTo(IntStream.range(0, fails).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 10_000})
  void whereBothFailTheEarlierPlaceIsTold(int read) {
    assertThatThrownBy(
            () ->
                Handover.between(
                    handover -> {
                      for (int document = 0; document < read; document++) {
                        handover.noObject("a.yaml", document, "is empty");
                      }
                      throw new IllegalStateException("the text ends too early");
                    },
                    new Taker(read - 1),
                    () -> {}))
        .hasMessage("document " + (read - 1));
  }

  @Test
  void theOtherThreadWorksFirstAndItsFailureIsTold() {
    Taker taker = new Taker(-1);
    List<Integer> takenBefore = new ArrayList<>();
    Handover.between(
        handover -> handover.noObject("a.yaml", 7, "is empty"),
        taker,
        () -> takenBefore.addAll(taker.taken));
    assertThat(takenBefore).isEmpty();
    assertThat(taker.taken).containsExactly(7);
    assertThatThrownBy(
            () ->
                Handover.between(
                    handover -> handover.noObject("a.yaml", 8, "is empty"),
                    taker,
                    () -> {
                      throw new IllegalStateException("no bootstrap objects");
                    }))
        .hasMessage("no bootstrap objects");
    assertThat(taker.taken).containsExactly(7);
  }

  @Test
  void whatWasReadBeforeAReadingFailedIsTaken() {
    Taker taker = new Taker(-1);
    assertThatThrownBy(
            () ->
                Handover.between(
                    handover -> {
                      handover.noObject("a.yaml", 7, "is empty");
                      throw new IllegalStateException("the text ends too early");
                    },
                    taker,
                    () -> {}))
        .hasMessage("the text ends too early");
    assertThat(taker.taken).containsExactly(7);
  }
}
