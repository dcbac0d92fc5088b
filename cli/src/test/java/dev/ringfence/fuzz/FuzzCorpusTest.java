package dev.ringfence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cli.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * What fuzzing found, and what it began with, goes through in every test run, and so do some inputs
 * made of it; {@code scripts/fuzz} looks further, by what the code does with them.
 */
final class FuzzCorpusTest {

  /** {@code -Dringfence.fuzz=100} makes it a hundred times as many. */
  private static final int TIMES = Integer.getInteger("ringfence.fuzz", 1);

  private interface Target {
    void take(byte[] input) throws Exception;
  }

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

  @Test
  void whatIsMadeOfThemIsProvedCheckedOrRefused() throws Exception {
    mutated("reader", 1_000, ReaderFuzz::fuzzerTestOneInput);
    mutated("source", 30, SourceFuzz::fuzzerTestOneInput);
    mutated("certificate", 300, CertificateFuzz::fuzzerTestOneInput);
  }

  /**
   * The fewest that reach as much as all that was learned, as {@code scripts/fuzz pack} left it.
   */
  @Test
  void whatWasLearnedIsProvedCheckedOrRefused() throws Exception {
    learned("reader", ReaderFuzz::fuzzerTestOneInput);
    learned("certificate", CertificateFuzz::fuzzerTestOneInput);
  }

  private static void learned(String name, Target target) throws Exception {
    Path file = Program.root().resolve("cli/src/test/fuzz/learned/" + name + ".zip");
    int taken = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          target.take(in.readAllBytes());
          taken++;
        } catch (Exception | Error problem) {
          throw new AssertionError(file + " " + entry.getName(), problem);
        }
      }
    }
    assertThat(taken).isGreaterThan(100);
  }

  private static void mutated(String name, int count, Target target) throws Exception {
    List<byte[]> kept = new ArrayList<>();
    for (Path file : corpus(name)) {
      kept.add(Files.readAllBytes(file));
    }
    Mutation mutation = new Mutation(kept, 1);
    for (int at = 0; at < TIMES * count; at++) {
      byte[] input = mutation.next();
      try {
        target.take(input);
      } catch (Exception | Error problem) {
        throw new AssertionError(
            name + " input " + at + ": " + Base64.getEncoder().encodeToString(input), problem);
      }
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
