package dev.ringfence.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.live.LiveReading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What manifests are read as is what the real API server makes of them. */
@RealControlPlane
class DifferentialTest {

  /** How long controllers may take to make their pods. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
  }

  @Test
  void theBootstrapObjectsAreThoseOfTheServer(ControlPlane plane) throws InterruptedException {
    compare(plane, List.of("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"));
  }

  @Test
  void randomPodsAreDefaultedAndAdmittedAsTheServerDoes(ControlPlane plane)
      throws InterruptedException {
    RandomManifests manifests = new RandomManifests(1, "pods");
    List<String> documents = new ArrayList<>(manifests.foundations());
    for (int i = 0; i < 200; i++) {
      documents.add(manifests.pod());
    }
    compare(plane, documents);
  }

  @Test
  void randomPodsBelowALimitRangeAreTheServers(ControlPlane plane) throws InterruptedException {
    RandomManifests manifests = new RandomManifests(2, "limited");
    List<String> documents = new ArrayList<>(manifests.foundations());
    documents.add(manifests.limitRange());
    for (int i = 0; i < 60; i++) {
      documents.add(manifests.pod());
    }
    compare(plane, documents);
  }

  @Test
  void randomControllersHaveThePodsThatTheServerMakes(ControlPlane plane)
      throws InterruptedException {
    RandomManifests manifests = new RandomManifests(3, "controllers");
    List<String> documents = new ArrayList<>(manifests.foundations());
    for (int i = 0; i < 120; i++) {
      documents.add(manifests.controller());
    }
    compare(plane, documents);
  }

  @Test
  void randomObjectsOfOtherKindsAreTheServers(ControlPlane plane) throws InterruptedException {
    RandomManifests manifests = new RandomManifests(4, "others");
    List<String> documents = new ArrayList<>(manifests.foundations());
    for (int i = 0; i < 300; i++) {
      documents.add(manifests.other());
    }
    compare(plane, documents);
  }

  /** Applies what the server accepts, and compares until controllers have done their part. */
  private void compare(ControlPlane plane, List<String> documents) throws InterruptedException {
    List<String> accepted = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (String document : documents) {
      try {
        plane.apply(document);
        accepted.add(document);
      } catch (Application.NotApplied refusal) {
        refused.add(refusal.getMessage() + " " + document);
      }
    }
    assertThat(refused)
        .as("too many refused: %s", refused)
        .hasSizeLessThan(1 + documents.size() / 10);
    Cluster offline = Reading.file(folder, "all.yaml", String.join("\n---\n", accepted)).cluster();
    Map<String, String> expected = rendering(offline);
    Instant end = Instant.now().plus(PATIENCE);
    Map<String, String> live =
        rendering(LiveReading.read(plane.administratorKubeconfig()).cluster());
    while (!live.equals(expected) && Instant.now().isBefore(end)) {
      Thread.sleep(1000);
      live = rendering(LiveReading.read(plane.administratorKubeconfig()).cluster());
    }
    assertThat(difference(expected, live)).isEmpty();
  }

  /**
   * Four objects differ by the server's switches: its own Service names the port it listens on, and
   * the test bed leaves out the controllers of nodes' lives, of namespaces and of policies' status,
   * whose accounts are made for them when they start.
   */
  private static Map<String, String> rendering(Cluster cluster) {
    Map<String, String> objects = Rendering.of(cluster);
    objects.remove("Service default/kubernetes");
    objects.remove("ServiceAccount kube-system/node-controller");
    objects.remove("ServiceAccount kube-system/namespace-controller");
    objects.remove("ServiceAccount kube-system/validatingadmissionpolicy-status-controller");
    return objects;
  }

  private static String difference(Map<String, String> files, Map<String, String> live) {
    StringBuilder text = new StringBuilder();
    Map<String, String> all = new TreeMap<>(files);
    all.putAll(live);
    for (String key : all.keySet()) {
      String inFiles = files.getOrDefault(key, "(absent)");
      String inLive = live.getOrDefault(key, "(absent)");
      if (!inFiles.equals(inLive) && text.length() < 20_000) {
        int same = 0;
        while (same < Math.min(inFiles.length(), inLive.length())
            && inFiles.charAt(same) == inLive.charAt(same)) {
          same++;
        }
        text.append(key);
        text.append("\n  files: ").append(around(inFiles, same));
        text.append("\n  live:  ").append(around(inLive, same)).append("\n");
      }
    }
    return text.toString();
  }

  /** The text around the first difference. */
  private static String around(String text, int place) {
    return text.substring(Math.max(0, place - 60), Math.min(text.length(), place + 200));
  }
}
