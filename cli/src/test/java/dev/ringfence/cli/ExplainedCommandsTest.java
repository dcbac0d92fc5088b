package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that a report tells for its evidence finds the object that it names, on a real API
 * server that holds what was proved.
 */
@RealControlPlane
final class ExplainedCommandsTest {

  /** As they stand in the page's data; a quote is written as a character's number there. */
  private static final Pattern COMMAND = Pattern.compile("\"command\":\"([^\"]+)\"");

  @TempDir private Path folder;

  @Test
  void everyCommandFindsWhatItNames(ControlPlane plane) throws Exception {
    Path example = Program.root().resolve("examples/saas");
    ExampleOnServer.put(example, plane, folder);
    String page = Program.run("prove", example.toString(), "-o", "html").output();
    Set<String> commands = new TreeSet<>();
    for (Matcher command = COMMAND.matcher(page); command.find(); ) {
      commands.add(command.group(1).replace("\\u0027", "'"));
    }
    assertThat(commands).hasSizeGreaterThan(50);
    // Its pools are declared: no node has their names.
    assertThat(commands.remove("kubectl get nodes --show-labels")).isTrue();
    ShownByServer server = new ShownByServer(plane.administrator());
    Set<String> kinds = new TreeSet<>();
    for (String command : commands) {
      assertThat(server.problem(command)).as(command).isEmpty();
      kinds.add(ShownByServer.kind(command));
    }
    assertThat(kinds).contains("deployment", "clusterrolebinding", "namespace", "networkpolicies");
  }
}
