package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cli.Program;
import dev.ringfence.cli.SharedProgram;
import dev.ringfence.testbed.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that lacks kinds, and documents that are wrong in every way at once: all of it is said,
 * and nothing is written.
 */
final class LackingKindsTest {

  private static final String WRONG =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: shared}
      spec: {pattern: Shared, quota: {pods: many}}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: ours}
      spec: {trust: Trusted, namespaces: {names: [ours, both]}, isolationClass: nowhere}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: theirs}
      spec: {trust: Trusted, namespaces: {names: [both]}, isolationClass: shared}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: Not_A_Name}
      spec: {trust: Trusted, namespaces: {names: [third]}, isolationClass: shared}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: greedy}
      spec:
        trust: Trusted
        namespaces: {selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: Exists}]}}
        isolationClass: shared
      """;

  @TempDir private Path folder;

  @Test
  void everythingIsSaidAtOnceAndNothingIsWritten() throws Exception {
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(wrong, WRONG);
    try (ControlPlane plane =
        ControlPlane.builder()
            .version("1.35")
            .withoutScheduler()
            .withoutControllerManager()
            .start()) {
      SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
      Program.Result refused =
          program.run("apply", "--context", "testbed", "--policy", wrong.toString());
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.output()).isEmpty();
      assertThat(refused.error())
          .contains(
              "many",
              "nowhere",
              "both",
              "Not_A_Name",
              "kube-system",
              "the cluster does not serve admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy\n",
              "the cluster does not serve admissionregistration.k8s.io/v1beta1"
                  + " MutatingAdmissionPolicyBinding\n");
      Program.Result lacking =
          program.run(
              "apply",
              "--context",
              "testbed",
              "--policy",
              FencedCluster.documents("two-tenants.yaml").toString());
      assertThat(lacking.exit()).isEqualTo(2);
      assertThat(lacking.error())
          .contains("does not serve admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy\n")
          .doesNotContain("serve v1", "ValidatingAdmissionPolicy\n");
      for (String path :
          new String[] {
            "/api/v1/namespaces",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles"
          }) {
        assertThat(
                plane
                    .administrator()
                    .get(path + "?labelSelector=app.kubernetes.io/managed-by%3Dringfence")
                    .orThrow()
                    .json()
                    .path("items"))
            .as(path)
            .isEmpty();
      }
    }
  }

  /**
   * There MutatingAdmissionPolicy is a beta, which has to be switched on. The tenants have names of
   * which YAML would make numbers, dates, truths and nothing.
   */
  @Test
  void onAnOlderServerFencesGoUpStayAndComeDown() throws Exception {
    try (ControlPlane plane =
        ControlPlane.builder()
            .version("1.35")
            .withoutScheduler()
            .withoutControllerManager()
            .featureGate("MutatingAdmissionPolicy", true)
            .apiServerFlag(
                "--runtime-config=admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicies=true,"
                    + "admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicybindings=true")
            .start()) {
      SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
      String[] apply = {
        "apply",
        "--context",
        "testbed",
        "--policy",
        FencedCluster.documents("odd-names.yaml").toString()
      };
      Program.Result first = program.run(apply);
      assertThat(first.exit()).as(first.error()).isZero();
      assertThat(first.output()).contains("applied MutatingAdmissionPolicy ");
      assertThat(
              plane
                  .administrator()
                  .get("/apis/networking.k8s.io/v1/namespaces/123/networkpolicies")
                  .orThrow()
                  .body())
          .contains("\"ringfence.dev/tenant\":\"007\"");
      assertThat(program.run(apply).output()).isEqualTo("nothing to do\n");
      Program.Result removed = program.run("apply", "--context", "testbed", "--remove");
      assertThat(removed.exit()).as(removed.error()).isZero();
      assertThat(removed.output()).contains("deleted MutatingAdmissionPolicy ");
      assertThat(removed.output()).contains("released Namespace 2024-01-01");
    }
  }
}
