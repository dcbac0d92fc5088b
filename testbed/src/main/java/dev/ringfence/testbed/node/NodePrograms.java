package dev.ringfence.testbed.node;

import dev.ringfence.testbed.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a node runs, or why this machine can run none. */
sealed interface NodePrograms {

  /** The folder of the programs. */
  record Built(Path folder) implements NodePrograms {}

  /** Why there is no node, in words for a skipped test. */
  record Impossible(String reason) implements NodePrograms {}

  /** Finds the programs or builds them; that takes minutes, and needs Go and a C compiler. */
  static NodePrograms find() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      return new Impossible("a node needs Linux, and this is " + System.getProperty("os.name"));
    }
    Ran own =
        run(List.of("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "true"));
    if (own.code() != 0) {
      return new Impossible("no namespaces of one's own (unshare: " + own.said().strip() + ")");
    }
    Ran bridge =
        run(
            List.of(
                "sh", "-c", "command -v ip && unshare --net ip link add name pods type bridge"));
    if (bridge.code() != 0) {
      return new Impossible("no network bridges (ip link: " + bridge.said().strip() + ")");
    }
    Path script = Repository.root().resolve("testbed/build-control-plane");
    Ran built = run(List.of(script.toString(), "--node"));
    if (built.code() != 0) {
      return new Impossible("the node's programs cannot be built: " + built.said().strip());
    }
    String[] kindVersionFolder = built.answered().strip().split(" ", 3);
    return new Built(Path.of(kindVersionFolder[kindVersionFolder.length - 1]));
  }

  /** How a program ended: what it answered on standard output, what it said on the other. */
  record Ran(int code, String answered, String said) {}

  private static Ran run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      StringBuilder said = new StringBuilder();
      try (BufferedReader errors = process.errorReader()) {
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
          System.err.println(line);
          said.append(line).append('\n');
        }
      }
      // What they answer is a line or two, which the pipe holds until it is read here.
      String answered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), answered, said.toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(command + " cannot be run", failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command + " ran", interruption);
    }
  }
}
