package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.intake.whole.WholeObject;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** What is wrong with a policy, and whether pods are let through all the same. */
  private record Case(
      String failurePolicy,
      boolean hasParameters,
      String notFound,
      boolean breaks,
      boolean allowed) {

    private String parameters() {
      return hasParameters
          ? "paramRef: {name: limits, parameterNotFoundAction: " + notFound + "}"
          : "";
    }

    /** For pods of this number alone: so one world holds them all. */
    private String policy(int number) {
      return """
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata: {name: warns-%1$d}
          spec:
            failurePolicy: %2$s
            %3$s
            matchConstraints:
              objectSelector: {matchLabels: {case: "%1$d"}}
              resourceRules:
              - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
            validations: [{expression: "false", message: only a warning}]
            auditAnnotations: [{key: seen, valueExpression: "string(%4$s)"}]
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: warns-%1$d}
          spec:
            policyName: warns-%1$d
            validationActions: [Warn]
            %5$s
          """
          .formatted(
              number,
              failurePolicy,
              hasParameters ? "paramKind: {apiVersion: v1, kind: ConfigMap}" : "",
              breaks ? "object.metadata.labels.nobody" : "true",
              parameters());
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("Fail", true, "Deny", false, false),
          new Case("Ignore", true, "Deny", false, true),
          new Case("Fail", true, "Allow", false, true),
          new Case("Fail", false, "", true, false),
          new Case("Ignore", false, "", true, true));

  @Test
  void refusesByWhatIsWrongWithItself(@TempDir Path folder) throws Exception {
    List<String> policies = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int number = 0; number < CASES.size(); number++) {
      policies.add(CASES.get(number).policy(number));
      texts.add(
          """
          {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p%1$d", "namespace": "nobody",
            "labels": {"app": "p", "case": "%1$d"}},
            "spec": {"containers": [{"name": "main", "image": "example.org/p"}]}}"""
              .formatted(number));
    }
    PolicyWorld world = new PolicyWorld(plane, folder, 950, policies);
    List<WholeObject> pods = world.pods(texts);
    List<ObjectVerdict> verdicts = world.verdicts(pods);
    for (int number = 0; number < CASES.size(); number++) {
      Case one = CASES.get(number);
      ApiResponse answer = world.answer(pods.get(number));
      assertThat(answer.isSuccess()).as(one + ": " + answer.body()).isEqualTo(one.allowed());
      ObjectVerdict verdict = verdicts.get(number);
      assertThat(verdict.allowed()).as(one + ": " + verdict).isEqualTo(one.allowed());
      assertThat(verdict.undecided()).isEmpty();
    }
  }
}
