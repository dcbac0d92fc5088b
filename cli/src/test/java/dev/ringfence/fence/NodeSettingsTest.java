package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Settings of nodes, read by whatever reads them: the shell, a TOML parser, and, where {@code
 * testbed/build-node-settings} has built them, Butane, Talos' loader and the kubelet's types.
 */
final class NodeSettingsTest {

  private static final String NODES = "files/nodes/";

  @TempDir private Path folder;

  /** Nodes of tenants and of sandboxes; names that YAML could take for numbers among them. */
  private static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    Folder.of(Controls.of(FencedCluster.plan()))
        .forEach((path, text) -> keepSettings(files, path, text));
    Folder.of(Controls.of(FencedCluster.plan(FencedCluster.documents("odd-names.yaml"))))
        .forEach((path, text) -> keepSettings(files, path, text));
    return files;
  }

  private static void keepSettings(Map<String, String> files, String path, String text) {
    if (path.startsWith(NODES)) {
      files.put(path.substring(NODES.length()), text);
    }
  }

  private List<String> written(String... names) throws IOException {
    List<String> paths = new ArrayList<>();
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (List.of(names).contains(String.valueOf(path.getFileName()))) {
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
        paths.add(path.toString());
      }
    }
    assertThat(paths).isNotEmpty();
    return paths;
  }

  @Test
  void whatASystemCannotHoldItGetsNoFileFor() {
    Map<String, String> files = files();
    assertThat(files).containsKeys("spacely/bottlerocket.toml", "007/talos-schematic.yaml");
    // No sandbox runs on Bottlerocket.
    assertThat(files).doesNotContainKey("007/bottlerocket.toml");
    assertThat(files.get("007/container-optimized-os.yaml")).contains("--sandbox=type=gvisor");
    assertThat(files.get("007/talos-schematic.yaml")).contains("siderolabs/gvisor");
    // gVisor needs user namespaces, of which Talos allows none.
    assertThat(files.get("007/talos.yaml"))
        .contains("user.max_user_namespaces: \"11255\"", "value: \"007\"")
        .doesNotContain("extraKernelArgs");
    assertThat(files.get("spacely/talos.yaml")).doesNotContain("sysctls");
    // With protectKernelDefaults alone the kubelet would not start.
    assertThat(files.get("spacely/flatcar.butane.yaml"))
        .contains("protectKernelDefaults: true", "vm.overcommit_memory=1", "kernel.panic=10");
  }

  @Test
  void theCommandsAreShell() throws Exception {
    Tool.needed("sh", "any system");
    for (String path : written("labels.sh")) {
      Tool.run(folder.resolve("said"), "sh", "-n", path);
      // What it does, with a kubectl that says what it was asked.
      String asked =
          Tool.run(
              folder.resolve("said"),
              "sh",
              "-c",
              "kubectl() { echo \"$*\"; }; NODE=one; . \"$0\"",
              path);
      assertThat(asked.lines().toList())
          .hasSize(2)
          .allMatch(line -> line.matches("(taint|label) node one [a-z./-]+=\\S+ --overwrite"));
      assertThat(asked.lines().findFirst().orElseThrow()).startsWith("taint");
    }
  }

  @Test
  void bottlerocketsSettingsAreToml() throws Exception {
    Tool.needed("python3", "Python 3.11 or later reads TOML");
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "-c",
                "import sys, tomllib\n"
                    + "for path in sys.argv[1:]: print(tomllib.load(open(path, 'rb'))['settings'])"));
    command.addAll(written("bottlerocket.toml"));
    assertThat(Tool.run(folder.resolve("said"), command.toArray(String[]::new)))
        .contains("'lockdown': 'integrity'", "'node-taints': {'ringfence.dev/tenant': ['");
  }

  @Test
  void theirOwnReadersTakeThem() throws Exception {
    Path reader = cache().resolve("node-settings/1/node-settings");
    assumeTrue(
        Files.isExecutable(reader),
        "the readers of node settings are not built; testbed/build-node-settings builds them, which"
            + " takes minutes and needs Go and its module proxy");
    List<String> command = new ArrayList<>(List.of(reader.toString()));
    List<String> paths = written("flatcar.butane.yaml", "talos.yaml", "bottlerocket.toml");
    command.addAll(paths);
    assertThat(Tool.run(folder.resolve("said"), command.toArray(String[]::new))).isEmpty();
    for (String path : paths) {
      String text = Files.readString(Path.of(path));
      Files.writeString(Path.of(path), text.replaceAll("(?i)pod-?pids-?limit", "no-such-setting"));
      Process process =
          new ProcessBuilder(reader.toString(), path)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("said").toFile())
              .start();
      assertThat(process.waitFor()).as(path + " misspelt").isEqualTo(1);
    }
  }

  private static Path cache() {
    String own = System.getenv("RINGFENCE_CACHE");
    String shared = System.getenv("XDG_CACHE_HOME");
    return own != null
        ? Path.of(own)
        : (shared != null ? Path.of(shared) : Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("ringfence");
  }
}
