package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.Folder;
import dev.ringfence.policy.controls.ObserveStage;
import dev.ringfence.testbed.api.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Kustomize builds the rendered folder, and what comes out is what {@code apply} writes:
 * the overlay that enforces, object by object, and the one that only watches.
 */
final class KustomizeTest {

  @TempDir private Path folder;

  @Test
  void overlaysAreWhatApplyWrites() throws Exception {
    Tool.needed("kubectl", "its kustomize builds the folder");
    Controls controls = Controls.of(FencedCluster.plan());
    write(Folder.of(controls));
    same(built("overlays/enforce"), objects(controls));
    same(built("overlays/observe"), objects(ObserveStage.of(controls)));
  }

  /** Object by object: all of them at once are too long for anybody to read. */
  private static void same(
      SortedMap<String, JsonNode> kustomize, SortedMap<String, JsonNode> applied) {
    assertThat(kustomize.keySet()).isEqualTo(applied.keySet());
    applied.forEach(
        (title, object) -> assertThat(kustomize.get(title)).as(title).isEqualTo(object));
  }

  @Test
  void theJobOfAnEphemeralClusterRunsTheImageThatThePlatformWrote() throws Exception {
    Tool.needed("kubectl", "its kustomize builds the folder");
    write(Folder.of(FencedCluster.rendered(JOBS)));
    Path input = folder.resolve("clusters/jobs/inside/job.yaml");
    Files.writeString(
        input,
        Files.readString(input)
            .replaceFirst("image: to-be-written-by-the-platform", "image: registry.test/job:7"));
    JsonNode job =
        Objects.requireNonNull(built("clusters/jobs/inside").get("Job run-once/run-once"));
    assertThat(job.at("/spec/template/spec/initContainers/0/image").asText())
        .isEqualTo("registry.test/job:7");
    assertThat(built("clusters/jobs")).containsKey("Cluster cluster-jobs/jobs");
  }

  private static final String JOBS =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: jobs}
      spec: {pattern: EphemeralCluster}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: jobs}
      spec: {trust: Untrusted, namespaces: {names: [jobs]}, isolationClass: jobs}
      """;

  private void write(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
    }
  }

  private SortedMap<String, JsonNode> built(String overlay) throws Exception {
    String text =
        Tool.run(
            folder.resolve("built.yaml"),
            "kubectl",
            "kustomize",
            folder.resolve(overlay).toString());
    return byTitle(text);
  }

  private static SortedMap<String, JsonNode> objects(Controls controls) {
    StringBuilder all = new StringBuilder();
    for (ControlObject object : controls.inOrder()) {
      all.append("---\n").append(object.text());
    }
    return byTitle(all.toString());
  }

  private static SortedMap<String, JsonNode> byTitle(String text) {
    SortedMap<String, JsonNode> objects = new TreeMap<>();
    Manifests.parse("kustomize", text)
        .forEach(
            manifest -> {
              JsonNode object = manifest.object();
              String namespace = object.at("/metadata/namespace").asText();
              objects.put(
                  object.path("kind").asText()
                      + " "
                      + (namespace.isEmpty() ? "" : namespace + "/")
                      + object.at("/metadata/name").asText(),
                  object);
            });
    return objects;
  }
}
