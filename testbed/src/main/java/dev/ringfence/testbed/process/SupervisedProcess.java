package dev.ringfence.testbed.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that dies with this virtual machine, even if that is killed: a small shell script
 * stands between them, and kills the program when the pipe to it is closed.
 *
 * <p>The program is always killed outright. It keeps nothing but what is in its run's folder, which
 * goes too.
 */
public final class SupervisedProcess implements AutoCloseable {
  private static final String SUPERVISOR = "supervise.sh";
  private static final int LOG_LINES_SHOWN = 25;
  private static final Duration DEATH = Duration.ofSeconds(20);

  /**
   * How Go's memory is collected: these programs live for minutes, and by Go's own default spend a
   * fifth of their processor time on keeping a heap small that a test's machine has room for.
   */
  private static final Map<String, String> COLLECTOR = Map.of("GOGC", "400", "GOMEMLIMIT", "1GiB");

  private final String name;
  private final Path log;
  private final Process supervisor;

  private SupervisedProcess(String name, Path log, Process supervisor) {
    this.name = name;
    this.log = log;
    this.supervisor = supervisor;
  }

  /**
   * Starts {@code command} with {@code folder} as its working folder; its output goes to {@code
   * folder/name.log}.
   */
  public static SupervisedProcess start(String name, Path folder, List<String> command) {
    Path log = folder.resolve(name + ".log");
    List<String> supervised = new ArrayList<>(List.of("/bin/sh"));
    try {
      supervised.add(supervisorIn(folder).toString());
      supervised.addAll(command);
      ProcessBuilder builder =
          new ProcessBuilder(supervised)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      COLLECTOR.forEach(builder.environment()::putIfAbsent);
      return new SupervisedProcess(name, log, builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(name + " could not be started: " + command, failure);
    }
  }

  private static Path supervisorIn(Path folder) throws IOException {
    Path script = folder.resolve(SUPERVISOR);
    if (!Files.exists(script)) {
      // Several programs may start at once in one folder: a script appears whole or not at all.
      Path draft = Files.createTempFile(folder, SUPERVISOR, ".draft");
      try (InputStream source = SupervisedProcess.class.getResourceAsStream(SUPERVISOR)) {
        Files.copy(Objects.requireNonNull(source), draft, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(draft, script, StandardCopyOption.ATOMIC_MOVE);
    }
    return script;
  }

  public String name() {
    return name;
  }

  public boolean isAlive() {
    return supervisor.isAlive();
  }

  /** What the program last said, for an error message. */
  public String lastWords() {
    try (var lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return all.subList(Math.max(0, all.size() - LOG_LINES_SHOWN), all.size()).stream()
          .collect(Collectors.joining("\n  ", name + " said last:\n  ", ""));
    } catch (IOException | UncheckedIOException unreadable) {
      return name + " left no readable log (" + unreadable.getMessage() + ")";
    }
  }

  /** Whether {@code words} occur in what the program has said. */
  public boolean hasSaid(String words) {
    try (var lines = Files.lines(log)) {
      return lines.anyMatch(line -> line.contains(words));
    } catch (IOException | UncheckedIOException unreadable) {
      return false;
    }
  }

  /** Kills the program and waits until it is gone. */
  @Override
  public void close() {
    try {
      supervisor.getOutputStream().close();
    } catch (IOException alreadyClosed) {
      // The program ended by itself; there is nobody left at the other end of the pipe.
    }
    boolean gone;
    try {
      gone = supervisor.waitFor(DEATH.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      gone = false;
    }
    if (!gone) {
      supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
      supervisor.destroyForcibly();
    }
  }
}
