package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.verify.CertificateFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed halfway, a full disk, a reader that goes away: nothing half-written, clear errors. */
final class RobustnessTest {

  private static final int FILES = Integer.getInteger("ringfence.robustness.files", 2_000);

  @TempDir Path folder;

  private ProcessBuilder program(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(Program.root().toFile())
        .redirectError(folder.resolve("error").toFile());
  }

  private String error() throws IOException {
    return Files.readString(folder.resolve("error"));
  }

  private static int exit(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  @Test
  void aFullDiskIsSaidInOneLine() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    Process answer =
        program("prove", "examples/content-management", "-o", "json")
            .redirectOutput(full.toFile())
            .start();
    assertThat(exit(answer)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(error()).contains("standard output cannot be written").doesNotContain("\tat ");

    Process certificate =
        program("prove", "examples/content-management", "--certificate", full.toString())
            .redirectOutput(new File("/dev/null"))
            .start();
    assertThat(exit(certificate)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(error()).contains("/dev/full cannot be written").doesNotContain("\tat ");
  }

  /** Nor does it make anything hold: a gate that pipes the answer on must not open by that. */
  @Test
  void aReaderThatGoesAwayIsNoErrorAndChangesNoExitCode() throws Exception {
    for (String format : new String[] {"json", "html", "sarif", "table"}) {
      Path certificate = folder.resolve(format + ".certificate");
      Process process =
          program(
                  "prove",
                  "examples/saas",
                  "--all",
                  "-o",
                  format,
                  "--certificate",
                  certificate.toString())
              .redirectOutput(ProcessBuilder.Redirect.PIPE)
              .start();
      process.getInputStream().close();
      assertThat(exit(process)).as(format).isEqualTo(ExitCode.FOUND);
      assertThat(error()).as(format).doesNotContain("\tat ");
      assertThat(certificate).as(format).isNotEmptyFile();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    Process process =
        program("prove", "examples/content-management", "--certificate", "/proc/self/certificate")
            .redirectOutput(new File("/dev/null"))
            .start();
    assertThat(exit(process)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(error()).contains("/proc/self/certificate cannot be written");
  }

  @Test
  void aRunThatIsKilledLeavesNoHalfOfACertificate() throws Exception {
    Path certificate = folder.resolve("certificate");
    for (int milliseconds = 200; milliseconds <= 1400; milliseconds += 300) {
      Process process =
          program("prove", "examples/saas", "--certificate", certificate.toString())
              .redirectOutput(new File("/dev/null"))
              .start();
      if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      process.waitFor();
      if (Files.exists(certificate)) {
        assertThat(CertificateFile.read(Files.readAllBytes(certificate)).claims()).isNotEmpty();
        Files.delete(certificate);
      }
    }
  }

  @Test
  void twoRunsAtOnceDoNotDisturbEachOther() throws Exception {
    Path certificate = folder.resolve("certificate");
    List<Process> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      runs.add(
          program("prove", "examples/saas", "--certificate", certificate.toString())
              .redirectOutput(new File("/dev/null"))
              .start());
    }
    for (Process run : runs) {
      assertThat(exit(run)).as(error()).isEqualTo(ExitCode.FOUND);
    }
    assertThat(CertificateFile.read(Files.readAllBytes(certificate)).claims()).isNotEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  /** Renders fences for one tenant or for both. */
  private ProcessBuilder render(boolean both, Path out) throws IOException {
    Path source = folder.resolve(both + ".yaml");
    String tenant =
        """
        ---
        apiVersion: ringfence.dev/v1alpha1
        kind: Tenant
        metadata: {name: %s}
        spec: {trust: Trusted, code: FirstParty, namespaces: {names: [%s]}}
        """;
    Files.writeString(
        source,
        BaselineTest.TWO_TENANTS
            + tenant.formatted("payments", "payments")
            + (both ? tenant.formatted("shop", "shop") : ""));
    return program("render", source.toString(), "--out", out.toString())
        .redirectOutput(new File("/dev/null"));
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }

  @Test
  void aFolderThatARunWasKilledInIsMadeWholeByTheNext() throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(exit(render(true, whole).start())).as(error()).isEqualTo(ExitCode.FINE);
    Map<String, String> wanted = files(whole);
    assertThat(wanted).hasSizeGreaterThan(5);
    Path out = folder.resolve("out");
    for (int milliseconds = 600; milliseconds <= 3000; milliseconds += 300) {
      Process process = render(true, out).start();
      if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      process.waitFor();
      if (Files.isDirectory(out)) {
        for (Map.Entry<String, String> file : files(out).entrySet()) {
          String text = wanted.get(file.getKey());
          if (text != null && !file.getKey().startsWith(".")) {
            assertThat(file.getValue()).as(file.getKey()).isEqualTo(text);
          }
        }
      }
    }
    // As a run leaves it that was killed between two files, and while it wrote one.
    Map.Entry<String, String> first = wanted.entrySet().stream().skip(3).findFirst().orElseThrow();
    Files.delete(whole.resolve(first.getKey()));
    Files.writeString(whole.resolve(first.getKey() + ".part"), "half");
    Files.writeString(whole.resolve(".ringfence-rendered.lock"), "1");
    for (Path each : List.of(whole, out)) {
      assertThat(exit(render(true, each).start())).as(error()).isEqualTo(ExitCode.FINE);
      assertThat(files(each)).isEqualTo(wanted);
    }
  }

  @Test
  void ofTwoRunsThatRenderAtOnceOneIsTheLater() throws Exception {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    assertThat(exit(render(true, one).start())).as(error()).isEqualTo(ExitCode.FINE);
    assertThat(exit(render(false, other).start())).isEqualTo(ExitCode.FINE);
    Path both = folder.resolve("both");
    List<Process> runs = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      runs.add(render(true, both).start());
      runs.add(render(false, both).start());
    }
    for (Process run : runs) {
      assertThat(exit(run)).as(error()).isEqualTo(ExitCode.FINE);
    }
    assertThat(files(both)).isIn(files(one), files(other));
  }

  @Test
  void aFolderThatCannotBeRenderedIntoIsNamed() throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    assertThat(exit(render(true, Path.of("/proc/self/rendered")).start()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(error()).contains("/proc/self/rendered cannot be written").doesNotContain("\tat ");
  }

  /** {@code -Dringfence.robustness.files=1000000} makes it a million. */
  @Test
  void aFolderOfManyFilesIsRead() throws Exception {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int file = 0; file < FILES; file++) {
      Path part = many.resolve("part-" + file / 1000);
      if (file % 1000 == 0) {
        Files.createDirectory(part);
      }
      Files.writeString(
          part.resolve("map-" + file + ".yaml"),
          "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m%d, namespace: n%d}\n"
              .formatted(file, file % 7));
    }
    Process process =
        program("prove", many.toString(), "-o", "json")
            .redirectOutput(folder.resolve("answer").toFile())
            .start();
    assertThat(exit(process)).as(error()).isIn(ExitCode.FINE, ExitCode.FOUND);
    assertThat(Files.readString(folder.resolve("answer"))).contains("\"kind\": \"Proof\"");
  }
}
