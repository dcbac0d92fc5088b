package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.api.ApiClient;
import org.junit.jupiter.api.Test;

/** What a reset takes away is out of force when it returns, and its names are free. */
@RealControlPlane
class PolicyResetTest {
  private static final String PROBE =
      """
      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"probe"}}""";

  private static final String POLICIES =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: refuse}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
        validations: [{expression: "false"}]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: refuse}
      spec: {policyName: refuse, validationActions: [Deny]}
      """;

  private static boolean isRefused(ApiClient client) {
    return !client.dryRun().post("/api/v1/namespaces/default/configmaps", PROBE).isSuccess();
  }

  @Test
  void policiesAreOutOfForceWhenTheResetReturns(ControlPlane cluster) throws InterruptedException {
    cluster.reset();
    for (int round = 0; round < 3; round++) {
      cluster.apply(POLICIES);
      while (!isRefused(cluster.administrator())) {
        Thread.sleep(20);
      }
      cluster.reset();
      assertThat(isRefused(cluster.administrator())).as("round %s", round).isFalse();
    }
  }

  /** A namespace controller would empty it: it acts five seconds after a deletion, by name. */
  @Test
  void aNamespaceOfAnOldNameKeepsWhatItHolds(ControlPlane cluster) throws InterruptedException {
    String world =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: again}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kept, namespace: again}
        """;
    String path = "/api/v1/namespaces/again/configmaps/kept";
    cluster.reset();
    for (int round = 0; round < 4; round++) {
      cluster.apply(world);
      for (int look = 0; look < 10; look++) {
        assertThat(cluster.administrator().get(path).status()).as("round %s", round).isEqualTo(200);
        Thread.sleep(150);
      }
      cluster.reset();
    }
  }
}
