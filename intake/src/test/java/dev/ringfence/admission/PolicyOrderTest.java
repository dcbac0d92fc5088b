package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that change objects, in whatever order; and policies that no API server would take. */
class PolicyOrderTest {

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: green}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: green, labels: {team: a}}
      spec: {containers: [{name: main, image: example.org/p}]}
      """;

  @TempDir private Path folder;

  private static String sets(String name, String condition, String label, String value) {
    return """
        ---
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
            jsonPatch:
              expression: "[JSONPatch{op: 'add', path: '/metadata/labels/%3$s', value: %4$s}]"
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: %1$s}
        spec: {policyName: %1$s}
        """
        .formatted(name, condition, label, value);
  }

  private String wordOn(String... policies) throws Exception {
    return new Reviewed(folder, NAMESPACE + String.join("", policies)).wordOn(POD);
  }

  @Test
  void aPolicyThatIsIdleByNameMayChangeSomethingBeforeTheOther() throws Exception {
    // By name the first takes away what the second looks at.
    String first = sets("a-first", "true", "team", "'b'");
    assertThat(wordOn(first, sets("b-second", "object.metadata.labels.team == 'a'", "x", "'y'")))
        .isEqualTo("undecided");
    assertThat(wordOn(first, sets("b-second", "object.metadata.labels.team == 'c'", "x", "'y'")))
        .isEqualTo("allowed");
  }

  @Test
  void whatOnlyHappensBetweenTwoOthersIsFound() throws Exception {
    String one = sets("a", "true", "one", "'1'");
    String two = sets("b", "true", "two", "'2'");
    String between =
        sets(
            "c",
            "!has(object.metadata.labels.one) && has(object.metadata.labels.two)",
            "three",
            "'3'");
    String never = sets("c", "object.metadata.labels.team == 'z'", "three", "'3'");
    assertThat(wordOn(one, two, between)).isEqualTo("undecided");
    assertThat(wordOn(one, two, never)).isEqualTo("allowed");
  }

  @Test
  void moreThatChangeThanCanBeTriedAreNotDecided() throws Exception {
    String[] policies = new String[5];
    for (int at = 0; at < policies.length; at++) {
      policies[at] = sets("p" + at, "true", "l" + at, "'x'");
    }
    assertThat(wordOn(policies)).isEqualTo("undecided");
  }

  private static String refuses(String expression, String message) {
    return """
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: refuses}
        spec:
          failurePolicy: Fail
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          validations: [{expression: "%s", messageExpression: "%s"}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: refuses}
        spec: {policyName: refuses, validationActions: [Deny]}
        """
        .formatted(expression, message);
  }

  @Test
  void aPolicyThatNoServerTakesRefusesNothingForCertain() throws Exception {
    String no = "object.metadata.name == 'other'";
    assertThat(wordOn(refuses(no, "'no ' + object.metadata.name"))).isEqualTo("refused");
    assertThat(wordOn(refuses(no, "object.metadata.name"))).isEqualTo("undecided");
    assertThat(wordOn(refuses("object.spec.hostPID", "'no'"))).isEqualTo("undecided");
    assertThat(wordOn(refuses("object.metadata.name == 'web'", "object.metadata.name")))
        .as("it lets through what a policy that is not there does too")
        .isEqualTo("allowed");
    assertThat(wordOn(sets("makes", "object.metadata.labels.team", "x", "'y'")))
        .isEqualTo("undecided");
  }
}
