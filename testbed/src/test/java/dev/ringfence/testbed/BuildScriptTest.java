package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script that builds the programs says where it cannot. */
class BuildScriptTest {
  private record Outcome(int code, String output, String errors) {}

  private static Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("build-control-plane", ".errors");
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    Process process = builder.redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    Outcome outcome = new Outcome(code, output, Files.readString(errors));
    Files.delete(errors);
    return outcome;
  }

  private static Path script() {
    return Repository.root().resolve(Repository.CONTROL_PLANE_SCRIPT);
  }

  @Test
  void aVersionThatIsNoneIsRefusedWithThoseThatAreKnown() throws Exception {
    Outcome outcome = run(script(), Map.of(), "2.1");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors()).contains("'2.1' is no Kubernetes version", "v1.36.3");
  }

  @Test
  void withoutAGoThatIsNewEnoughItSaysWhatToInstallAndLeavesNothing(@TempDir Path folder)
      throws Exception {
    Path copy = Files.copy(script(), folder.resolve("build-control-plane"));
    Path module = Files.createDirectories(folder.resolve("go/control-plane"));
    Files.writeString(module.resolve("go.mod"), "module none\n\ngo 99.5\n");
    Path cache = folder.resolve("cache");

    Outcome outcome = run(copy, Map.of("RINGFENCE_CACHE", cache.toString()));

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.errors()).contains("Go 99.5 or newer is needed", "unpack the archive");
    assertThat(outcome.output()).isEmpty();
    assertThat(cache).doesNotExist();
  }

  @Test
  void whatIsThereIsListedWithoutGo(@TempDir Path cache) throws Exception {
    for (String program :
        new String[] {
          "etcd/v3.6.5/etcd",
          "control-plane/v1.34.4/kube-apiserver",
          "control-plane/v1.34.4/kube-scheduler",
          "control-plane/v1.34.4/kube-controller-manager"
        }) {
      Path file = cache.resolve(program);
      Files.createDirectories(file.resolveSibling("."));
      assertThat(Files.createFile(file).toFile().setExecutable(true)).isTrue();
    }

    Outcome outcome = run(script(), Map.of("RINGFENCE_CACHE", cache.toString()), "1.34");

    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output())
        .isEqualTo(
            "etcd v3.6.5 %1$s/etcd/v3.6.5%ncontrol-plane v1.34.4 %1$s/control-plane/v1.34.4%n"
                .formatted(cache));
  }
}
