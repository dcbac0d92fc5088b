package dev.ringfence.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertThat(Terminal.of(true, "UTF-8", Map.of(), 80).colours()).isTrue();
    assertThat(Terminal.of(false, "UTF-8", Map.of(), 80).colours()).isFalse();
    assertThat(Terminal.of(true, "UTF-8", Map.of("NO_COLOR", "1"), 80).colours()).isFalse();
    assertThat(Terminal.of(true, "UTF-8", Map.of("NO_COLOR", ""), 80).colours()).isTrue();
    assertThat(Terminal.of(true, "UTF-8", Map.of("TERM", "dumb"), 80).colours()).isFalse();
  }

  @Test
  void symbolsFallBackToAsciiWhereUnicodeDoesNotArrive() {
    Ink ink = Ink.of(Terminal.of(true, "ANSI_X3.4-1968", Map.of(), 80));
    assertThat(ink.arrow()).isEqualTo("->");
    assertThat(Ink.of(Terminal.plain()).arrow()).isEqualTo("→");
  }

  @Test
  void standardOutputOfATestIsNoTerminal() {
    assertThat(Terminal.ofStandardOutput(Map.of()).interactive()).isFalse();
  }

  @Test
  void progressKeepsSilentWhereNobodyWatches() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Progress progress =
        new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), Terminal.plain())) {
      progress.stage("reading");
      progress.step("reading", 5, 10);
    }
    assertThat(bytes.size()).isZero();
  }
}
