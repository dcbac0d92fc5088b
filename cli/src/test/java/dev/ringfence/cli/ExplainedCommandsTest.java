package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that a report tells for its evidence finds the object that it names, on a real API
 * server that holds what was proved. In place of kubectl stands the request that it would send.
 */
@RealControlPlane
final class ExplainedCommandsTest {

  /** As they stand in the page's data; a quote is written as a character's number there. */
  private static final Pattern COMMAND = Pattern.compile("\"command\":\"([^\"]+)\"");

  private static final Pattern OF_ONE =
      Pattern.compile(
          "kubectl (?:-n (\\S+) )?(get|describe) ([a-z]+) (\\S+)(?: -o (yaml|jsonpath='\\{[^']+}'))?");

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
    Map<String, String> resources = resources(plane.administrator());
    Set<String> kinds = new TreeSet<>();
    for (String command : commands) {
      Matcher parts = OF_ONE.matcher(command);
      assertThat(parts.matches()).as(command).isTrue();
      assertThat(resources).as(command).containsKey(parts.group(3));
      String resource = Objects.requireNonNull(resources.get(parts.group(3)));
      String namespace = parts.group(1) == null ? "" : "namespaces/" + parts.group(1) + "/";
      JsonNode found =
          plane
              .administrator()
              .get(resource.formatted(namespace) + "/" + parts.group(4))
              .orThrow()
              .json();
      assertThat(found.at("/metadata/name").asText()).as(command).isEqualTo(parts.group(4));
      kinds.add(parts.group(3));
    }
    assertThat(kinds).contains("deployment", "clusterrolebinding", "namespace", "networkpolicy");
  }

  /** By the name for one, the path of each resource with a place for the namespace. */
  private static Map<String, String> resources(ApiClient administrator) {
    Map<String, String> resources = new HashMap<>();
    add(administrator, "/api/v1", resources);
    for (JsonNode group : administrator.get("/apis").json().path("groups")) {
      add(administrator, "/apis/" + group.at("/preferredVersion/groupVersion").asText(), resources);
    }
    return resources;
  }

  private static void add(ApiClient administrator, String api, Map<String, String> resources) {
    for (JsonNode resource : administrator.get(api).json().path("resources")) {
      String name = resource.path("name").asText();
      if (!name.contains("/")) {
        // As kubectl does, the group that is told first wins.
        resources.putIfAbsent(resource.path("singularName").asText(), api + "/%s" + name);
      }
    }
  }
}
