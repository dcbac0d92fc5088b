package dev.ringfence.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the real program in a process that is not the test's, as a user does. Starting a virtual
 * machine takes longer than most commands, so one process stays for all commands of a test run;
 * {@link #runAlone} is for tests that are about a process itself.
 */
public final class Program {

  /** What it said and how it ended. */
  public record Result(int exit, String output, String error) {}

  private Program() {}

  /** The root of the checkout: the folder that holds the examples. */
  public static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("examples")) ? here : here.resolve("..").normalize();
  }

  /** A virtual machine of this one's kind with this one's classes; the main class is to follow. */
  static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        // It ends before a second compiler has paid for itself.
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"));
  }

  /** Runs a command in the process that stays. */
  public static Result run(String... arguments) throws IOException, InterruptedException {
    return SharedProgram.WITHOUT_CLUSTER.run(arguments);
  }

  /**
   * Runs a command in a new process, which ends with it: its tables lie in an order of their own,
   * and nothing of an earlier command is there.
   */
  public static Result runAlone(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java());
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("ringfence", ".out");
    Path error = Files.createTempFile("ringfence", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(root().toFile())
              .redirectOutput(output.toFile())
              .redirectError(error.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running after ten minutes: " + command);
      }
      return new Result(
          process.exitValue(),
          Files.readString(output, StandardCharsets.UTF_8),
          Files.readString(error, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
      Files.delete(error);
    }
  }
}
