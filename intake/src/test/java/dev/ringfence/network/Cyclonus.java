package dev.ringfence.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Cyclonus' matcher as a process that answers a line to each line; see testbed/go/cyclonus. */
final class Cyclonus implements AutoCloseable {

  private static final String VERSION = "v0.5.6-2";

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  private Cyclonus(Process process) {
    this.process = process;
    this.answers = process.inputReader();
    this.questions = process.outputWriter();
  }

  /** Skips the test, and says why, where the matcher was not built. */
  static Cyclonus start() {
    Path program = cache().resolve("cyclonus").resolve(VERSION).resolve("cyclonus-matcher");
    Assumptions.assumeTrue(
        Files.isExecutable(program),
        "Cyclonus' matcher is not built; "
            + "testbed/build-cyclonus"
            + " builds it, which takes minutes and needs Go and its module proxy");
    try {
      return new Cyclonus(
          new ProcessBuilder(program.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException failure) {
      throw new UncheckedIOException(program + " cannot be run", failure);
    }
  }

  private static Path cache() {
    String own = System.getenv("RINGFENCE_CACHE");
    String shared = System.getenv("XDG_CACHE_HOME");
    return own != null
        ? Path.of(own)
        : (shared != null ? Path.of(shared) : Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("ringfence");
  }

  /** The answer to one question, both in one line. */
  String ask(String question) {
    try {
      questions.write(question.replace('\n', ' '));
      questions.write('\n');
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("Cyclonus' matcher ended at: " + question);
      }
      return answer;
    } catch (IOException failure) {
      throw new UncheckedIOException("Cyclonus' matcher gave no answer to: " + question, failure);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
