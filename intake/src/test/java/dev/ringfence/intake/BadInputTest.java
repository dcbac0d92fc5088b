package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {

  private static final String NAMESPACE =
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";

  @TempDir Path folder;

  private void refused(String name, String text, String... parts) {
    Path file = Reading.write(folder, name, text);
    assertThatThrownBy(() -> Reading.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining(name);
  }

  @Test
  void aPathThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> Reading.read(folder.resolve("nowhere")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not exist");
  }

  /** As a variable of a script that nobody set: it is not the folder that one is in. */
  @Test
  void anEmptyNameIsNoSource() {
    assertThatThrownBy(() -> SourceSpec.of(""))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("SOURCE: is empty");
  }

  @Test
  void anEmptyFolderIsRefused() {
    assertThatThrownBy(() -> Reading.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds no file of manifests");
  }

  @Test
  void aFileWithoutObjectsIsRefused() {
    Path file = Reading.write(folder, "empty.yaml", "# nothing\n---\n---\n");
    assertThatThrownBy(() -> Reading.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("hold no Kubernetes object");
  }

  @Test
  void whereNothingIsAnObjectItIsSaidWhy() {
    Path file =
        Reading.write(folder, "values.yaml", "replicas: 3\n---\nkind: Pod\napiVersion: v1\n");
    assertThatThrownBy(() -> Reading.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("hold no Kubernetes object (")
        .hasMessageContaining("document 1: has no apiVersion and no kind")
        .hasMessageContaining("and 1 more");
  }

  @Test
  void aTextThatIsNoYamlIsRefusedWithItsPlace() {
    refused("web.yaml", NAMESPACE + "---\nkind: [Pod\nx: }", "is no YAML", "document 2", "line 6");
  }

  @Test
  void aTextThatIsNoJsonIsRefusedWithItsPlace() {
    refused("web.json", "{\"apiVersion\": \"v1\",\n \"kind\": Namespace}", "is no JSON", "line 2");
  }

  @Test
  void jsonThatIsCutOffIsRefusedWhereverItIsCut() {
    String list =
        """
        {"apiVersion":"v1","kind":"List","items":[
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","labels":{"x":"y\\u00e9"}}},
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"},"data":{"k":"dg=="}},
        {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"c"},"secrets":[{"name":"d"}]}
        ]}""";
    for (int length = 1; length < list.length(); length++) {
      Path file = Reading.write(folder, "cut.json", list.substring(0, length));
      assertThatThrownBy(() -> Reading.read(file))
          .as(list.substring(0, length))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("cut.json");
    }
  }

  @Test
  void randomDamageIsReadOrRefusedAndNeverAnErrorOfOurOwn() throws IOException {
    Random random = new Random(20260717);
    byte[] sound =
        Files.readAllBytes(
            Reading.write(
                folder, "sound.yaml", NAMESPACE + "---\n" + Samples.DEPLOYMENT.replace("#", "")));
    for (int i = 0; i < 200; i++) {
      byte[] damaged = Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
      for (int j = random.nextInt(4); j > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(128);
      }
      Path file =
          Files.write(folder.resolve(i % 2 == 0 ? "damaged.yaml" : "damaged.json"), damaged);
      try {
        assertThat(Reading.read(file).cluster().namespaces()).isNotEmpty();
      } catch (InputException expected) {
        assertThat(expected).hasMessageContaining(".");
      }
    }
  }

  @Test
  void twoDifferentObjectsOfOneNameAreRefused() {
    refused(
        "twice.yaml",
        NAMESPACE + "---\n" + NAMESPACE.replace("shop}", "shop, labels: {team: a}}"),
        "second, different Namespace shop",
        "document 1");
  }

  @Test
  void theSameObjectTwiceIsReportedOnly() {
    Intake.Result result =
        Reading.file(
            folder,
            "twice.yaml",
            NAMESPACE + "---\nkind: Namespace\nmetadata: {name: shop}\napiVersion: v1\n");
    assertThat(result.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DUPLICATE);
  }

  @Test
  void twoFieldsOfOneNameAreRefused() {
    refused(
        "fields.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: false\n  hostPID: true\n",
        "two fields named hostPID",
        "line 6");
  }

  @Test
  void aliasBombsAreRefused() {
    StringBuilder bomb = new StringBuilder(NAMESPACE).append("a0: &a0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(", ", java.util.Collections.nCopies(8, alias))).append("]\n");
    }
    refused("bomb.yaml", bomb.toString(), "aliases stand for more than");
  }

  @Test
  void anAliasInsideItsOwnAnchorIsRefused() {
    refused("circle.yaml", NAMESPACE + "spec: &a {b: *a}\n", "no anchor that is complete");
  }

  @Test
  void deepNestingIsRefusedInBothLanguages() {
    refused("deep.json", "[".repeat(100_000), "beyond");
    refused("deep.yaml", NAMESPACE + "spec: " + "[".repeat(100_000), "nested deeper");
  }

  @Test
  void aTextOfAGigabyteIsRefusedWithoutBeingHeld() throws IOException {
    for (String name : new String[] {"huge.yaml", "huge.json"}) {
      Path packed = folder.resolve(name + ".gz");
      byte[] chunk = new byte[1 << 20];
      Arrays.fill(chunk, (byte) 'x');
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
        String start =
            name.endsWith("json")
                ? "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                : "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: \"";
        out.write(start.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 48; i++) {
          out.write(chunk);
        }
      }
      assertThatThrownBy(() -> Reading.read(packed))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void anArchiveThatUnfoldsWithoutEndIsRefused() throws IOException {
    Path packed = folder.resolve("bomb.json.gz");
    byte[] chunk = new byte[1 << 20];
    Arrays.fill(chunk, (byte) ' ');
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      for (int i = 0; i < 200; i++) {
        out.write(chunk);
      }
    }
    assertThatThrownBy(() -> Reading.read(packed))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("unfolds to");
  }

  @Test
  void namesWithControlCharactersAreRefused() {
    refused(
        "name.yaml",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: \"a\\e[31mb\"}\n",
        "metadata.name",
        "control characters");
  }

  @Test
  void aFieldOfAnotherTypeIsRefusedWithItsPath() {
    refused(
        "type.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec: {containers: [{name: a, image: b, securityContext: {privileged: 'yes'}}]}
        """,
        "spec.containers[0].securityContext.privileged",
        "must be true or false");
  }

  @Test
  void documentsThatAreNoObjectsAreReportedAndRefusedStrictly() {
    Path file = Reading.write(folder, "mixed.yaml", "replicas: 3\n---\n" + NAMESPACE);
    assertThat(Reading.read(file).findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.NO_OBJECT);
    assertThatThrownBy(() -> Reading.readStrictly(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("document 1")
        .hasMessageContaining("--strict");
  }

  @Test
  void anUnknownKubernetesVersionIsRefused() {
    Path file = Reading.write(folder, "a.yaml", NAMESPACE);
    assertThatThrownBy(
            () ->
                Intake.read(
                    java.util.List.of(new SourceSpec.Files(file)),
                    new IntakeOptions(false, "1.7", message -> {})))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1.36");
  }
}
