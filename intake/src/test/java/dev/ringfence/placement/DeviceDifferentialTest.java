package dev.ringfence.placement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.cel.DeviceExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.placement.Placement;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.Refusal;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random claims of random devices, some of them taken by pods that the scheduler has placed: where
 * the real scheduler puts a pod that is pinned to each node in turn, against what the engine says.
 * The system property {@code ringfence.devices} sets how many decisions are asked for.
 */
@RealControlPlane
class DeviceDifferentialTest {

  private static final int DECISIONS = Integer.getInteger("ringfence.devices", 60);
  private static final long SEED = Long.getLong("ringfence.seed", 12L);
  private static final int RESIDENTS = 4;
  private static final int CANDIDATES = 8;
  private static final int ATTEMPTS = 6;
  private static final String CLAIMS =
      "/apis/resource.k8s.io/v1/namespaces/" + RandomDevices.NAMESPACE + "/resourceclaims";

  private int decisions;
  private int placed;
  private int forgettable;
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
  void everyPodGoesWhereItsDevicesAre(ControlPlane plane, @TempDir Path folder)
      throws InterruptedException {
    List<String> disagreements = new ArrayList<>();
    for (long seed = SEED; decisions < DECISIONS; seed++) {
      if (seed > SEED) {
        plane.reset();
      }
      for (String line : world(new RealScheduler(plane), new RandomDevices(seed), folder, seed)) {
        disagreements.add("world " + seed + ": " + line);
      }
      assertThat(disagreements).hasSizeLessThan(12);
    }
    System.out.println(decisions + " decisions, placed " + placed + ", refused by " + refusedBy);
    assertThat(disagreements).isEmpty();
    assertThat(placed).as("refusals alone test little").isGreaterThan(decisions / 10);
    assertThat(refusedBy).containsKey("DynamicResources");
    assertThat(forgettable).as("a doubt is seldom").isLessThanOrEqualTo(decisions / 10);
  }

  /** In these the scheduler forgot devices of a request for all, or stopped at one. */
  @Test
  void worldsThatDisagreedOnceDoNoMore(ControlPlane plane, @TempDir Path folder)
      throws InterruptedException {
    List<String> disagreements = new ArrayList<>();
    for (long seed : new long[] {521, 598}) {
      plane.reset();
      disagreements.addAll(world(new RealScheduler(plane), new RandomDevices(seed), folder, seed));
    }
    assertThat(disagreements).isEmpty();
    assertThat(placed).isPositive();
  }

  private List<String> world(RealScheduler scheduler, RandomDevices random, Path folder, long seed)
      throws InterruptedException {
    List<String> documents = new ArrayList<>();
    String namespace =
        """
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s",\
        "labels":{"resource.kubernetes.io/admin-access":"true"}}}"""
            .formatted(RandomDevices.NAMESPACE);
    scheduler.createNamespace(namespace);
    documents.add(namespace);
    for (String node : random.nodes()) {
      scheduler.createNode(node);
      documents.add(node);
    }
    List<String> kinds = new ArrayList<>(random.classes());
    kinds.addAll(random.slices());
    kinds.add(random.template());
    for (String document : kinds) {
      scheduler.create(document).orThrow();
      documents.add(document);
    }
    for (String claim : random.claims()) {
      scheduler.create(claim).orThrow();
    }
    for (int i = 0; i < RESIDENTS; i++) {
      settle(scheduler, random.pod("resident-" + i, i == 0), "resident-" + i, documents);
    }
    Thread.sleep(200);
    Set<String> open = new HashSet<>();
    for (JsonNode claim : scheduler.read(CLAIMS).path("items")) {
      documents.add(asDocument(claim));
      if (!claim.path("status").has("allocation")) {
        open.add(claim.path("metadata").path("name").asText());
      }
    }
    List<String> candidates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      candidates.add(random.pod("candidate-" + i, false));
    }
    documents.addAll(candidates);
    Cluster cluster =
        Reading.file(
                folder,
                "devices-" + seed + ".json",
                "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                    + String.join(",\n", documents)
                    + "]}")
            .cluster();
    List<String> disagreements = new ArrayList<>();
    for (String candidate : candidates) {
      compare(scheduler, cluster, candidate, open, disagreements);
    }
    return disagreements;
  }

  private static String asDocument(JsonNode claim) {
    return "{\"apiVersion\":\"resource.k8s.io/v1\",\"kind\":\"ResourceClaim\","
        + claim.toString().substring(1);
  }

  /** Lets the scheduler place a pod that stays, or takes it away where it cannot be placed. */
  private static void settle(
      RealScheduler scheduler, String document, String name, List<String> documents)
      throws InterruptedException {
    scheduler.create(document).orThrow();
    if (scheduler.await(RandomDevices.NAMESPACE, name).node() == null) {
      scheduler.delete(RandomDevices.NAMESPACE, name);
    } else {
      documents.add(
          "{\"apiVersion\":\"v1\",\"kind\":\"Pod\","
              + scheduler
                  .read("/api/v1/namespaces/" + RandomDevices.NAMESPACE + "/pods/" + name)
                  .toString()
                  .substring(1));
    }
  }

  private void compare(
      RealScheduler scheduler,
      Cluster cluster,
      String document,
      Set<String> open,
      List<String> disagreements)
      throws InterruptedException {
    JsonNode object = Json.parse(document, "a candidate");
    int pod = Reading.pod(cluster, object.path("metadata").path("name").asText());
    Set<String> doubts = new HashSet<>();
    @Nullable Refusal[] refusals =
        CurrentPlacement.of(cluster, new DeviceExpressions()).refusals(pod, doubts::add);
    boolean forgotten = doubts.removeIf(doubt -> doubt.contains("taken to forget"));
    assertThat(doubts).as("all of this is decided").isEmpty();
    assertThat(Placement.of(cluster).everNodes(pod)).hasSize(RandomDevices.NODES);
    for (int node = 0; node < refusals.length; node++) {
      Refusal refusal = refusals[node];
      String name = cluster.nodes().get(node).name();
      String pinned = RealScheduler.pinned(document, name);
      RealScheduler.Said said = place(scheduler, pinned, object, open);
      for (int i = 0; i < ATTEMPTS && (said.node() != null) != (refusal == null); i++) {
        Thread.sleep(150);
        said = place(scheduler, pinned, object, open);
      }
      decisions++;
      if (forgotten && refusal == null && said.node() == null) {
        forgettable++; // on that node or another: what may fit is taken to, and said
      } else if ((said.node() != null) != (refusal == null)) {
        disagreements.add(
            document + "\n  on " + name + ": " + said + ", but the engine: " + refusal);
      } else if (refusal == null) {
        placed++;
      } else {
        refusedBy.merge(refusal.filter(), 1, Integer::sum);
      }
    }
  }

  /** Where the scheduler puts the pod; what it then takes of open claims is given back. */
  private static RealScheduler.Said place(
      RealScheduler scheduler, String document, JsonNode pod, Set<String> open)
      throws InterruptedException {
    RealScheduler.Said said = scheduler.place(document);
    for (JsonNode claim : pod.path("spec").path("resourceClaims")) {
      String name = claim.path("resourceClaimName").asText();
      if (said.node() != null && open.contains(name)) {
        scheduler.release(RandomDevices.NAMESPACE, name);
      }
    }
    return said;
  }
}
