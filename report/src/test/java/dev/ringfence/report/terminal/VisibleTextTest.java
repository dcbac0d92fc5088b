package dev.ringfence.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.report.fixture.HostileStory;
import org.junit.jupiter.api.Test;

class VisibleTextTest {

  @Test
  void ordinaryNamesStayAsTheyAre() {
    assertThat(VisibleText.of("spacely-web")).isEqualTo("spacely-web");
    assertThat(VisibleText.of("ünïcödé 名前")).isEqualTo("ünïcödé 名前");
  }

  @Test
  void whatActsOrHidesIsWrittenOut() {
    assertThat(VisibleText.of("a\u001b[2Jb")).isEqualTo("a\\u{1b}[2Jb");
    assertThat(VisibleText.of("a\nb\u0000")).isEqualTo("a\\u{a}b\\u{0}");
    assertThat(VisibleText.of("good\u202Etxt")).isEqualTo("good\\u{202e}txt");
    assertThat(VisibleText.of("a\u200Bb\uFEFF")).isEqualTo("a\\u{200b}b\\u{feff}");
    assertThat(VisibleText.of("half \uD83D pair")).isEqualTo("half \\u{d83d} pair");
    assertThat(VisibleText.of("a\u2028b")).isEqualTo("a\\u{2028}b");
  }

  @Test
  void nothingHiddenIsLeftInAnyHostileName() {
    for (String name : HostileStory.NAMES) {
      assertThat(VisibleText.of(name).codePoints().noneMatch(VisibleText::isHidden))
          .as(name)
          .isTrue();
    }
  }

  @Test
  void wideCharactersTakeTwoColumnsAndMarksNone() {
    assertThat(VisibleText.columns("abc")).isEqualTo(3);
    assertThat(VisibleText.columns("名前")).isEqualTo(4);
    assertThat(VisibleText.columns("👩")).isEqualTo(2);
    assertThat(VisibleText.columns("e\u0301")).isEqualTo(1);
  }

  @Test
  void aLongNameSaysHowMuchIsLeftOut() {
    String clipped = VisibleText.clip("x".repeat(2_000), 20);
    assertThat(VisibleText.columns(clipped)).isLessThanOrEqualTo(20);
    assertThat(clipped).isEqualTo("x".repeat(13) + "[+1987]");
    assertThat(VisibleText.clip("short", 20)).isEqualTo("short");
  }

  @Test
  void wrappingLosesNothing() {
    String text = "one two three four five six seven";
    assertThat(Wrapped.text(text, 12, 2)).isEqualTo("one two\n  three four\n  five six\n  seven");
    assertThat(Wrapped.text("  indented " + "y".repeat(30), 12, 0))
        .isEqualTo("  indented\n" + "y".repeat(30));
  }
}
