package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    plane.reset();
    plane.apply(withoutPolicy(files));
    waitForPods(plane);
    Program.Result live =
        Program.run(
            Map.of("KUBECONFIG", plane.administratorKubeconfig().toString()),
            List.of(
                    "prove",
                    "--context",
                    "testbed",
                    "--policy",
                    files.resolve("ringfence.yaml").toString(),
                    "-o",
                    "json",
                    "--all")
                .toArray(String[]::new));
    assertThat(live.exit()).as(live.error()).isEqualTo(ExitCode.FOUND);
    Program.Result read = Program.run("prove", example, "-o", "json", "--all");
    assertThat(Verdicts.lines(live.output()))
        .isNotEmpty()
        .containsExactlyInAnyOrderEntriesOf(Verdicts.lines(read.output()));
  }

  private Path withoutPolicy(Path files) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("objects"));
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".yaml") && !name.equals("ringfence.yaml")) {
          Files.copy(file, copy.resolve(name));
        }
      }
    }
    return copy;
  }

  /** Until the controllers have made no further pod for two seconds. */
  private static void waitForPods(ControlPlane plane) throws Exception {
    int before = -1;
    int now = plane.administrator().get("/api/v1/pods").json().path("items").size();
    while (now != before || now == 0) {
      before = now;
      Thread.sleep(2_000);
      now = plane.administrator().get("/api/v1/pods").json().path("items").size();
    }
  }
}
