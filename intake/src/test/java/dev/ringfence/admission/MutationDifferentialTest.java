package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random MutatingAdmissionPolicies, beside a few validating ones, and pods: the pod that a real API
 * server answers to a dry run, against the one that the engine makes. By default {@value
 * #DEFAULT_PODS} requests; the system property {@value #PODS} asks for more.
 */
@RealControlPlane
class MutationDifferentialTest {

  private static final String PODS = "ringfence.mutation.pods";
  private static final int DEFAULT_PODS = 450;
  private static final int PODS_OF_A_WORLD = 150;
  private static final int POLICIES_OF_A_WORLD = 3;
  private static final int MOST_DIFFERENCES = 5;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ControlPlane plane;

  MutationDifferentialTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void policiesMakeWhatTheServerMakes(@TempDir Path folder) throws Exception {
    int wanted = Integer.getInteger(PODS, DEFAULT_PODS);
    int refused = 0;
    int decided = 0;
    int undecided = 0;
    int changed = 0;
    int unordered = 0;
    List<String> differences = new ArrayList<>();
    for (int world = 0; world * PODS_OF_A_WORLD < wanted; world++) {
      RandomPolicies policies = new RandomPolicies(PolicyWorld.seed(world));
      RandomMutations mutations = new RandomMutations(PolicyWorld.seed(world));
      List<String> documents = new ArrayList<>();
      for (int at = 0; at < POLICIES_OF_A_WORLD; at++) {
        documents.addAll(mutations.next("mutation-" + at));
      }
      documents.addAll(policies.next("policy"));
      PolicyWorld inForce = new PolicyWorld(plane, folder, world, documents);
      List<WholeObject> pods = inForce.pods(PODS_OF_A_WORLD);
      List<ObjectVerdict> verdicts = inForce.verdicts(pods);
      for (int at = 0; at < pods.size(); at++) {
        ObjectVerdict verdict = verdicts.get(at);
        if (verdict.undecided().stream().anyMatch(one -> one.why().contains("order"))) {
          unordered++;
          continue;
        }
        String difference =
            PolicyWorld.lasting(
                pods.get(at), verdict, (pod, said) -> difference(inForce, pod, said));
        if (difference == null) {
          continue; // the API's validation refuses the pod itself
        }
        decided++;
        undecided += verdict.undecided().isEmpty() ? 0 : 1;
        refused += verdict.allowed() ? 0 : 1;
        changed += verdict.changedBy().isEmpty() ? 0 : 1;
        if (!difference.isEmpty()) {
          // Each costs the patience that the server's caches may need: a few tell enough.
          assertThat(differences).hasSizeLessThan(MOST_DIFFERENCES);
          differences.add(difference + "\n" + pods.get(at).name() + " in\n" + inForce.text());
        }
      }
    }
    System.out.println(
        "%d pods decided, %d changed, %d refused, %d undecided, %d depend on the order of policies"
            .formatted(decided, changed, refused, undecided, unordered));
    assertThat(differences).isEmpty();
    assertThat(changed).isGreaterThan(decided / 10);
    assertThat(refused).isPositive().isLessThan(decided);
    assertThat(undecided).isZero();
  }

  @AfterEach
  void leaveNothingInForce() throws InterruptedException, IOException {
    PolicyWorld.leaveNothingInForce(plane);
    Thread.sleep(300);
  }

  /** Empty where both say the same; null where the pod is invalid anyway. */
  private static @Nullable String difference(
      PolicyWorld world, WholeObject pod, ObjectVerdict verdict)
      throws IOException, InterruptedException {
    String json = PolicyWorld.json(pod);
    ApiResponse answer = world.answer(pod);
    String message = answer.isSuccess() ? "" : answer.message();
    boolean byPolicy = message.contains("denied request: ");
    if (!answer.isSuccess() && !byPolicy) {
      return null;
    }
    if (verdict.allowed() != answer.isSuccess()) {
      return "server: " + message + "\nengine: " + verdict.violations() + "\n" + json;
    }
    if (!answer.isSuccess()) {
      return "";
    }
    JsonNode there = MAPPER.readTree(answer.body());
    JsonNode here = MAPPER.valueToTree(verdict.object().request().object());
    for (String part : List.of("/metadata/labels", "/metadata/annotations", "/spec")) {
      JsonNode wanted = there.at(part);
      JsonNode found = here.at(part);
      if (!normal(wanted).equals(normal(found))) {
        return part + "\nserver: " + normal(wanted) + "\nengine: " + normal(found) + "\n" + json;
      }
    }
    return "";
  }

  /** Without the random part of the token volume's name, and without what is empty. */
  private static JsonNode normal(JsonNode node) throws IOException {
    String text = node.toString().replaceAll("kube-api-access-[a-z0-9]{5}", "kube-api-access-0");
    String shorter = text;
    do {
      text = shorter;
      shorter =
          text.replaceAll("\"[a-zA-Z]+\":(null|\\[]|\\{}|\"\"|false),?", "").replace(",}", "}");
    } while (!shorter.equals(text));
    return MAPPER.readTree(text);
  }
}
