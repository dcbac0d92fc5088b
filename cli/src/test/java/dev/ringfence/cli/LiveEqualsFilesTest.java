package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An example's files, and the same applied to a real API server with its controllers and read back
 * live, give the same verdicts: what manifests mean is what the server makes of them.
 */
@RealControlPlane
final class LiveEqualsFilesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"examples/saas", "examples/content-management"})
  void theServersOwnViewGivesTheSameProof(String example, ControlPlane plane) throws Exception {
    Path files = Program.root().resolve(example);
    ExampleOnServer.put(files, plane, folder);
    Program.Result live =
        new SharedProgram(plane.administratorKubeconfig())
            .run(
                "prove",
                "--context",
                "testbed",
                "--policy",
                files.resolve("ringfence.yaml").toString(),
                "-o",
                "json",
                "--all");
    assertThat(live.exit()).as(live.error()).isEqualTo(ExitCode.FOUND);
    Program.Result read = Program.run("prove", example, "-o", "json", "--all");
    assertThat(Verdicts.lines(live.output()))
        .isNotEmpty()
        .containsExactlyInAnyOrderEntriesOf(Verdicts.lines(read.output()));
  }
}
