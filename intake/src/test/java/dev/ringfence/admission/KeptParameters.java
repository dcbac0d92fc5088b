package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import java.time.Duration;
import java.time.Instant;

/**
 * A policy with parameters that stays in force, so that the server goes on seeing ConfigMaps. Once
 * no binding is left to a policy with parameters of a built-in kind, the server never again sees
 * what becomes of them until it is started anew: later policies get objects that are long gone, or
 * "no params found" (kubernetes#130887).
 */
final class KeptParameters {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String NAME = "kept-parameters";

  private static final String POLICY =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kept-parameters, namespace: default}
      data: {word: kept-parameters-are-seen}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: kept-parameters}
      spec:
        paramKind: {apiVersion: v1, kind: ConfigMap}
        matchConstraints:
          resourceRules:
          - apiGroups: [coordination.k8s.io]
            apiVersions: [v1]
            operations: [CREATE]
            resources: [leases]
            resourceNames: [kept-parameters]
        validations:
        - expression: "false"
          messageExpression: string(params.data.word)
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: kept-parameters}
      spec:
        policyName: kept-parameters
        paramRef: {name: kept-parameters, namespace: default, parameterNotFoundAction: Deny}
        validationActions: [Deny]
      """;

  private KeptParameters() {}

  /** Before the first policy with parameters on a control plane; later it changes nothing. */
  static void on(ControlPlane plane) throws InterruptedException {
    if (!inForce(plane.administrator())) {
      plane.keep(POLICY);
      Instant end = Instant.now().plus(PATIENCE);
      while (!inForce(plane.administrator())) {
        assertThat(Instant.now()).as("the server sees parameters").isBefore(end);
        Thread.sleep(100);
      }
    }
  }

  private static boolean inForce(ApiClient administrator) {
    String lease =
        """
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "%s"}}"""
            .formatted(NAME);
    return administrator
        .dryRun()
        .post("/apis/coordination.k8s.io/v1/namespaces/default/leases", lease)
        .body()
        .contains("kept-parameters-are-seen");
  }
}
