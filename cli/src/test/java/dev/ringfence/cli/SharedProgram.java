package dev.ringfence.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program in the one process that stays until this virtual machine ends, used with one
 * kubeconfig. A process cannot be given another environment, so its {@code KUBECONFIG} names one
 * file, whose content is that of whoever runs the next command.
 *
 * @param kubeconfig what {@code KUBECONFIG} would name; null for a file that is not there
 */
public record SharedProgram(@Nullable Path kubeconfig) {

  static final SharedProgram WITHOUT_CLUSTER = new SharedProgram(null);

  /** The process, once the first command is run. */
  private static final class Process {
    private static final Path KUBECONFIG;
    private static final ProgramSession SESSION;

    static {
      try {
        Path folder = Files.createTempDirectory("ringfence-shared");
        folder.toFile().deleteOnExit();
        KUBECONFIG = folder.resolve("kubeconfig");
        KUBECONFIG.toFile().deleteOnExit();
        SESSION = ProgramSession.start(Map.of("KUBECONFIG", KUBECONFIG.toString()));
      } catch (IOException failure) {
        throw new UncheckedIOException("the program could not be started", failure);
      }
    }
  }

  /** Runs a command after the one before it has ended. */
  public Program.Result run(String... arguments) throws IOException, InterruptedException {
    synchronized (Process.SESSION) {
      if (kubeconfig == null) {
        Files.deleteIfExists(Process.KUBECONFIG);
      } else {
        Files.copy(kubeconfig, Process.KUBECONFIG, StandardCopyOption.REPLACE_EXISTING);
      }
      return Process.SESSION.run(arguments);
    }
  }
}
