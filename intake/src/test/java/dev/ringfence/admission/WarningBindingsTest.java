package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A binding that only warns refuses all the same where it has no parameters, and where an audit
 * annotation cannot be evaluated: found by random policies against the real server.
 */
@RealControlPlane
final class WarningBindingsTest {

  private final ControlPlane plane;

  WarningBindingsTest(ControlPlane plane) {
    this.plane = plane;
  }

  @AfterEach
  void leaveNothingInForce() {
    plane.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "Fail, 'paramRef: {name: limits, parameterNotFoundAction: Deny}', true, false",
    "Ignore, 'paramRef: {name: limits, parameterNotFoundAction: Deny}', true, true",
    "Fail, 'paramRef: {name: limits, parameterNotFoundAction: Allow}', true, true",
    "Fail, '', object.metadata.labels.nobody, false",
    "Ignore, '', object.metadata.labels.nobody, true"
  })
  void refusesByWhatIsWrongWithItself(
      String failurePolicy,
      String parameters,
      String annotation,
      boolean allowed,
      @TempDir Path folder)
      throws Exception {
    String policy =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: warns}
        spec:
          failurePolicy: %s
          %s
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          validations: [{expression: "false", message: only a warning}]
          auditAnnotations: [{key: seen, valueExpression: "string(%s)"}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: warns}
        spec:
          policyName: warns
          validationActions: [Warn]
          %s
        """
            .formatted(
                failurePolicy,
                parameters.isEmpty() ? "" : "paramKind: {apiVersion: v1, kind: ConfigMap}",
                annotation,
                parameters);
    PolicyWorld world = new PolicyWorld(plane, folder, 950, List.of(policy));
    WholeObject pod =
        world
            .pods(
                List.of(
                    """
                    {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "nobody",
                      "labels": {"app": "p"}}, "spec": {"containers": [{"name": "main", "image": "example.org/p"}]}}"""))
            .getFirst();
    ApiResponse answer = world.answer(pod);
    assertThat(answer.isSuccess()).as(answer.body()).isEqualTo(allowed);
    ObjectVerdict verdict = world.verdicts(List.of(pod)).getFirst();
    assertThat(verdict.allowed()).as(verdict.toString()).isEqualTo(allowed);
    assertThat(verdict.undecided()).isEmpty();
  }
}
