package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.intake.TemplateAdmission;
import dev.ringfence.intake.pod.TokenVolume;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random MutatingAdmissionPolicies and Deployments without pods: what the pods count as, against
 * the pods that a real API server makes of their templates by a dry run. What is left undecided is
 * counted: the engine fears the worst of it.
 */
@RealControlPlane
class TemplatesAdmittedTest {

  private static final int WORLDS = Integer.getInteger("ringfence.template.worlds", 6);
  private static final int TEMPLATES = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ControlPlane plane;

  TemplatesAdmittedTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void podsOfTemplatesAreWhatTheServerMakes(@TempDir Path folder) throws Exception {
    int settled = 0;
    int open = 0;
    int changed = 0;
    List<String> differences = new ArrayList<>();
    for (int world = 0; world < WORLDS; world++) {
      RandomMutations mutations = new RandomMutations(PolicyWorld.seed(world));
      List<String> policies = new ArrayList<>(mutations.next("mutation-0"));
      policies.addAll(mutations.next("mutation-1"));
      PolicyWorld inForce = new PolicyWorld(plane, folder, world, policies);
      List<WholeObject> pods = inForce.pods(TEMPLATES);
      List<ObjectNode> templates = new ArrayList<>();
      StringBuilder source = new StringBuilder(inForce.text());
      for (WholeObject pod : pods) {
        ObjectNode template = (ObjectNode) MAPPER.readTree(PolicyWorld.json(pod));
        templates.add(template);
        source.append("\n---\n").append(deployment(pod, template));
      }
      SourceSpec text = new SourceSpec.Text("source.yaml", source.toString());
      Cluster written = Intake.read(List.of(text), IntakeOptions.DEFAULT).cluster();
      Cluster cluster = TemplateAdmission.of(written, List.of(text), KubernetesExpressions::new);
      for (int at = 0; at < pods.size(); at++) {
        ObjectReference reference =
            new ObjectReference("Deployment", pods.get(at).namespace(), pods.get(at).name());
        if (!cluster.policiesApplied().contains(reference)) {
          open++;
          continue;
        }
        Made here = made(cluster, reference.toString());
        Made there = there(inForce, pods.get(at), templates.get(at), here);
        if (there == null) {
          continue; // refused for another reason: there is no such pod
        }
        settled++;
        changed += here.equals(made(written, reference.toString())) ? 0 : 1;
        if (!here.equals(there)) {
          differences.add(difference(there, here) + reference + " in\n" + inForce.text());
          assertThat(differences).hasSizeLessThan(3);
        }
      }
    }
    System.out.println(
        "%d templates settled, %d of them changed, %d open".formatted(settled, changed, open));
    assertThat(differences).isEmpty();
    assertThat(changed).isGreaterThan(settled / 10).isPositive();
    assertThat(settled).isGreaterThan(open / 2);
  }

  @AfterEach
  void leaveNothingInForce() throws InterruptedException, IOException {
    PolicyWorld.leaveNothingInForce(plane);
  }

  /** What a pod counts as. */
  private record Made(LabelSet labels, PodSpec spec) {}

  private static Made made(Cluster cluster, String topmost) {
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (cluster.pods().topmost(pod).toString().equals(topmost)) {
        return new Made(cluster.pods().labels(pod), cluster.pods().spec(pod));
      }
    }
    throw new AssertionError(topmost);
  }

  /** The fields in which the two differ. */
  private static String difference(Made there, Made here) throws ReflectiveOperationException {
    StringBuilder text = new StringBuilder();
    if (!there.labels().equals(here.labels())) {
      text.append("labels: ").append(there.labels()).append(" / ").append(here.labels());
    }
    for (RecordComponent field : PodSpec.class.getRecordComponents()) {
      Object wanted = field.getAccessor().invoke(there.spec());
      Object found = field.getAccessor().invoke(here.spec());
      if (!Objects.equals(wanted, found)) {
        text.append("\n").append(field.getName()).append(": ").append(wanted);
        text.append("\n  but ").append(found).append("\n");
      }
    }
    return text.toString();
  }

  private static String deployment(WholeObject pod, ObjectNode template) throws IOException {
    ObjectNode deployment = MAPPER.createObjectNode();
    deployment.put("apiVersion", "apps/v1").put("kind", "Deployment");
    ObjectNode metadata = deployment.putObject("metadata");
    metadata.put("name", pod.name()).put("namespace", pod.namespace());
    ObjectNode of = deployment.putObject("spec").putObject("template");
    ObjectNode own = of.putObject("metadata");
    JsonNode labels = template.at("/metadata/labels");
    if (!labels.isMissingNode()) {
      own.set("labels", labels);
    }
    JsonNode annotations = template.at("/metadata/annotations");
    if (!annotations.isMissingNode()) {
      own.set("annotations", annotations);
    }
    of.set("spec", template.get("spec"));
    return MAPPER.writeValueAsString(deployment);
  }

  /** The pod of the server, asked again while it differs, for its caches lag; null if refused. */
  private static @Nullable Made there(
      PolicyWorld world, WholeObject pod, ObjectNode template, Made here) throws Exception {
    ObjectNode metadata = (ObjectNode) template.get("metadata");
    metadata.remove("name");
    metadata.put("generateName", pod.name() + "-");
    Instant end = Instant.now().plus(PATIENCE);
    Made there;
    do {
      ApiResponse answer = world.answer(pod.namespace(), MAPPER.writeValueAsString(template));
      if (!answer.isSuccess()) {
        return null;
      }
      String both = world.text() + "\n---\n" + answer.body();
      SourceSpec text = new SourceSpec.Text("pod.yaml", both);
      Cluster read = Intake.read(List.of(text), IntakeOptions.DEFAULT).cluster();
      there = new Made(read.pods().labels(0), TokenVolume.observed(read.pods().spec(0)));
    } while (!there.equals(here) && Instant.now().isBefore(end));
    return there;
  }
}
