package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.verify.CertificateFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void aReaderThatGoesAwayIsNoError() throws Exception {
    for (String format : new String[] {"json", "html", "sarif", "table"}) {
      Process process =
          program("prove", "examples/saas", "--all", "-o", format)
              .redirectOutput(ProcessBuilder.Redirect.PIPE)
              .start();
      process.getInputStream().close();
      assertThat(exit(process)).as(format).isIn(ExitCode.FINE, ExitCode.FOUND);
      assertThat(error()).as(format).doesNotContain("\tat ");
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
