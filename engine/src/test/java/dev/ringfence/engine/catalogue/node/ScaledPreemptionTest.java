package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** F2: whose pods a workload ends that somebody lets grow. */
class ScaledPreemptionTest {

  private static Scene scene(Consumer<PodSketch> grown, Consumer<PodSketch> victim) {
    Scene scene =
        SceneOfRight.of("patch", "apps", "deployments/scale", "Role", Map.of("pods", "9"));
    for (boolean preempts : new boolean[] {true, false}) {
      scene.builder.add(
          new Policies.PriorityClass(
              Scene.meta("PriorityClass", null, preempts ? "gold" : "patient", LabelSet.EMPTY),
              1000,
              false,
              preempts));
    }
    scene.pod("rival", "till", victim);
    scene.workload("shop", "Deployment", "front", grown);
    return scene;
  }

  private static Set<String> disturbed(Consumer<PodSketch> grown, Consumer<PodSketch> victim) {
    return scene(grown, victim).steps(new AfterScaling(new ScaledPreemption())).stream()
        .filter(step -> step.contains("DISTURB(rival)"))
        .collect(Collectors.toSet());
  }

  private static Consumer<PodSketch> of(int priority, @Nullable String className) {
    return pod -> {
      pod.priority = priority;
      pod.priorityClassName = className;
    };
  }

  @Test
  void aWorkloadEndsWhatHasALowerPriorityThanItsOwn() {
    assertThat(disturbed(of(1000, "gold"), of(0, null))).isNotEmpty();
    assertThat(disturbed(of(1000, "gold"), of(1000, "gold"))).as("the same").isEmpty();
    assertThat(disturbed(of(0, null), of(1000, "gold"))).as("a lower one").isEmpty();
    assertThat(disturbed(of(1000, "patient"), of(0, null))).as("one that waits").isEmpty();
    assertThat(disturbed(of(0, null), of(-5, "cheap"))).as("below what all have").isNotEmpty();
  }

  @Test
  void anUnknownPriorityMayBeAny() {
    assertThat(disturbed(pod -> {}, of(1000, "gold"))).isNotEmpty();
    assertThat(disturbed(of(0, null), pod -> {})).isNotEmpty();
    assertThat(disturbed(of(5, "unheard-of"), of(0, null))).as("its class is unread").isNotEmpty();
  }

  @Test
  void onlyOnNodesWhereItsPodsMayBe() {
    Consumer<PodSketch> elsewhere =
        pod -> {
          pod.priority = 1000;
          pod.nodeSelector.put("pool", "own");
        };
    assertThat(disturbed(elsewhere, of(0, null))).isEmpty();
  }

  @Test
  void theEvidenceNamesBothWithTheirPriorities() {
    Scene scene = scene(of(1000, "gold"), of(0, null));
    assertThat(scene.evidence(new AfterScaling(new ScaledPreemption()), "AUXILIARY"))
        .anyMatch(line -> line.contains("Deployment shop/front") && line.contains("1000"));
    assertThat(scene.evidence(new AfterScaling(new ScaledPreemption()), "DISTURB(rival)"))
        .anyMatch(line -> line.contains("rival/till") && line.contains("0"));
  }
}
