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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies that cost too much, on a real API server: of each, the longest text that the engine
 * finds affordable is affordable there too, and one longer by a character is not.
 */
@RealControlPlane
class ExpressionLimitsTest {

  private static final String TEXT = "object.metadata.annotations['text']";

  /** The longest text of each policy that the engine finds affordable, in characters. */
  private static final Map<String, Integer> AFFORDABLE =
      Map.of(
          "matches", 102_039,
          "contains", 9_990,
          "nested", 400,
          "several", 92_759,
          "variables", 102_039,
          "conditions", 85_029,
          "messages", 78_489,
          "annotations", 102_039,
          "missing", 102_029);

  /** Where an error is taken for nothing, the cost is known but for some units. */
  private static final Map<String, Integer> UNCERTAIN = Map.of("missing", 20);

  private final ControlPlane plane;

  ExpressionLimitsTest(ControlPlane plane) {
    this.plane = plane;
  }

  @AfterEach
  void leaveNothingInForce() throws InterruptedException, IOException {
    PolicyWorld.leaveNothingInForce(plane);
  }

  /** Policies whose cost grows with the annotation, by a name. */
  private static Map<String, String> growing() {
    Map<String, String> policies = new LinkedHashMap<>();
    String pattern = "x".repeat(390) + "+";
    String match = TEXT + ".matches('" + pattern + "') || true";
    policies.put("matches", validations(List.of(match)));
    policies.put("contains", validations(List.of(TEXT + ".contains(" + TEXT + ")")));
    policies.put(
        "nested",
        validations(
            List.of(
                TEXT + ".split('').all(a, " + TEXT + ".split('').all(b, a == b || b == 'y'))")));
    policies.put("several", validations(java.util.Collections.nCopies(11, match)));
    policies.put(
        "variables",
        """
        variables: [{name: found, expression: "%1$s"}]
          validations:
          - {expression: "variables.found || true"}
          - {expression: "variables.found || %1$s"}
        """
            .formatted(match));
    policies.put(
        "conditions",
        """
        matchConditions:
          - {name: one, expression: "%1$s"}
          - {name: two, expression: "%1$s && true"}
          - {name: three, expression: "%1$s || false"}
          validations: [{expression: "true"}]
        """
            .formatted(match));
    policies.put(
        "messages",
        """
        validations:
          - {expression: "true", messageExpression: "'a' + string(%1$s)"}
        """
                .formatted(match)
            + "  - {expression: \"%s\", messageExpression: \"'b' + string(%s)\"}\n"
                .formatted(match, match)
                .repeat(6));
    policies.put(
        "annotations",
        """
        validations: [{expression: "true"}]
          auditAnnotations: [{key: found, valueExpression: "string(%1$s)"}]
        """
            .formatted(match));
    policies.put(
        "missing", validations(List.of("(" + match + ") && (object.spec.nothing.x || true)")));
    return policies;
  }

  private static String validations(List<String> expressions) {
    StringBuilder text = new StringBuilder("validations:\n");
    expressions.forEach(one -> text.append("  - {expression: \"" + one + "\"}\n"));
    return text.toString();
  }

  private static String policy(String name, String failurePolicy, String rest) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: %1$s}
    spec:
      failurePolicy: %2$s
      matchConstraints:
        objectSelector: {matchLabels: {cost: %1$s}}
        resourceRules:
        - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
      %3$s
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: %1$s}
    spec: {policyName: %1$s, validationActions: [Deny]}
    """
        .formatted(name, failurePolicy, rest);
  }

  private static String pod(String cost, int length) {
    return """
    {"apiVersion": "v1", "kind": "Pod",
     "metadata": {"name": "p%2$d", "namespace": "nobody", "labels": {"cost": "%1$s"},
                  "annotations": {"text": "%3$s"}},
     "spec": {"containers": [{"name": "main", "image": "a"}]}}
    """
        .formatted(cost, length, "x".repeat(length));
  }

  @Test
  void whatTheEngineFindsTooExpensiveTheServerFindsSoToo(@TempDir Path folder) throws Exception {
    Map<String, String> growing = growing();
    List<String> documents = new ArrayList<>();
    growing.forEach((name, rest) -> documents.add(policy(name, "Fail", rest)));
    PolicyWorld world = new PolicyWorld(plane, folder, 900, documents);
    List<String> wrong = new ArrayList<>();
    for (String name : growing.keySet()) {
      int affordable = Objects.requireNonNull(AFFORDABLE.get(name));
      int tooLong = affordable + 1 + UNCERTAIN.getOrDefault(name, 0);
      assertThat(allowed(world, name, affordable)).as(name + " up to the limit").isTrue();
      assertThat(allowed(world, name, tooLong)).as(name + " beyond the limit").isFalse();
      for (int length : new int[] {affordable, tooLong}) {
        WholeObject pod = world.pods(List.of(pod(name, length))).getFirst();
        ObjectVerdict verdict = world.verdicts(List.of(pod)).getFirst();
        ApiResponse answer = world.answer(pod);
        if (answer.isSuccess() != verdict.allowed() || !verdict.undecided().isEmpty()) {
          wrong.add(
              "%s of %d: server %s, engine %s %s"
                  .formatted(
                      name,
                      length,
                      answer.isSuccess()
                          ? "allows"
                          : answer.message().replaceAll("x{20,}", "x").replaceAll("x{20,}", "x"),
                      verdict.violations().stream()
                          .map(v -> v.detail().replaceAll("x{20,}", "x"))
                          .toList(),
                      verdict.undecided()));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean allowed(PolicyWorld world, String name, int length) throws IOException {
    ObjectVerdict verdict = world.verdicts(world.pods(List.of(pod(name, length)))).getFirst();
    return verdict.allowed() && verdict.undecided().isEmpty();
  }

  @Test
  void anExpensivePolicyThatFailsOpenRefusesNothingNotEvenWhatItRefusedBefore(@TempDir Path folder)
      throws Exception {
    String check = "authorizer.path('/healthz').check('get').allowed()";
    List<String> documents =
        List.of(
            policy("two-checks", "Fail", validations(List.of(check + " && " + check))),
            policy(
                "three-checks",
                "Fail",
                validations(List.of(check + " && " + check + " && " + check))),
            policy("open", "Ignore", validations(List.of(check + " && " + check + " && " + check))),
            policy(
                "refuses-then-spends",
                "Ignore",
                "variables: [{name: twice, expression: \""
                    + check
                    + " && "
                    + check
                    + "\"}]\n  "
                    + validations(
                        java.util.Collections.nCopies(15, check + " && " + check + " && false"))));
    PolicyWorld world = new PolicyWorld(plane, folder, 901, documents);
    Map<String, Boolean> expected =
        Map.of(
            "two-checks", true, "three-checks", false, "open", true, "refuses-then-spends", true);
    for (Map.Entry<String, Boolean> one : expected.entrySet()) {
      WholeObject pod = world.pods(List.of(pod(one.getKey(), 1))).getFirst();
      ObjectVerdict verdict = world.verdicts(List.of(pod)).getFirst();
      assertThat(world.answer(pod).isSuccess()).as("server: " + one).isEqualTo(one.getValue());
      assertThat(verdict.allowed()).as("engine: " + one).isEqualTo(one.getValue());
      assertThat(verdict.undecided()).isEmpty();
    }
  }

  /** What may cost too much is found out when it does; only definitions are looked at before. */
  @Test
  void theServerTakesAPolicyWhateverItMayCostAndNoDefinitionLikeIt() {
    String costly = "self.spec.all(a, self.spec.all(b, self.spec.all(c, a + b + c != 'x')))";
    String definition =
        """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "costs.example.com"},
         "spec": {"group": "example.com", "scope": "Namespaced",
          "names": {"plural": "costs", "singular": "cost", "kind": "Cost"},
          "versions": [{"name": "v1", "served": true, "storage": true,
           "schema": {"openAPIV3Schema": {"type": "object",
            "properties": {"spec": {"type": "array", "items": {"type": "string"}}},
            "x-kubernetes-validations": [{"rule": "%s"}]}}}]}}
        """
            .formatted(costly);
    ApiResponse refused =
        plane
            .administrator()
            .post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All", definition);
    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.message()).contains("cost");
    String policy =
        """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
         "metadata": {"name": "costs"},
         "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": ["example.com"],
           "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["costs"]}]},
          "validations": [{"expression": "%s"}]}}
        """
            .formatted(costly.replace("self", "object"));
    ApiResponse taken =
        plane
            .administrator()
            .post(
                "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?dryRun=All",
                policy);
    assertThat(taken.status()).as(taken.body()).isEqualTo(201);
  }
}
