package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Random ValidatingAdmissionPolicies, parameters and pods: what a real API server says by a dry
 * run, against what the engine says of the same files. By default {@value #DEFAULT_PODS} requests;
 * the system property {@value #PODS} asks for more.
 */
@RealControlPlane
class PolicyDifferentialTest {

  private static final String PODS = "ringfence.policy.pods";
  private static final int DEFAULT_PODS = 450;
  private static final int PODS_OF_A_WORLD = 150;
  private static final int POLICIES_OF_A_WORLD = 12;
  private static final String NO_PARAMETERS = "no params found";

  private final ControlPlane plane;

  PolicyDifferentialTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void policiesSayWhatTheServerSays(@TempDir Path folder) throws Exception {
    int wanted = Integer.getInteger(PODS, DEFAULT_PODS);
    int refused = 0;
    int decided = 0;
    int undecided = 0;
    for (int world = 0; world * PODS_OF_A_WORLD < wanted; world++) {
      RandomPolicies policies = new RandomPolicies(PolicyWorld.seed(world));
      List<String> documents = new ArrayList<>();
      for (int at = 0; at < POLICIES_OF_A_WORLD; at++) {
        documents.addAll(policies.next("policy-" + at));
      }
      PolicyWorld inForce = new PolicyWorld(plane, folder, world, documents);
      List<WholeObject> pods = inForce.pods(PODS_OF_A_WORLD);
      List<ObjectVerdict> verdicts = inForce.verdicts(pods);
      for (int at = 0; at < pods.size(); at++) {
        ObjectVerdict verdict = verdicts.get(at);
        String difference =
            PolicyWorld.lasting(
                pods.get(at), verdict, (pod, said) -> difference(inForce, pod, said));
        if (difference == null) {
          continue; // the API's validation refuses the pod itself
        }
        decided++;
        undecided += verdict.undecided().isEmpty() ? 0 : 1;
        refused += verdict.allowed() ? 0 : 1;
        assertThat(difference).as(inForce.text() + "\n" + pods.get(at)).isEmpty();
      }
    }
    System.out.println(
        decided + " pods decided, " + refused + " refused, " + undecided + " undecided");
    assertThat(refused).isGreaterThan(decided / 10).isLessThan(decided);
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
    boolean byPolicy = message.contains("ValidatingAdmissionPolicy '");
    if (!answer.isSuccess() && !byPolicy) {
      return null;
    }
    if (verdict.allowed() != answer.isSuccess()) {
      return "server: " + message + "\nengine: " + verdict.violations() + "\n" + json;
    }
    if (message.contains(NO_PARAMETERS)) {
      // A server that does not know them yet must not pass for one that agrees.
      boolean same =
          verdict.violations().stream()
              .anyMatch(violation -> violation.detail().contains(NO_PARAMETERS));
      return same ? "" : "server: " + message + "\nengine: " + verdict.violations();
    }
    if (!verdict.allowed() && !message.contains("resulted in error")) {
      String said = message.substring(message.indexOf("denied request: ") + 16);
      boolean same =
          verdict.violations().stream().anyMatch(violation -> violation.detail().equals(said));
      return same ? "" : "server: " + message + "\nengine: " + verdict.violations();
    }
    return "";
  }
}
