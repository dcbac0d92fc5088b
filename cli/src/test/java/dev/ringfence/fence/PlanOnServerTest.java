package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.cli.ControllersAtRest;
import dev.ringfence.cli.Program;
import dev.ringfence.cli.SharedProgram;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Json;
import dev.ringfence.testbed.process.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A plan's stages, done one after the other on a real control plane: what runs runs on, pods that
 * are created anew are refused where the stage says so and nowhere else, and after a restart those
 * workloads are gone that the plan said would be. Who connects to whom is not seen here: nothing
 * runs on the nodes.
 */
@RealControlPlane
final class PlanOnServerTest {

  private static final String POLICY = "docs/tutorials/saas.yaml";

  /** Kinds that have a template of pods, and where it is. */
  private static final Map<String, String> TEMPLATES =
      Map.of(
          "apps/v1 deployments Deployment", "/spec/template",
          "apps/v1 statefulsets StatefulSet", "/spec/template",
          "apps/v1 daemonsets DaemonSet", "/spec/template",
          "batch/v1 cronjobs CronJob", "/spec/jobTemplate/spec/template");

  /** What was seen, so that a plan without anything to see is no proof. */
  private final Set<String> seenRefused = new TreeSet<>();

  private final Set<String> seenEnded = new TreeSet<>();

  @Test
  void everyStageCutsOffWhatItSaidAndNothingElse(ControlPlane plane) throws Exception {
    plane.reset();
    plane.create(TutorialTest.node("general-1").label("pool", "general"));
    TutorialTest.apply(Program.root().resolve("examples/saas"), plane);
    SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
    Program.Result advised =
        program.run(live("advise", "--plan", "--proofs", "1", "-o", "json").toArray(String[]::new));
    JsonNode stages = Json.parse(advised.output(), "the advice").path("stages");
    List<String> done = new ArrayList<>();
    for (JsonNode stage : stages) {
      done.add(word(stage.path("name").asText()));
      goThrough(stage, plane, program);
    }
    assertThat(done).startsWith("observe", "prepare", "fence", "restart");
    assertThat(seenRefused).as("by the server, as the plan said").isNotEmpty();
    assertThat(seenEnded).as("by a restart, as the plan said").isNotEmpty();
  }

  private static String word(String name) {
    return name.split("[ :]", -1)[0];
  }

  private static List<String> live(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "--context", "testbed"));
    words.addAll(List.of("--policy", POLICY));
    words.addAll(List.of(more));
    return words;
  }

  private void goThrough(JsonNode stage, ControlPlane plane, SharedProgram program)
      throws Exception {
    Map<String, String> running = running(plane);
    switch (word(stage.path("name").asText())) {
      case "observe" -> {
        apply(program, "--observe");
        assertThat(refused(plane, tenantsNamespaces(plane))).as("only watched").isEmpty();
      }
      case "prepare" -> {
        TutorialTest.apply(Program.root().resolve("docs/tutorials/calico.yaml"), plane);
        TutorialTest.apply(Program.root().resolve("docs/tutorials/nodes-saas.yaml"), plane);
      }
      case "fence", "mend" -> {
        Set<String> before = tenantsNamespaces(plane, stage);
        for (JsonNode tenant : stage.path("tenants")) {
          apply(program, "--tenant", tenant.asText());
        }
        Set<String> refused = refused(plane, before);
        seenRefused.addAll(refused);
        assertThat(refused)
            .as(stage.toString())
            .isEqualTo(named(stage, " runs on, but its pods would not come back"));
      }
      case "restart" -> {
        restart(stage, plane);
        return;
      }
      default -> {
        return;
      }
    }
    ControllersAtRest.await(plane.administrator());
    assertThat(running(plane)).as(stage.toString()).containsAllEntriesOf(running);
  }

  private static void apply(SharedProgram program, String... more) throws Exception {
    List<String> words = live("apply", more);
    words.add("--take-over");
    Program.Result result = program.run(words.toArray(String[]::new));
    assertThat(result.exit()).as(result.output() + result.error()).isLessThan(2);
  }

  /** Every pod of a tenant, by its place: the very object, by its identity. */
  private static Map<String, String> running(ControlPlane plane) {
    Map<String, String> running = new TreeMap<>();
    Set<String> own = tenantsNamespaces(plane);
    for (JsonNode pod : items(plane, "/api/v1/pods")) {
      String namespace = pod.at("/metadata/namespace").asText();
      if (own.contains(namespace)) {
        running.put(
            namespace + "/" + pod.at("/metadata/name").asText(), pod.at("/metadata/uid").asText());
      }
    }
    return running;
  }

  private static JsonNode items(ControlPlane plane, String path) {
    return plane.administrator().get(path).orThrow().json().path("items");
  }

  private static Set<String> tenantsNamespaces(ControlPlane plane) {
    Set<String> names = new TreeSet<>();
    for (JsonNode namespace : items(plane, "/api/v1/namespaces")) {
      if (namespace.at("/metadata/labels").has("ringfence.dev/tenant")) {
        names.add(namespace.at("/metadata/name").asText());
      }
    }
    return names;
  }

  private static Set<String> tenantsNamespaces(ControlPlane plane, JsonNode stage) {
    Set<String> tenants = new TreeSet<>();
    stage.path("tenants").forEach(tenant -> tenants.add(tenant.asText()));
    Set<String> names = new TreeSet<>();
    for (JsonNode namespace : items(plane, "/api/v1/namespaces")) {
      JsonNode tenant = namespace.path("metadata").path("labels").path("ringfence.dev/tenant");
      if (tenants.contains(tenant.asText())) {
        names.add(namespace.at("/metadata/name").asText());
      }
    }
    return names;
  }

  /** Workloads whose pods the server would refuse if they were created now. */
  private static Set<String> refused(ControlPlane plane, Set<String> namespaces) {
    Set<String> refused = new TreeSet<>();
    TEMPLATES.forEach(
        (kind, place) -> {
          String[] words = kind.split(" ", -1);
          for (JsonNode workload : items(plane, "/apis/" + words[0] + "/" + words[1])) {
            String namespace = workload.at("/metadata/namespace").asText();
            if (namespaces.contains(namespace)) {
              if (!create(plane, namespace, pod(workload, place)).isSuccess()) {
                refused.add(
                    words[2] + " " + namespace + "/" + workload.at("/metadata/name").asText());
              }
            }
          }
        });
    return refused;
  }

  /** A new quota refuses everything until its controller has counted: that is waited for. */
  private static ApiResponse create(ControlPlane plane, String namespace, ObjectNode pod) {
    ApiResponse[] last = new ApiResponse[1];
    Await.until(
        "quotas to be counted",
        Duration.ofSeconds(60),
        () -> {
          last[0] =
              plane
                  .administrator()
                  .dryRun()
                  .post("/api/v1/namespaces/" + namespace + "/pods", pod.toString());
          return last[0].body().contains("status unknown for quota")
              ? Optional.of(last[0].body())
              : Optional.empty();
        });
    return last[0];
  }

  private static ObjectNode pod(JsonNode workload, String place) {
    JsonNode template = workload.at(place);
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata")
        .put("name", "made-anew")
        .set("labels", template.at("/metadata/labels"));
    ObjectNode spec = template.path("spec").deepCopy();
    // The controller of a StatefulSet names the claims that it makes.
    for (JsonNode claim : workload.at("/spec/volumeClaimTemplates")) {
      String name = claim.at("/metadata/name").asText();
      spec.withArray("volumes")
          .addObject()
          .put("name", name)
          .putObject("persistentVolumeClaim")
          .put("claimName", name + "-made-anew");
    }
    pod.set("spec", spec);
    return pod;
  }

  /** The workloads of which a stage says so. */
  private static Set<String> named(JsonNode stage, String words) {
    Set<String> named = new TreeSet<>();
    for (JsonNode cut : stage.path("cutsOff")) {
      int at = cut.asText().indexOf(words);
      if (at > 0) {
        named.add(cut.asText().substring(0, at));
      }
    }
    return named;
  }

  /** Deletes the tenants' pods, and looks which workloads get none any more. */
  private void restart(JsonNode stage, ControlPlane plane) throws IOException {
    Set<String> namespaces = tenantsNamespaces(plane, stage);
    Set<String> before = owners(plane, namespaces);
    for (String namespace : namespaces) {
      String pods = "/api/v1/namespaces/" + namespace + "/pods";
      for (JsonNode pod : items(plane, pods)) {
        plane
            .administrator()
            .delete(pods + "/" + pod.at("/metadata/name").asText() + "?gracePeriodSeconds=0")
            .orThrow();
      }
    }
    ControllersAtRest.await(plane.administrator());
    Set<String> ended = new TreeSet<>(before);
    ended.removeAll(owners(plane, namespaces));
    Set<String> said = named(stage, " ends unless it was changed before");
    said.addAll(named(stage, " ends for good"));
    said.addAll(named(stage, " ends, because no node could take its pods"));
    said.retainAll(before); // a CronJob has no pod between its runs
    seenEnded.addAll(ended);
    assertThat(ended).as(stage.toString()).isEqualTo(said);
  }

  /** The workloads that have pods on nodes; a ReplicaSet is its Deployment's. */
  private static Set<String> owners(ControlPlane plane, Set<String> namespaces) {
    Set<String> owners = new TreeSet<>();
    for (JsonNode pod : items(plane, "/api/v1/pods")) {
      String namespace = pod.at("/metadata/namespace").asText();
      if (namespaces.contains(namespace) && pod.path("spec").has("nodeName")) {
        JsonNode owner = pod.at("/metadata/ownerReferences/0");
        String kind = owner.path("kind").asText("Pod");
        String name = owner.path("name").asText(pod.at("/metadata/name").asText());
        boolean ofDeployment = kind.equals("ReplicaSet");
        owners.add(
            (ofDeployment ? "Deployment" : kind)
                + " "
                + namespace
                + "/"
                + (ofDeployment ? name.substring(0, name.lastIndexOf('-')) : name));
      }
    }
    return owners;
  }
}
