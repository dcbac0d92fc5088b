package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as a user writes and checks them. */
final class CertificateTest {

  @TempDir Path folder;

  private Path copy(String example) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(Program.root().resolve(example))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void replace(Path file, String what, String by) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(what);
    Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(what), by));
  }

  @Test
  void aCertificateIsBelievedOfItsClusterAndOfNoOther() throws Exception {
    Path source = copy("examples/saas");
    Path certificate = folder.resolve("saas.certificate");
    Program.Result proof =
        Program.run("prove", source.toString(), "--certificate", certificate.toString());
    assertThat(proof.exit()).as(proof.error()).isEqualTo(ExitCode.FOUND);

    Program.Result same = Program.run("verify", source.toString(), certificate.toString());
    assertThat(same.exit()).as(same.output() + same.error()).isEqualTo(ExitCode.FINE);
    assertThat(same.output())
        .contains("That the list of steps is complete rests on the analyses")
        .contains("run again and compared");

    replace(source.resolve("60-access.yaml"), "name: back-end", "name: front-end");
    Program.Result changed = Program.run("verify", source.toString(), certificate.toString());
    assertThat(changed.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(changed.output())
        .contains("RoleBinding.rbac.authorization.k8s.io")
        .contains("the cluster does not give this step");
  }

  /** A change gives other surroundings to all that is near; what has not changed is not told. */
  @Test
  void ofAChangedClusterOnlyWhatDiffersIsTold() throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Path file =
        Files.writeString(
            source.resolve("cluster.yaml"),
            BaselineTest.TWO_TENANTS.replaceFirst(
                "containers:", "hostNetwork: true\n      containers:"));
    Path certificate = folder.resolve("certificate");
    Program.run("prove", source.toString(), "--certificate", certificate.toString());
    replace(file, "hostNetwork: true", "hostNetwork: false");
    Program.Result changed = Program.run("verify", source.toString(), certificate.toString());
    assertThat(changed.exit()).as(changed.error()).isEqualTo(ExitCode.FOUND);
    assertThat(changed.output()).contains("Deployment.apps shop/front-end has changed");
    String gone = "the cluster does not give this step: ";
    String left = "the certificate leaves out this step: ";
    List<String> steps =
        changed.output().lines().map(String::strip).filter(one -> one.contains(" step: ")).toList();
    assertThat(steps).isNotEmpty().doesNotHaveDuplicates();
    assertThat(steps.stream().filter(one -> one.startsWith(gone)).map(one -> one.replace(gone, "")))
        .doesNotContainAnyElementsOf(
            steps.stream()
                .filter(one -> one.startsWith(left))
                .map(one -> one.replace(left, ""))
                .toList());
  }

  @Test
  void everyRunWritesTheSame() throws Exception {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    for (Path file : List.of(first, second)) {
      Program.runAlone("prove", "examples/content-management", "--certificate", file.toString());
    }
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void aDamagedFileIsNoCertificate() throws Exception {
    Path certificate = folder.resolve("damaged");
    Files.write(certificate, "ringfence-certificate v1 sha256=".getBytes(StandardCharsets.UTF_8));
    Program.Result result = Program.run("verify", "examples/saas", certificate.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output()).contains("not believed");
  }

  @Test
  void aCertificateThatCannotBeWrittenLeavesNothing() throws Exception {
    Path nowhere = folder.resolve("missing").resolve("certificate");
    Program.Result result =
        Program.run("prove", "examples/content-management", "--certificate", nowhere.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.error()).contains("cannot be written");
    assertThat(folder).isEmptyDirectory();
  }
}
