package dev.ringfence.intake.live;

import dev.ringfence.intake.UnreachableException;
import dev.ringfence.intake.token.JsonTokenReader;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.TreeReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that the kubeconfig names to get credentials from, by the protocol of {@code
 * client.authentication.k8s.io}. Its questions to the user go to standard error, as kubectl's do.
 */
final class ExecPlugin {

  private static final long SECONDS = 120;

  private ExecPlugin() {}

  /** The {@code status} of the credential that the program prints. */
  static Fields credential(Kubeconfig.Entry user, String describe) {
    Fields exec = user.fields().fields("exec");
    String command = exec.text("command");
    List<String> line = new ArrayList<>();
    line.add(
        command.indexOf('/') > 0 ? user.folder().resolve(command).normalize().toString() : command);
    line.addAll(exec.texts("args"));
    ProcessBuilder builder = new ProcessBuilder(line);
    Items variables = exec.items("env");
    for (int i = 0; i < variables.size(); i++) {
      Fields variable = variables.fields(i);
      builder.environment().put(variable.text("name"), variable.text("value"));
    }
    String version = exec.text("apiVersion", "client.authentication.k8s.io/v1");
    builder
        .environment()
        .put(
            "KUBERNETES_EXEC_INFO",
            "{\"apiVersion\":\""
                + version
                + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      return run(builder).fields("status");
    } catch (IOException | RuntimeException failed) {
      throw failed(describe, command, exec.text("installHint"), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed(describe, command, "", interrupted);
    }
  }

  private static Fields run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readNBytes(1 << 20);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("it did not end within " + SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("it ended with exit code " + process.exitValue());
      }
      try (JsonTokenReader tokens = new JsonTokenReader(new ByteArrayInputStream(output))) {
        if (tokens.nextDocument()
            && new TreeReader().read(tokens, Schema.EVERYTHING) instanceof Fields fields) {
          return fields;
        }
      }
      throw new IOException("it printed no ExecCredential");
    } finally {
      process.destroy();
    }
  }

  private static UnreachableException failed(
      String describe, String command, String hint, Exception cause) {
    return new UnreachableException(
        describe,
        "the credential program " + command + " failed: " + cause.getMessage(),
        hint.isEmpty() ? "Run it by hand, or log in again" : hint.strip(),
        cause);
  }
}
