package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code admit --ask-admission} asks a live server, and leaves nothing there. */
@RealControlPlane
final class AskAdmissionTest {

  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: plain, namespace: guarded}
      spec: {containers: [{name: a, image: registry.example/a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: host, namespace: guarded}
      spec: {hostPID: true, containers: [{name: a, image: registry.example/a}]}
      """;

  @TempDir private Path folder;

  @Test
  void theServerItselfSaysAndNothingIsCreated(ControlPlane plane) throws Exception {
    plane.reset();
    plane.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: guarded
          labels: {pod-security.kubernetes.io/enforce: baseline}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: guarded}
        """);
    Path file = folder.resolve("pods.yaml");
    Files.writeString(file, PODS);
    SharedProgram program = new SharedProgram(plane.administratorKubeconfig());
    Program.Result asked =
        program.run("admit", "--context", "testbed", "--ask-admission", file.toString());
    assertThat(asked.exit()).as(asked.error()).isEqualTo(ExitCode.FOUND);
    assertThat(asked.error()).contains("POST /api/v1/namespaces/guarded/pods?dryRun=All");
    assertThat(asked.output())
        .contains("allowed  Pod guarded/plain")
        .contains("refused  Pod guarded/host")
        .contains("server: status 403 (")
        .contains("hostPID=true");
    assertThat(plane.administrator().get("/api/v1/namespaces/guarded/pods/plain").status())
        .as("nothing was created")
        .isEqualTo(404);
  }

  @Test
  void itIsOffUnlessAskedForAndNeedsALiveCluster() throws Exception {
    Path file = folder.resolve("pods.yaml");
    Files.writeString(file, PODS);
    Program.Result offline =
        Program.run("admit", file.toString(), file.toString(), "--ask-admission");
    assertThat(offline.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(offline.error()).contains("--ask-admission needs --context");
  }
}
