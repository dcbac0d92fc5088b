package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.process.Await;
import dev.ringfence.testbed.process.RunFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AbandonedRunTest {
  private static final Duration BOUND = Duration.ofMinutes(1);

  /** etcd and kube-apiserver, each with its supervisor; a supervisor has a watching twin. */
  private static final int PROCESSES_AT_LEAST = 4;

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AbandonedRun.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path folderOf(Process run) throws IOException {
    BufferedReader output = run.inputReader();
    String line = output.readLine();
    assertThat(line).as("the folder that the run says").isNotNull();
    return Path.of(line);
  }

  private static List<String> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(folder.toString()))
        .toList();
  }

  private static void awaitNoProcessOf(Path folder) {
    Await.until(
        "the processes of a run that was abandoned to be gone",
        BOUND,
        () -> {
          List<String> left = processesOf(folder);
          return left.isEmpty() ? Optional.empty() : Optional.of("still there: " + left);
        });
  }

  @Test
  void aKilledRunLeavesNoProcessAndTheNextRemovesItsFolder() throws Exception {
    Process run = start();
    Path folder = folderOf(run);
    assertThat(processesOf(folder)).hasSizeGreaterThanOrEqualTo(PROCESSES_AT_LEAST);

    // SIGKILL: no shutdown hook runs.
    run.destroyForcibly();
    assertThat(run.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();

    awaitNoProcessOf(folder);
    assertThat(folder).isDirectory();
    try (RunFolder next = RunFolder.create()) {
      assertThat(next.path()).isDirectory();
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void aRunThatForgetsToCloseLeavesNothing() throws Exception {
    Process run = start();
    Path folder = folderOf(run);
    run.getOutputStream().close();
    assertThat(run.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    awaitNoProcessOf(folder);
    assertThat(folder).doesNotExist();
  }

  @Test
  void aRunThatLivesKeepsItsFolder() throws Exception {
    Process run = start();
    Path folder = folderOf(run);
    try (RunFolder next = RunFolder.create()) {
      assertThat(next.path()).isNotEqualTo(folder);
      assertThat(folder).isDirectoryContaining(Files::isRegularFile);
    }
    run.getOutputStream().close();
    assertThat(run.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
