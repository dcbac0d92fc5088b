package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other people's programs, as judges of what is rendered; tests that need one are skipped. */
final class Tool {

  private Tool() {}

  /** Skips the test where there is no such program. */
  static void needed(String name, String whereItComesFrom) {
    boolean there = false;
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      there |= !folder.isEmpty() && Files.isExecutable(Path.of(folder, name));
    }
    // Debian keeps programs of administrators apart.
    there |= Files.isExecutable(Path.of("/usr/sbin", name));
    assumeTrue(there, () -> "no " + name + " here: " + whereItComesFrom);
  }

  /** What it says; it must end well. */
  static String run(Path log, String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("%s ends", words).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as("%s: %s", words, said).isZero();
    return said;
  }
}
