package dev.ringfence.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.Candidate;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.Refusal;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random pods on random nodes, each pinned to each node in turn: what the real scheduler does with
 * it against what the engine says. The system property {@code ringfence.placements} sets how many
 * decisions are asked for; a full run has 20,000 and more.
 */
@RealControlPlane
class SchedulerDifferentialTest {

  private static final int DECISIONS = Integer.getInteger("ringfence.placements", 300);
  private static final long SEED = Long.getLong("ringfence.seed", 6L);
  private static final int CANDIDATES = 24;

  /**
   * The scheduler's cache follows the server's by some milliseconds: differences are asked again.
   */
  private static final int ATTEMPTS = 6;

  private int decisions;
  private int placed;
  private final Map<String, Integer> refusedBy = new TreeMap<>();

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
  }

  @AfterEach
  void leaveNothing(ControlPlane plane) {
    plane.reset();
  }

  @Test
  void everyPodGoesWhereTheSchedulerPutsIt(ControlPlane plane, @TempDir Path folder)
      throws InterruptedException {
    List<String> disagreements = new ArrayList<>();
    for (long world = 0; decisions < DECISIONS; world++) {
      if (world > 0) {
        plane.reset();
      }
      disagreements.addAll(
          world(new RealScheduler(plane), new RandomWorld(SEED + world), folder, SEED + world));
      assertThat(disagreements).hasSizeLessThan(20);
    }
    System.out.println(decisions + " decisions, placed " + placed + ", refused by " + refusedBy);
    assertThat(disagreements).isEmpty();
    assertThat(placed).as("refusals alone test little").isGreaterThan(decisions / 10);
    assertThat(refusedBy).hasSizeGreaterThan(5);
  }

  private List<String> world(RealScheduler scheduler, RandomWorld random, Path folder, long seed)
      throws InterruptedException {
    List<String> documents = new ArrayList<>(random.surroundings());
    for (String document : documents) {
      if (document.contains("\"Namespace\"")) {
        scheduler.createNamespace(document);
      } else {
        scheduler.create(document).orThrow();
      }
    }
    for (String node : random.nodes()) {
      scheduler.createNode(node);
      documents.add(node);
    }
    for (String limits : random.volumeLimits()) {
      scheduler.create(limits).orThrow();
      documents.add(limits);
    }
    for (String pod : random.residents(14)) {
      ApiResponse answer = scheduler.create(pod);
      if (answer.isSuccess()) {
        documents.add(pod);
      }
    }
    scheduler.awaitClaims();
    List<String> candidates =
        random.candidates(CANDIDATES).stream().filter(scheduler::isValid).toList();
    documents.addAll(candidates);
    String file =
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
            + String.join(",\n", documents)
            + "]}";
    Cluster cluster = Reading.file(folder, "world-" + seed + ".json", file).cluster();
    List<String> disagreements = new ArrayList<>();
    for (String candidate : candidates) {
      compare(scheduler, cluster, candidate, disagreements);
    }
    return disagreements.stream().map(line -> "world " + seed + ": " + line).toList();
  }

  private void compare(
      RealScheduler scheduler, Cluster cluster, String document, List<String> disagreements)
      throws InterruptedException {
    JsonNode object = Json.parse(document, "a candidate");
    int pod = Reading.pod(cluster, object.path("metadata").path("name").asText());
    CurrentPlacement now = CurrentPlacement.of(cluster);
    @Nullable Refusal[] free = now.refusals(pod);
    int[] ever = Placement.of(cluster).everNodes(pod);
    for (int node = 0; node < cluster.nodes().size(); node++) {
      String name = cluster.nodes().get(node).name();
      Refusal refusal =
          honoursAffinity(cluster.pods().spec(pod))
              ? now.refusals(pinned(cluster, pod, name))[node]
              : free[node];
      String pinned = RealScheduler.pinned(document, name);
      RealScheduler.Said said = scheduler.place(pinned);
      for (int i = 0; i < ATTEMPTS && (said.node() != null) != (refusal == null); i++) {
        Thread.sleep(100);
        said = scheduler.place(pinned);
      }
      decisions++;
      if ((said.node() != null) != (refusal == null)) {
        disagreements.add(
            document + "\n  on " + name + ": " + said + ", but the engine: " + refusal);
      } else if (refusal == null) {
        placed++;
      } else {
        refusedBy.merge(refusal.filter(), 1, Integer::sum);
      }
      if (free[node] == null && Arrays.binarySearch(ever, node) < 0) {
        disagreements.add(document + "\n  on " + name + ": placed now, but never possible");
      }
    }
    compareUnpinned(scheduler, cluster, document, free, disagreements);
  }

  /** Left to choose, the scheduler takes one of the nodes, or none where there is none. */
  private void compareUnpinned(
      RealScheduler scheduler,
      Cluster cluster,
      String document,
      @Nullable Refusal[] free,
      List<String> disagreements)
      throws InterruptedException {
    RealScheduler.Said said = scheduler.place(document);
    for (int i = 0; i < ATTEMPTS && !agrees(cluster, said, free); i++) {
      Thread.sleep(100);
      said = scheduler.place(document);
    }
    decisions++;
    if (!agrees(cluster, said, free)) {
      disagreements.add(document + "\n  unpinned: " + said + ", but " + Arrays.toString(free));
    }
  }

  private static boolean agrees(
      Cluster cluster, RealScheduler.Said said, @Nullable Refusal[] free) {
    String node = said.node();
    return node == null
        ? Arrays.stream(free).noneMatch(refusal -> refusal == null)
        : free[cluster.nodeIndex(node)] == null;
  }

  /** Pinning by affinity narrows the domains over which such a constraint spreads. */
  private static boolean honoursAffinity(PodSpec spec) {
    return spec.topologySpreadConstraints().stream()
        .anyMatch(constraint -> constraint.doNotSchedule() && constraint.honorNodeAffinity());
  }

  private static Candidate pinned(Cluster cluster, int pod, String node) {
    return new Candidate(
        cluster.pods().namespace(pod),
        cluster.pods().labels(pod),
        Pinning.to(cluster.pods().spec(pod), node),
        pod);
  }
}
