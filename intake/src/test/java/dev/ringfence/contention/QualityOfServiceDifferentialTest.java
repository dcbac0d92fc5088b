package dev.ringfence.contention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.contention.Eviction;
import dev.ringfence.intake.Reading;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random requests and limits: the class that the real API server gives a pod, and the engine's. */
@RealControlPlane
class QualityOfServiceDifferentialTest {

  private static final int PODS = Integer.getInteger("ringfence.qualities", 60);

  private final Random random = new Random(Long.getLong("ringfence.seed", 11L));

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
    plane.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: quality}
        """);
  }

  @AfterEach
  void leaveNothing(ControlPlane plane) {
    plane.reset();
  }

  @Test
  void theServerGivesEachPodTheClassThatTheEngineDoes(ControlPlane plane, @TempDir Path folder) {
    Set<String> seen = new TreeSet<>();
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < PODS; i++) {
      String pod = pod("pod-" + i);
      JsonNode made =
          plane
              .administrator()
              .dryRun()
              .post("/api/v1/namespaces/quality/pods", pod)
              .orThrow()
              .json();
      String said = made.path("status").path("qosClass").asText();
      Cluster cluster = Reading.file(folder, "pod-" + i + ".json", made.toString()).cluster();
      String own = Eviction.qualityOfService(Reading.spec(cluster, "pod-" + i)).word();
      seen.add(own);
      if (!own.equals(said)) {
        disagreements.add(pod + ": the server says " + said + ", the engine " + own);
      }
    }
    assertThat(disagreements.stream().limit(5).toList()).isEmpty();
    assertThat(seen).containsExactly("BestEffort", "Burstable", "Guaranteed");
  }

  private String pod(String name) {
    List<String> containers = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      containers.add(container("main-" + i));
    }
    String initial = random.nextInt(4) == 0 ? container("first") : "";
    // Of the pod as a whole: no less than its containers' requests and limits together.
    String whole =
        random.nextInt(4) == 0
            ? "\"resources\":{\"requests\":{%s},\"limits\":{%s}},"
                .formatted(amounts("8", "16Gi", "8", "16Gi"), amounts("8", "16Gi", "8", "16Gi"))
            : "";
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"quality"},\
        "spec":{"serviceAccountName":"default",%s"initContainers":[%s],"containers":[%s]}}"""
        .formatted(name, whole, initial, String.join(",", containers));
  }

  private String container(String name) {
    boolean asksForNothing = random.nextInt(3) == 0;
    return """
        {"name":"%s","image":"registry.example/app:1","resources":{"requests":{%s},"limits":{%s}}}"""
        .formatted(
            name,
            asksForNothing ? "" : amounts("500m", "1Gi"),
            asksForNothing ? "" : amounts("1000m", "2Gi"));
  }

  /** Of each of two resources nothing, what the other list never exceeds, or the same there. */
  private String amounts(String cpu, String memory) {
    return amounts(cpu, memory, "0.5", "1Gi");
  }

  private String amounts(String cpu, String memory, String otherCpu, String otherMemory) {
    List<String> amounts = new ArrayList<>();
    switch (random.nextInt(3)) {
      case 0 -> {}
      case 1 -> amounts.add("\"cpu\":\"" + cpu + "\"");
      default -> amounts.add("\"cpu\":\"" + otherCpu + "\"");
    }
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> amounts.add("\"memory\":\"" + memory + "\"");
      case 2 -> amounts.add("\"memory\":\"" + otherMemory + "\"");
      default -> amounts.add("\"memory\":\"" + otherMemory.replace("1Gi", "1024Mi") + "\"");
    }
    return String.join(",", amounts);
  }
}
