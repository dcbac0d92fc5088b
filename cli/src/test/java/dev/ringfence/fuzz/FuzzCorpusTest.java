package dev.ringfence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What fuzzing found, and what it began with, goes through in every test run. */
final class FuzzCorpusTest {

  @Test
  void everySourceIsProvedOrRefused() throws IOException {
    for (Path file : corpus("source")) {
      SourceFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
    }
  }

  /** The readers' inputs begin like those of sources: with a byte that says what they are. */
  @Test
  void everyTextIsReadOrRefused() throws IOException {
    for (Path file : corpus("source")) {
      ReaderFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
    }
    for (Path file : corpus("reader")) {
      ReaderFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
    }
  }

  @Test
  void everyCertificateIsCheckedOrRefused() throws Exception {
    for (Path file : corpus("certificate")) {
      CertificateFuzz.fuzzerTestOneInput(Files.readAllBytes(file));
    }
  }

  private static List<Path> corpus(String target) throws IOException {
    try (Stream<Path> files = Files.list(Program.root().resolve("cli/src/test/fuzz/" + target))) {
      List<Path> sorted = files.sorted().toList();
      assertThat(sorted).isNotEmpty();
      return sorted;
    }
  }
}
