package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.contention.Resource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** F4: what pods use up of their node, and whom that ends. */
class NodeContentionTest {

  private static final String MEMORY = "STARVE_NODE(worker, " + Resource.MEMORY.ordinal() + ")";

  private static Scene victim(Consumer<PodSketch> vault) {
    return new Scene().node("worker").pod("shop", "web", pod -> {}).pod("bank", "vault", vault);
  }

  @Test
  void whoMayUseMoreMemoryThanRequestedIsEvictedAndWhoMayNotIsNot() {
    String eviction = MEMORY + " -> DISTURB(bank)";
    assertThat(victim(pod -> {}).steps(new NodeContention())).contains(eviction);
    Consumer<PodSketch> burstable =
        pod -> {
          pod.limits.put("memory", "2Gi");
          pod.requests = Map.of("memory", "1Gi");
        };
    assertThat(victim(burstable).steps(new NodeContention())).contains(eviction);
    assertThat(victim(burstable).evidence(new NodeContention(), eviction))
        .anyMatch(line -> line.contains("Burstable: may use more memory than it requests"));
    assertThat(victim(pod -> pod.limits.put("memory", "1Gi")).steps(new NodeContention()))
        .doesNotContain(eviction)
        .contains(MEMORY + " -> STARVE(bank, " + Resource.MEMORY.ordinal() + ")");
  }

  private static final String HOG = "CODE_ON(shop/web, worker) -> " + MEMORY;

  private static Scene limited(Map<String, String> allocatable, Consumer<PodSketch> web) {
    Scene scene = new Scene();
    scene.builder.add(
        new Node(
            Scene.meta("Node", null, "worker", LabelSet.EMPTY),
            List.of(),
            false,
            allocatable,
            List.of(),
            Node.SystemInfo.UNKNOWN,
            List.of(),
            List.of(),
            "",
            false));
    return scene.pod("shop", "web", web).pod("bank", "vault", pod -> {});
  }

  @Test
  void aLimitOfAsMuchAsTheNodeHasIsNone() {
    for (String[] limit :
        new String[][] {
          {"15Gi", "bound"}, {"16Gi", "none"}, {"1Ti", "none"}, {"0", "none"}, {"-1Gi", "none"}
        }) {
      Scene scene = limited(Map.of("memory", "16Gi"), pod -> pod.limits.put("memory", limit[0]));
      assertThat(scene.steps(new NodeContention()).contains(HOG))
          .as(limit[0])
          .isEqualTo(limit[1].equals("none"));
    }
    assertThat(
            limited(Map.of(), pod -> pod.limits.put("memory", "1Ti")).steps(new NodeContention()))
        .as("a node that does not say what it has")
        .doesNotContain(HOG);
    assertThat(
            limited(Map.of("memory", "16Gi"), pod -> pod.limits.put("memory", "1Ti"))
                .evidence(new NodeContention(), HOG))
        .anyMatch(
            line -> line.contains("containers[main].resources.limits.memory = 1Ti, together"));
    assertThat(
            limited(Map.of("memory", "16Gi"), pod -> pod.limits.put("memory", "0"))
                .evidence(new NodeContention(), HOG))
        .anyMatch(line -> line.contains("containers[main].resources.limits.memory = 0, as good"));
  }

  @Test
  void aQuotaOnLimitsRefusesNewPodsWithoutAndLeavesThoseThatAreThere() {
    for (String state : List.of("running", "pending", "of a template")) {
      Scene scene = new Scene().node("worker").pod("bank", "vault", pod -> {});
      boolean there = !state.equals("of a template");
      String name = there ? "web" : "web-*";
      if (state.equals("running")) {
        scene.running("shop", name, "worker", pod -> {});
      } else {
        scene.pod("shop", name, pod -> {});
      }
      scene.builder.add(
          new Policies.ResourceQuota(
              Scene.meta("ResourceQuota", "shop", "quota", LabelSet.EMPTY),
              Map.of("limits.memory", "8Gi"),
              List.of(),
              false));
      assertThat(scene.steps(new NodeContention()))
          .as(state)
          .filteredOn(HOG.replace("shop/web", "shop/" + name)::equals)
          .hasSize(there ? 1 : 0);
    }
  }

  @Test
  void aLimitRangeThatCameAfterAPodGivesItNone() {
    Scene scene = victim(pod -> {});
    scene.builder.add(
        new Policies.LimitRange(
            Scene.meta("LimitRange", "shop", "range", LabelSet.EMPTY),
            List.of(
                new Policies.LimitRange.Item(
                    "Container", Map.of(), Map.of("memory", "1Gi"), Map.of()))));
    assertThat(scene.steps(new NodeContention())).contains(HOG);
  }

  @Test
  void aLimitOfThePodAsAWholeIsOneForEachOfItsContainers() {
    Scene scene = victim(pod -> {});
    PodSpecEdit edit = new PodSpecEdit(new PodSketch().build());
    edit.podLimits = Map.of("memory", "1Gi");
    edit.podRequests = Map.of("memory", "1Gi");
    ObjectMeta meta = Scene.meta("Pod", "shop", "whole", LabelSet.EMPTY);
    scene.builder.addPod(meta, edit.build(), meta.reference(), "spec", null, 1, false, List.of());
    assertThat(scene.steps(new NodeContention()))
        .contains(HOG)
        .doesNotContain("CODE_ON(shop/whole, worker) -> " + MEMORY)
        .contains(
            "CODE_ON(shop/whole, worker) -> STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")");
  }
}
