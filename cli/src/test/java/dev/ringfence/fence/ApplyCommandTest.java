package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cli.Program;
import dev.ringfence.cli.SharedProgram;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code apply} and {@code diff} as a user runs them, on a real API server. */
@RealControlPlane
final class ApplyCommandTest {

  private static final String COGSWELL = "/api/v1/namespaces/cogswell";
  private static final String POLICIES =
      "/apis/networking.k8s.io/v1/namespaces/cogswell/networkpolicies";

  private static Program.Result run(SharedProgram program, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--context",
            "testbed",
            "--policy",
            FencedCluster.documents("two-tenants.yaml").toString()));
    return program.run(all.toArray(String[]::new));
  }

  @Test
  void fencesGoUpStayAndComeDown(ControlPlane plane) throws Exception {
    plane.reset();
    SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
    fencesGoUpStayAndComeDown(program, plane.administrator());
  }

  private static void fencesGoUpStayAndComeDown(SharedProgram program, ApiClient administrator)
      throws Exception {
    administrator
        .post(
            "/api/v1/namespaces?fieldManager=somebody",
            """
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"cogswell",\
            "labels":{"pod-security.kubernetes.io/enforce":"baseline","team":"cogs"}}}""")
        .orThrow();

    Program.Result dry = run(program, "apply", "--dry-run");
    assertThat(dry.error()).contains("refused: Namespace cogswell: conflict", "somebody");
    assertThat(administrator.get("/api/v1/namespaces/astro").status()).isEqualTo(404);

    Program.Result conflict = run(program, "apply");
    assertThat(conflict.exit()).isEqualTo(1);
    assertThat(conflict.error()).contains("refused: Namespace cogswell: conflict", "somebody");
    assertThat(administrator.get("/api/v1/namespaces/astro").status()).isEqualTo(200);

    Program.Result taken = run(program, "apply", "--take-over");
    assertThat(taken.exit()).as(taken.error()).isZero();
    assertThat(taken.output()).contains("applied Namespace cogswell").doesNotContain("astro");
    String version = resourceVersions(administrator);

    Program.Result second = run(program, "apply");
    assertThat(second.exit()).as(second.error()).isZero();
    assertThat(second.output()).isEqualTo("nothing to do\n");
    assertThat(resourceVersions(administrator)).isEqualTo(version);

    administrator.delete(POLICIES + "/ringfence-default-deny").orThrow();
    Program.Result drift = run(program, "diff");
    assertThat(drift.exit()).isEqualTo(1);
    assertThat(drift.output())
        .contains(
            "- missing: NetworkPolicy cogswell/ringfence-default-deny",
            "holds: reach",
            "since: not known (what is deleted",
            "by itself: ",
            "1 object differs");
    assertThat(run(program, "apply").output())
        .isEqualTo("applied NetworkPolicy cogswell/ringfence-default-deny\n");

    whatOthersAddIsAHoleToo(program, administrator);

    Program.Result one = run(program, "apply", "--remove", "--tenant", "cogswell");
    assertThat(one.output())
        .startsWith("opened NetworkPolicy cogswell/ringfence-default-deny\n")
        .contains("released Namespace cogswell")
        .doesNotContain("astro");
    // A policy isolates until the last of its namespace is gone: what is open goes last.
    assertThat(one.output().lines().filter(line -> line.contains("NetworkPolicy")).toList())
        .hasSizeGreaterThan(3)
        .last()
        .isEqualTo("deleted NetworkPolicy cogswell/ringfence-default-deny");
    // The cluster-wide denial selects by the namespace's label until it is released.
    assertThat(one.output())
        .containsSubsequence(
            "released Namespace cogswell", "deleted NetworkPolicy cogswell/ringfence-default-deny");
    String namespace = administrator.get(COGSWELL).orThrow().body();
    assertThat(namespace).contains("\"team\":\"cogs\"").doesNotContain("ringfence.dev/");

    Program.Result all = run(program, "apply", "--remove");
    assertThat(all.exit()).as(all.error()).isZero();
    for (String path :
        List.of(
            "/api/v1/namespaces",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles",
            "/apis/networking.k8s.io/v1/networkpolicies")) {
      ApiResponse left =
          administrator.get(path + "?labelSelector=app.kubernetes.io/managed-by%3Dringfence");
      assertThat(left.orThrow().json().path("items")).as(path).isEmpty();
    }
    assertThat(administrator.get("/api/v1/namespaces/astro").status()).isEqualTo(200);
  }

  /** Every wanted field is there, and the fence is open all the same. */
  private static void whatOthersAddIsAHoleToo(SharedProgram program, ApiClient administrator)
      throws Exception {
    administrator
        .patch(
            POLICIES + "/ringfence-default-deny?fieldManager=somebody",
            Patch.MERGE,
            "{\"spec\":{\"egress\":[{}]}}")
        .orThrow();
    administrator
        .patch(
            COGSWELL + "?fieldManager=somebody",
            Patch.MERGE,
            "{\"metadata\":{\"annotations\":{\"ringfence.dev/api\":\"open\",\"mine\":\"1\"}}}")
        .orThrow();
    administrator
        .patch(
            COGSWELL + "/resourcequotas/ringfence",
            Patch.MERGE,
            "{\"spec\":{\"hard\":{\"pods\":\"5000\"}}}")
        .orThrow();
    Program.Result added = run(program, "diff", "--proofs", "0");
    assertThat(added.output())
        .contains(
            "~ differs: NetworkPolicy cogswell/ringfence-default-deny",
            "spec.egress: [{}], not wanted",
            "written by somebody",
            "metadata.annotations[ringfence.dev/api]: open, not wanted",
            "~ differs: ResourceQuota cogswell/ringfence",
            "spec.hard.pods: 5k, wanted 200",
            "3 objects differ")
        .containsPattern("since: \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z, written by somebody");
    Program.Result left = run(program, "apply");
    assertThat(left.exit()).isEqualTo(1);
    assertThat(left.error())
        .contains(
            "refused: NetworkPolicy cogswell/ringfence-default-deny: another manager has added"
                + " spec.egress (--take-over takes it off)",
            "refused: Namespace cogswell: another manager has added metadata.annotations",
            "refused: ResourceQuota cogswell/ringfence: conflict");
    assertThat(run(program, "apply", "--take-over").output().lines()).hasSize(3);
    assertThat(run(program, "diff").output()).isEqualTo("nothing differs\n");
    assertThat(administrator.get(COGSWELL).orThrow().json().at("/metadata/annotations/mine"))
        .hasToString("\"1\"");
    assertThat(administrator.get(POLICIES + "/ringfence-default-deny").orThrow().body())
        .doesNotContain("\"egress\":[{}]");
  }

  private static String resourceVersions(ApiClient administrator) {
    StringBuilder versions = new StringBuilder();
    for (String path :
        List.of(
            "/api/v1/namespaces",
            "/apis/networking.k8s.io/v1/networkpolicies",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles")) {
      administrator
          .get(path + "?labelSelector=app.kubernetes.io/managed-by%3Dringfence")
          .orThrow()
          .json()
          .path("items")
          .forEach(
              item ->
                  versions
                      .append(item.at("/metadata/name").asText())
                      .append(item.at("/metadata/generation").asText())
                      .append(item.at("/metadata/managedFields/0/time").asText()));
    }
    return versions.toString();
  }
}
