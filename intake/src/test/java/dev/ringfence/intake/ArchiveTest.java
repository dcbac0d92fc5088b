package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

  @TempDir Path folder;

  /** Archives made by the system's own tar, as a user would. */
  private Path tar(String options, String name) throws IOException, InterruptedException {
    Reading.write(folder, "in/a/web.yaml", Samples.DEPLOYMENT);
    Reading.write(folder, "in/" + "long-folder-name/".repeat(12) + "pod.json", json());
    Reading.write(folder, "in/a/notes.txt", "not read");
    Reading.write(folder, "in/.git/config.yaml", "a: [");
    Path archive = folder.resolve(name);
    Process tar =
        new ProcessBuilder("tar", options, archive.toString(), "-C", folder.toString(), "in")
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    return archive;
  }

  private static String json() {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"shop\"},"
        + "\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}";
  }

  private static void holdsBoth(Path source) {
    Intake.Result result = Reading.read(source);
    assertThat(result.cluster().pods().count()).isEqualTo(2);
    assertThat(result.cluster().pods().origin(Reading.pod(result.cluster(), "web-*")).file())
        .contains("in/a/web.yaml");
  }

  @Test
  void tarArchivesAreReadWithTheirLongNames() throws IOException, InterruptedException {
    holdsBoth(tar("-cf", "dump.tar"));
    holdsBoth(tar("-czf", "dump.tgz"));
    holdsBoth(tar("-czf", "dump.tar.gz"));
    holdsBoth(folder.resolve("in"));
  }

  @Test
  void zipArchivesAreRead() throws IOException {
    Path archive = folder.resolve("dump.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("in/a/web.yaml"));
      zip.write(Samples.DEPLOYMENT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("../../etc/pod.json"));
      zip.write(json().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    holdsBoth(archive);
  }

  @Test
  void aTarArchiveThatIsCutOffIsRefused() throws IOException, InterruptedException {
    byte[] whole = Files.readAllBytes(tar("-cf", "dump.tar"));
    for (int length : new int[] {600, 1500, whole.length / 3}) {
      Path cut = Files.write(folder.resolve("cut.tar"), java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Reading.read(cut))
          .as("" + length)
          .isInstanceOf(InputException.class);
    }
  }

  @Test
  void aGzipThatIsCutOffIsRefused() throws IOException {
    Path packed = folder.resolve("web.yaml.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(Samples.DEPLOYMENT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    byte[] whole = Files.readAllBytes(packed);
    Path cut =
        Files.write(
            folder.resolve("cut.yaml.gz"), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Reading.read(cut)).isInstanceOf(InputException.class);
  }

  @Test
  void linksInACircleAreFollowedOnce() throws IOException {
    Reading.write(folder, "in/web.yaml", Samples.DEPLOYMENT);
    Files.createSymbolicLink(folder.resolve("in/again"), folder.resolve("in"));
    Files.createSymbolicLink(folder.resolve("in/nowhere.yaml"), folder.resolve("absent"));
    Intake.Result result = Reading.read(folder.resolve("in"));
    assertThat(result.cluster().workloads()).hasSize(1);
    assertThat(result.findings()).isEmpty();
  }

  @Test
  void aClusterInfoDumpIsReadAndItsLogsAreNot() {
    Reading.write(
        folder,
        "dump/nodes.json",
        "{\"kind\":\"NodeList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"n\",\"uid\":\"u\",\"resourceVersion\":\"1\"}}]}");
    Reading.write(
        folder,
        "dump/kube-system/pods.json",
        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"p\",\"namespace\":\"kube-system\",\"uid\":\"u\",\"resourceVersion\":\"1\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}]}");
    Reading.write(
        folder,
        "dump/kube-system/events.json",
        "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"items\":[{\"metadata\":{\"name\":\"e\"}}]}");
    Reading.write(folder, "dump/kube-system/p/logs.txt", "==== START logs ====");
    Intake.Result result = Reading.read(folder.resolve("dump"));
    assertThat(result.cluster().nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.assumed()).isFalse());
    assertThat(result.cluster().pods().count()).isEqualTo(1);
    assertThat(result.cluster().others()).isEmpty();
  }
}
