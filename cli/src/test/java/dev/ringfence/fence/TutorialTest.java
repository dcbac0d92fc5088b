package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.cli.ControllersAtRest;
import dev.ringfence.cli.Program;
import dev.ringfence.cli.SharedProgram;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.Json;
import dev.ringfence.testbed.api.NodeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command of the tutorial is run on a real control plane, and must print what the page says.
 * {@code -Dringfence.tutorial.write=true} writes what it prints into the page instead.
 *
 * <p>What the page does by {@code kubectl} is done by the test's own client: there need be none
 * here. Its output is not shown on the page.
 */
@RealControlPlane
final class TutorialTest {

  private static final String BEGIN = "```console";
  private static final String PROMPT = "$ ";

  @ParameterizedTest
  @ValueSource(strings = {"saas", "content-management"})
  void everyCommandPrintsWhatThePageSays(String name, ControlPlane plane) throws Exception {
    SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
    plane.reset();
    plane.create(node("general-1").label("pool", "general"));
    Path page = Program.root().resolve("docs/tutorials/" + name + ".md");
    String written = Files.readString(page);
    StringBuilder run = new StringBuilder();
    int commands = 0;
    boolean console = false;
    for (String line : written.split("\n", -1)) {
      console = line.equals(BEGIN) || (console && !line.equals("```"));
      if (line.equals(BEGIN) || !console) {
        run.append(line).append('\n');
      } else if (line.startsWith(PROMPT)) {
        commands++;
        run.append(line)
            .append('\n')
            .append(output(line.substring(PROMPT.length()), plane, program));
      }
    }
    String printed = run.substring(0, run.length() - 1);
    if (Boolean.getBoolean("ringfence.tutorial.write")) {
      Files.writeString(page, printed);
    }
    assertThat(commands).isGreaterThan(5);
    assertThat(printed).isEqualTo(Files.readString(page));
  }

  /** Answers of commands that change nothing, until one does: pages look at one answer twice. */
  private final Map<String, Program.Result> answers = new HashMap<>();

  private String output(String command, ControlPlane plane, SharedProgram program)
      throws Exception {
    if (command.startsWith("kubectl ")) {
      answers.clear();
      kubectl(command.split(" ", -1), plane);
      return "";
    }
    String[] parts = command.split(" \\| ", -1);
    String[] words = parts[0].replace("--context demo", "--context testbed").split(" ", -1);
    assertThat(words[0]).isEqualTo("./ringfence");
    boolean writes = words[1].equals("apply") && !List.of(words).contains("--dry-run");
    Program.Result result = answers.get(parts[0]);
    if (writes || result == null) {
      result = program.run(List.of(words).subList(1, words.length).toArray(String[]::new));
      answers.put(parts[0], result);
    }
    if (writes) {
      answers.clear();
    }
    List<String> lines = new ArrayList<>((result.output() + said(result)).lines().toList());
    for (int part = 1; part < parts.length; part++) {
      lines = filtered(lines, parts[part]);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.replace("testbed", "demo")).append('\n'));
    return text.toString();
  }

  /** Standard error too, as on a terminal; where a file is no manifest is no news. */
  private static String said(Program.Result result) {
    StringBuilder said = new StringBuilder();
    result
        .error()
        .lines()
        .filter(line -> line.startsWith("ringfence: ") && !line.contains("skipped"))
        .forEach(line -> said.append(line).append('\n'));
    return said.toString();
  }

  private static List<String> filtered(List<String> lines, String filter) {
    if (filter.startsWith("grep -E '")) {
      var pattern =
          java.util.regex.Pattern.compile(
              filter.substring("grep -E '".length(), filter.length() - 1));
      return lines.stream().filter(line -> pattern.matcher(line).find()).toList();
    }
    if (filter.equals("sort")) {
      return lines.stream().sorted().toList();
    }
    int count = Integer.parseInt(filter.replaceAll("\\D+", ""));
    if (filter.startsWith("head -n ")) {
      return lines.subList(0, Math.min(count, lines.size()));
    }
    assertThat(filter).startsWith("tail -n ");
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  private static void kubectl(String[] words, ControlPlane plane) throws Exception {
    ApiClient administrator = plane.administrator();
    String command = String.join(" ", words);
    if (command.startsWith("kubectl apply -f ")) {
      apply(Program.root().resolve(words[3]), plane);
    } else if (command.startsWith("kubectl delete pods --all -n ")) {
      String pods = "/api/v1/namespaces/" + words[5] + "/pods";
      for (JsonNode pod : administrator.get(pods).orThrow().json().path("items")) {
        administrator
            .delete(pods + "/" + pod.at("/metadata/name").asText() + "?gracePeriodSeconds=0")
            .orThrow();
      }
      ControllersAtRest.await(administrator);
    } else if (command.startsWith("kubectl delete -n ") && words[4].equals("daemonset")) {
      administrator
          .delete("/apis/apps/v1/namespaces/" + words[3] + "/daemonsets/" + words[5])
          .orThrow();
    } else if (command.startsWith("kubectl delete namespace ")) {
      plane.removeNamespace(words[3]);
    } else if (command.startsWith("kubectl delete networkpolicy -n ")) {
      administrator
          .delete(
              "/apis/networking.k8s.io/v1/namespaces/" + words[4] + "/networkpolicies/" + words[5])
          .orThrow();
    } else {
      throw new IllegalArgumentException("the test does not know: " + command);
    }
  }

  static void apply(Path source, ControlPlane plane) throws Exception {
    if (source.getFileName().toString().startsWith("nodes")) {
      Files.readString(source)
          .lines()
          .filter(line -> line.startsWith("# node "))
          .forEach(line -> own(line.split(" ", -1), plane));
      return;
    }
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(source)) {
      try (Stream<Path> all = Files.list(source)) {
        all.sorted()
            .filter(file -> file.toString().endsWith(".yaml"))
            .filter(file -> !file.endsWith("ringfence.yaml"))
            .forEach(files::add);
      }
    } else {
      files.add(source);
    }
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      all.append("---\n").append(Files.readString(file));
    }
    plane.apply(all.toString());
    ControllersAtRest.await(plane.administrator());
  }

  /** {@code # node NAME TENANT}: a node of that tenant's own, with gVisor. */
  private static void own(String[] words, ControlPlane plane) {
    plane.create(
        node(words[2])
            .label("node-restriction.kubernetes.io/ringfence-tenant", words[3])
            .taint("ringfence.dev/tenant", words[3], "NoSchedule"));
  }

  static NodeObject node(String name) {
    // The labels of any kubelet.
    return NodeObject.named(name)
        .label("kubernetes.io/os", "linux")
        .label("kubernetes.io/arch", "amd64")
        .status(
            "runtimeHandlers",
            Json.parse("[{\"name\":\"\"},{\"name\":\"runc\"},{\"name\":\"runsc\"}]", "the test"));
  }
}
