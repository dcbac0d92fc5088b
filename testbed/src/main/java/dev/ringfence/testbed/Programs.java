package dev.ringfence.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The programs of one Kubernetes version, which {@code testbed/build-control-plane} lists, and
 * first builds where they are missing; that takes minutes and needs Go.
 *
 * @param kubernetesVersion such as {@code v1.36.3}
 */
record Programs(String kubernetesVersion, Path kubernetesFolder, Path etcdFolder) {
  /**
   * Finds the programs or builds them.
   *
   * @param version a minor version ({@code 1.36}) or a full one
   * @throws IllegalStateException with what the script said, if they are not there and cannot be
   *     built: a test that needs them fails, and is never skipped
   */
  static Programs of(String version) {
    Path script = Repository.root().resolve(Repository.CONTROL_PLANE_SCRIPT);
    try {
      Process process = new ProcessBuilder(script.toString(), version).start();
      process.getOutputStream().close();
      String said = relay(process);
      // The list is a few lines, which the pipe holds until they are read here.
      List<String> list;
      try (BufferedReader output = process.inputReader()) {
        list = output.lines().toList();
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "the programs of Kubernetes " + version + " are missing and cannot be built:\n" + said);
      }
      return parse(list);
    } catch (IOException failure) {
      throw new UncheckedIOException(script + " cannot be run", failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + script + " ran", interruption);
    }
  }

  /** Shows what the script says while it builds, and keeps it for an error. */
  private static String relay(Process process) throws IOException {
    StringBuilder said = new StringBuilder();
    try (BufferedReader errors = process.errorReader()) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        System.err.println(line);
        said.append(line).append('\n');
      }
    }
    return said.toString();
  }

  private static Programs parse(List<String> list) {
    Map<String, String[]> byKind = new HashMap<>();
    for (String line : list) {
      String[] kindVersionFolder = line.split(" ", 3);
      byKind.put(kindVersionFolder[0], kindVersionFolder);
    }
    String[] kubernetes = byKind.get("control-plane");
    String[] etcd = byKind.get("etcd");
    if (kubernetes == null || etcd == null) {
      throw new IllegalStateException(
          Repository.CONTROL_PLANE_SCRIPT + " did not list what is there but: " + list);
    }
    return new Programs(kubernetes[1], Path.of(kubernetes[2]), Path.of(etcd[2]));
  }

  String etcd() {
    return etcdFolder.resolve("etcd").toString();
  }

  String kubernetes(String name) {
    return kubernetesFolder.resolve(name).toString();
  }
}
