package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code fix} proposes, carried out on a real API server and proved from what is then read
 * back, changes the verdicts that it said it would, as it said.
 */
@RealControlPlane
final class FixAppliedTest {

  @TempDir private Path folder;

  @Test
  void theProposedCommandsDoWhatWasProved(ControlPlane plane) throws Exception {
    Path example = Program.root().resolve("examples/saas");
    ExampleOnServer.put(example, plane, folder);
    Path policy = Files.copy(example.resolve("ringfence.yaml"), folder.resolve("policy.yaml"));
    String[] fix = {"fix", "--no-fences", "--max-proofs", "30", "-o", "json"};
    JsonNode proposed = new ObjectMapper().readTree(live(plane, policy, fix));

    List<String> titles = new ArrayList<>();
    for (JsonNode change : proposed.path("changes")) {
      titles.add(change.path("title").asText());
      ProposedCommand.run(change.path("patch").asText(), plane);
    }
    // Of most kinds that there are, so that the commands of most kinds are carried out.
    assertThat(String.join("\n", titles))
        .contains("let only its own pods connect", "connect to nothing but its own and DNS")
        .contains("limit ephemeral-storage", "mount no service account token")
        .contains("files of the node, out of DaemonSet", "set hostPID to false")
        .contains("let every node enforce NetworkPolicy")
        .containsPattern("delete ClusterRoleBinding|remove Group");
    // No command makes an enforcer; people say that there is one.
    Files.writeString(
        policy,
        Files.readString(policy).replace("enforcer: none", "enforcer: kube-network-policies"));
    makeAnew(plane);
    ControllersAtRest.await(plane.administrator());

    Map<String, String> now = Verdicts.of(live(plane, policy, "prove", "--all", "-o", "json"));
    assertThat(proposed.path("baseline").path("closed").size()).isGreaterThan(100);
    Map<String, String> promised = new TreeMap<>();
    for (String direction : List.of("closed", "opened")) {
      for (JsonNode change : proposed.path("baseline").path(direction)) {
        JsonNode standing = change.path("now");
        promised.put(
            "%s → %s %s"
                .formatted(
                    change.path("from").asText(),
                    change.path("to").asText(),
                    change.path("stake").asText()),
            standing.path("depth").asText() + " " + standing.path("verdict").asText());
      }
    }
    Map<String, String> became = new TreeMap<>(now);
    became.keySet().retainAll(promised.keySet());
    assertThat(became).isEqualTo(promised);
  }

  /**
   * What runs keeps what it was made with until it ends, and no rollout ends where no kubelet says
   * that new pods are ready.
   */
  private static void makeAnew(ControlPlane plane) {
    JsonNode namespaces = plane.administrator().get("/api/v1/namespaces").json().path("items");
    for (JsonNode namespace : namespaces) {
      String name = namespace.path("metadata").path("name").asText();
      for (String kind : List.of("batch/v1/%s/jobs", "apps/v1/%s/replicasets")) {
        String path = "/apis/" + kind.formatted("namespaces/" + name);
        plane.administrator().delete(path + "?propagationPolicy=Background").orThrow();
      }
      plane.administrator().delete("/api/v1/namespaces/" + name + "/pods").orThrow();
    }
  }

  private static String live(ControlPlane plane, Path policy, String... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--context", "testbed", "--policy", policy.toString()));
    SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
    Program.Result result = program.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FOUND);
    return result.output();
  }
}
