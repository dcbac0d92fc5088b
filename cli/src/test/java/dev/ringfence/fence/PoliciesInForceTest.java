package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.cli.Program;
import dev.ringfence.cli.SharedProgram;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.process.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When {@code apply} returns, the server acts by the policies that it wrote. It used to return when
 * they were stored: pods that were made anew right after it, as a plan's next stage says, ran on
 * the shared nodes, and stayed there.
 */
@RealControlPlane
final class PoliciesInForceTest {

  private static final String NAMESPACE = "/api/v1/namespaces/ours";

  private static final String DOCUMENTS =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: own-nodes}
      spec: {pattern: DedicatedNodes}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: ours}
      spec: {trust: Trusted, namespaces: {names: [ours]}, isolationClass: own-nodes}
      """;

  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{"automountServiceAccountToken":\
      false,"containers":[{"name":"main","image":"registry.example.com/ours:1","resources":\
      {"requests":{"cpu":"10m","memory":"16Mi"},"limits":{"cpu":"20m","memory":"32Mi"}}}]%s}}""";

  private static final String LEFT_BEHIND =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata:
        name: ringfence-sentinel
        labels: {app.kubernetes.io/managed-by: ringfence}
      spec:
        matchConstraints:
          resourceRules:
          - apiGroups: [""]
            apiVersions: [v1]
            operations: [CREATE]
            resources: [configmaps]
            resourceNames: [ringfence-sentinel-of-a-run-that-was-killed]
        validations:
        - {expression: "false", message: seen}
      """;

  @TempDir private Path folder;

  @Test
  void podsMadeRightAfterAreChangedAndRefused(ControlPlane plane) throws Exception {
    ApiClient asked = plane.administrator().dryRun();
    for (int round = 0; round < 3; round++) {
      plane.reset();
      plane.apply("{apiVersion: v1, kind: Namespace, metadata: {name: ours}}");

      Program.Result applied = run(plane, "apply");
      JsonNode made = asked.post(NAMESPACE + "/pods", POD.formatted("plain", "")).orThrow().json();
      ApiResponse elsewhere =
          asked.post(
              NAMESPACE + "/pods",
              POD.formatted("elsewhere", ",\"nodeName\":\"another-tenants\",\"hostname\":\"a\""));

      assertThat(applied.exit()).as(applied.error()).isZero();
      assertThat(
              made.at("/spec/nodeSelector/node-restriction.kubernetes.io~1ringfence-tenant")
                  .asText())
          .isEqualTo("ours");
      assertThat(elsewhere.isSuccess()).as(elsewhere.body()).isFalse();
      assertThat(elsewhere.message()).contains("ValidatingAdmissionPolicy 'ringfence-");
      assertThat(sentinels(plane)).isEmpty();
    }
    plane.reset();
  }

  @Test
  void whatAKilledRunLeavesBehindGoesWithTheNext(ControlPlane plane) throws Exception {
    plane.reset();
    assertThat(run(plane, "apply").exit()).isZero();
    plane.apply(LEFT_BEHIND);
    assertThat(sentinels(plane)).hasSize(1);

    Program.Result again = run(plane, "apply");

    assertThat(again.output()).isEqualTo("nothing to do\n");
    assertThat(again.exit()).as(again.error()).isZero();
    assertThat(sentinels(plane)).isEmpty();
    plane.reset();
  }

  /** By somebody who may put up fences but make no ConfigMap, not even as a dry run. */
  @Test
  void whatCannotBeSeenIsSaid(ControlPlane plane) throws Exception {
    plane.reset();
    plane.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: fencer}
        rules:
        - apiGroups: ["*"]
          resources: ["*"]
          verbs: [get, list, watch, patch, delete, bind, escalate]
        - apiGroups: [""]
          resources: [namespaces, resourcequotas, limitranges, serviceaccounts]
          verbs: [create]
        - apiGroups:
          - networking.k8s.io
          - rbac.authorization.k8s.io
          - scheduling.k8s.io
          - node.k8s.io
          - flowcontrol.apiserver.k8s.io
          - admissionregistration.k8s.io
          resources: ["*"]
          verbs: [create]
        - {apiGroups: [ringfence.dev], resources: [fences], verbs: [manage]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: fencer}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: fencer}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: fencer}]
        """);

    ApiClient fencer = plane.user("fencer");
    Await.until(
        "the server to know the binding",
        Duration.ofSeconds(30),
        () -> {
          ApiResponse answer = fencer.get("/api/v1/namespaces");
          return answer.isSuccess() ? Optional.empty() : Optional.of(answer.message());
        });

    Program.Result applied = run(new SharedProgram(plane.kubeconfig("fencer")), "apply");

    assertThat(applied.error())
        .contains("written, but not seen to be in force", "cannot create resource \"configmaps\"");
    assertThat(applied.exit()).isEqualTo(1);
    assertThat(applied.output()).contains("applied NetworkPolicy ours/ringfence-default-deny");
    assertThat(sentinels(plane)).isEmpty();
    plane.reset();
  }

  private static List<String> sentinels(ControlPlane plane) {
    return List.of("validating", "mutating").stream()
        .flatMap(
            sort ->
                List.of("policies", "policybindings").stream().map(end -> sort + "admission" + end))
        .filter(
            kind ->
                plane
                    .administrator()
                    .get("/apis/admissionregistration.k8s.io/v1/" + kind + "/ringfence-sentinel")
                    .isSuccess())
        .toList();
  }

  private Program.Result run(ControlPlane plane, String command) throws Exception {
    return run(new SharedProgram(plane.administratorKubeconfig()), command);
  }

  private Program.Result run(SharedProgram program, String command) throws Exception {
    Path documents = Files.writeString(folder.resolve("tenants.yaml"), DOCUMENTS);
    return program.run(command, "--context", "testbed", "--policy", documents.toString());
  }
}
