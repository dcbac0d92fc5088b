package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cli.Program;
import dev.ringfence.cli.ProgramSession;
import dev.ringfence.cli.SharedProgram;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents change after their fences stand: what the server lets nobody change is made anew. */
@RealControlPlane
final class ChangedFencesTest {

  private static final String BEFORE =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: boxes}
      spec: {pattern: Sandboxed, runtimeClassName: box, runtimeHandler: runsc}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: ours}
      spec:
        trust: Trusted
        namespaces: {names: [ours, ours-two]}
        subjects: [{kind: Group, name: our-people}]
        needs: {podSpec: Platform}
        publishes: [{namespace: ours, service: shop}]
        isolationClass: boxes
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: theirs}
      spec: {trust: Trusted, namespaces: {names: [theirs]}, isolationClass: boxes}
      """;

  private static final String AFTER =
      BEFORE
          .replace("runtimeHandler: runsc", "runtimeHandler: kata")
          .replace("podSpec: Platform", "podSpec: Tenant")
          .replace("  publishes: [{namespace: ours, service: shop}]\n", "")
          .replace("[ours, ours-two]", "[ours]");

  private static final String POLICIES = "/apis/networking.k8s.io/v1/namespaces/";

  @TempDir private Path folder;

  @Test
  void whatNobodyMayChangeIsMadeAnewAndNothingIsLeftBehind(ControlPlane plane) throws Exception {
    plane.reset();
    ApiClient administrator = plane.administrator();
    plane.apply(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: ours}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: shop, namespace: ours}
        spec: {selector: {app: shop}, ports: [{port: 80}]}
        """);
    Path documents = Files.writeString(folder.resolve("tenants.yaml"), BEFORE);
    SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
    Program.Result first = run(program, documents, "apply");
    assertThat(first.exit()).as(first.error()).isZero();

    Files.writeString(documents, AFTER);
    Program.Result dry = run(program, documents, "apply", "--dry-run");
    assertThat(dry.exit()).as(dry.error()).isZero();
    assertThat(dry.output()).contains("would make anew RuntimeClass box (dry run)");
    Program.Result second = run(program, documents, "apply");
    assertThat(second.exit()).as(second.error()).isZero();
    assertThat(second.output())
        .contains("made anew RuntimeClass box", "made anew RoleBinding ours/ringfence-members");
    assertThat(second.error())
        .contains(
            "no longer needed: Namespace ours-two (--prune releases it)",
            "no longer needed: NetworkPolicy ours/ringfence-published-shop (--prune deletes it)");
    assertThat(
            administrator
                .get(
                    "/apis/rbac.authorization.k8s.io/v1/namespaces/ours/rolebindings/ringfence-members")
                .orThrow()
                .json()
                .at("/roleRef/name")
                .asText())
        .isEqualTo("ringfence-tenant-member");
    assertThat(
            administrator
                .get("/apis/node.k8s.io/v1/runtimeclasses/box")
                .orThrow()
                .json()
                .at("/handler")
                .asText())
        .isEqualTo("kata");
    Program.Result again = run(program, documents, "apply");
    assertThat(again.output()).isEqualTo("nothing to do\n");

    Program.Result removed = run(program, documents, "apply", "--remove", "--tenant", "ours");
    assertThat(removed.exit()).as(removed.error()).isZero();
    for (String namespace : List.of("ours", "ours-two")) {
      assertThat(
              administrator
                  .get(POLICIES + namespace + "/networkpolicies")
                  .orThrow()
                  .json()
                  .path("items"))
          .as("what isolates in " + namespace)
          .isEmpty();
    }
    assertThat(
            administrator.get(POLICIES + "theirs/networkpolicies").orThrow().json().path("items"))
        .isNotEmpty();
    plane.reset();
  }

  /** Killed while it writes, at one moment after another: the next run writes the rest. */
  @Test
  void aRunThatWasKilledIsTakenUp(ControlPlane plane) throws Exception {
    plane.reset();
    Path documents = Files.writeString(folder.resolve("tenants.yaml"), BEFORE);
    Path kubeconfig = plane.administratorKubeconfig();
    Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString());
    int seen = 0;
    for (int objects : List.of(5, 25, 45, 60)) {
      try (ProgramSession program = ProgramSession.start(environment)) {
        Thread running =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        program.run(words(documents, "apply", "--parallel", "1"));
                      } catch (Exception ignored) {
                        // The program was killed, as it should be.
                      }
                    });
        while (running.isAlive() && marked(plane.administrator()) < objects) {
          Thread.onSpinWait();
        }
        program.kill();
        running.join();
      }
      int now = marked(plane.administrator());
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
    }
    SharedProgram program = new SharedProgram(kubeconfig);
    Program.Result last = run(program, documents, "apply");
    assertThat(last.exit()).as(last.error()).isZero();
    assertThat(run(program, documents, "apply").output()).isEqualTo("nothing to do\n");
    assertThat(run(program, documents, "diff", "--proofs", "0").output())
        .isEqualTo("nothing differs\n");
    plane.reset();
  }

  private static int marked(ApiClient administrator) {
    int count = 0;
    for (String path :
        List.of(
            "/api/v1/namespaces",
            "/api/v1/resourcequotas",
            "/apis/networking.k8s.io/v1/networkpolicies",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings")) {
      count +=
          administrator
              .get(path + "?labelSelector=app.kubernetes.io/managed-by%3Dringfence")
              .orThrow()
              .json()
              .path("items")
              .size();
    }
    return count;
  }

  private static Program.Result run(SharedProgram program, Path documents, String... arguments)
      throws Exception {
    return program.run(words(documents, arguments));
  }

  private static String[] words(Path documents, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--context", "testbed", "--policy", documents.toString()));
    return all.toArray(String[]::new);
  }
}
