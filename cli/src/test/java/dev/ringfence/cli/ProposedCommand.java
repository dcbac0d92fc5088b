package dev.ringfence.cli;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.Patch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Carries out commands that Ringfence proposes on a real API server. A real shell takes the command
 * apart, so that quoting counts; in place of kubectl stands the request that kubectl would send.
 */
final class ProposedCommand {

  private static final Map<String, String> FOLDERS =
      Map.of(
          "deployment", "/apis/apps/v1/namespaces/%s/deployments/",
          "daemonset", "/apis/apps/v1/namespaces/%s/daemonsets/",
          "statefulset", "/apis/apps/v1/namespaces/%s/statefulsets/",
          "cronjob", "/apis/batch/v1/namespaces/%s/cronjobs/",
          "rolebinding", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings/",
          "clusterrolebinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/");

  private ProposedCommand() {}

  /** Carries out every command of the text; lines of comment are nothing to do. */
  static void run(String text, ControlPlane plane) throws IOException, InterruptedException {
    for (List<String> command : commands(text)) {
      carryOut(command, plane);
    }
  }

  /** Each command's arguments, and what it is given on standard input last. */
  private static List<List<String>> commands(String text) throws IOException, InterruptedException {
    String script =
        "kubectl() { printf '%s\\0' \"$@\" INPUT; case \"$*\" in *'-f -'*) cat;; esac; "
            + "printf '\\0END\\0'; }\n"
            + text
            + "\n";
    Process shell =
        new ProcessBuilder("bash", "-eu", "-c", script).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (shell.waitFor() != 0) {
      throw new IllegalStateException("The shell refuses\n" + text + "\n" + output);
    }
    List<List<String>> commands = new ArrayList<>();
    for (String command : output.split("\0END\0", -1)) {
      if (!command.isEmpty()) {
        commands.add(List.of(command.split("\0", -1)));
      }
    }
    return commands;
  }

  private static void carryOut(List<String> command, ControlPlane plane) {
    ApiClient administrator = plane.administrator();
    int input = command.indexOf("INPUT");
    List<String> words = new ArrayList<>(command.subList(1, input));
    String namespace = option(words, "-n");
    switch (command.getFirst()) {
      case "patch" -> {
        String body = option(words, "-p");
        Patch kind = words.remove("--type=json") ? Patch.JSON : Patch.STRATEGIC;
        administrator.patch(path(words, namespace), kind, body).orThrow();
      }
      case "delete" -> administrator.delete(path(words, namespace)).orThrow();
      case "label" -> {
        String[] label = words.get(2).split("=", 2);
        String body = "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(label[0], label[1]);
        administrator.patch("/api/v1/namespaces/" + words.get(1), Patch.MERGE, body).orThrow();
      }
      case "apply" -> {
        if (plane.apply(command.get(input + 1)).isEmpty()) {
          throw new IllegalStateException("Nothing is applied: " + command);
        }
      }
      default -> throw new IllegalStateException("Nobody knows kubectl " + command);
    }
  }

  private static String path(List<String> words, String namespace) {
    String folder = FOLDERS.get(words.get(0));
    if (folder == null || words.size() != 2) {
      throw new IllegalStateException("Nobody knows " + words);
    }
    return folder.formatted(namespace) + words.get(1);
  }

  private static String option(List<String> words, String name) {
    int at = words.indexOf(name);
    if (at < 0) {
      return "";
    }
    words.remove(at);
    return words.remove(at);
  }
}
