package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Once a policy changed the object, the server asks the match conditions of all mutating policies
 * again, of those too that are not to be invoked again: one that is an error by then refuses.
 */
@RealControlPlane
class ReinvokedConditionsTest {

  private final ControlPlane plane;

  ReinvokedConditionsTest(ControlPlane plane) {
    this.plane = plane;
  }

  @AfterEach
  void leaveNothingInForce() throws InterruptedException, IOException {
    PolicyWorld.leaveNothingInForce(plane);
  }

  private static String policy(String name, String condition, String mutation) {
    return """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: %1$s}
        spec:
          failurePolicy: Fail
          reinvocationPolicy: Never
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          matchConditions: [{name: c, expression: "%2$s"}]
          mutations:
          - patchType: JSONPatch
            jsonPatch: {expression: "%3$s"}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: %1$s}
        spec: {policyName: %1$s}
        """
        .formatted(name, condition, mutation);
  }

  private static String pod(String name) {
    return """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "%s", "namespace": "nobody", "labels": {"team": "a"}},
         "spec": {"containers": [{"name": "main", "image": "example.org/p"}]}}"""
        .formatted(name);
  }

  @Test
  void refuseWhatTheyCannotBeAskedOfAnyMore(@TempDir Path folder) throws Exception {
    PolicyWorld world =
        new PolicyWorld(
            plane,
            folder,
            960,
            List.of(
                policy(
                    "asks",
                    "object.metadata.labels.team == 'b'",
                    "[JSONPatch{op: 'add', path: '/spec/hostname', value: 'b'}]"),
                policy(
                    "takes",
                    "object.metadata.name == 'taken'",
                    "[JSONPatch{op: 'add', path: '/metadata/labels', value: {'only': 'this'}}]")));
    List<WholeObject> pods = world.pods(List.of(pod("taken"), pod("left")));
    List<ObjectVerdict> verdicts = world.verdicts(pods);
    for (int number = 0; number < pods.size(); number++) {
      ApiResponse answer = world.answer(pods.get(number));
      ObjectVerdict verdict = verdicts.get(number);
      assertThat(answer.isSuccess()).as(answer.body()).isEqualTo(number == 1);
      assertThat(verdict.allowed()).as(verdict.toString()).isEqualTo(number == 1);
      assertThat(verdict.undecided()).isEmpty();
    }
  }
}
