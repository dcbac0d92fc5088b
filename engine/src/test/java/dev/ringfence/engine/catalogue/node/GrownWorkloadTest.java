package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.contention.Resource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** F1: how far workloads grow. */
class GrownWorkloadTest {

  private static Set<String> grown(
      String verb,
      String group,
      String resource,
      String workload,
      Map<String, String> limits,
      Map<String, String> quota) {
    Scene scene = SceneOfRight.of(verb, group, resource, "Role", quota);
    scene.workload("shop", workload, "front", pod -> pod.limits.putAll(limits));
    return scene.steps(new AfterScaling(new GrownWorkload())).stream()
        .map(step -> step.substring(step.indexOf("-> ") + 3))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static final String COUNTS = "CRAFTS_UNBOUNDED(" + Resource.OBJECT_COUNTS.ordinal() + ")";
  private static final String PROCESSOR = "STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")";
  private static final Map<String, String> HALF = Map.of("cpu", "500m");

  @Test
  void whoMayScaleAWorkloadOrWriteAnAutoscalerLetsItGrow() {
    for (String[] right :
        new String[][] {
          {"update", "apps", "deployments/scale", "Deployment", "yes"},
          {"patch", "apps", "deployments/scale", "Deployment", "yes"},
          {"patch", "apps", "deployments", "Deployment", "yes"},
          {"create", "autoscaling", "horizontalpodautoscalers", "Deployment", "yes"},
          {"create", "autoscaling", "horizontalpodautoscalers", "Rollout", "yes"},
          {"get", "apps", "deployments/scale", "Deployment", "no"},
          {"update", "apps", "statefulsets/scale", "Deployment", "no"},
          {"update", "apps", "daemonsets", "DaemonSet", "no"},
          {"create", "autoscaling", "horizontalpodautoscalers", "DaemonSet", "no"},
          {"update", "apps", "deployments/status", "Deployment", "no"}
        }) {
      assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of()).contains(PROCESSOR))
          .as(String.join(" ", right))
          .isEqualTo(right[4].equals("yes"));
    }
  }

  @Test
  void itGrowsNoFurtherThanQuotasOnPodsOrLimits() {
    String[] right = {"patch", "apps", "deployments/scale", "Deployment"};
    assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of()))
        .contains(COUNTS, PROCESSOR);
    assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of("pods", "9")))
        .doesNotContain(COUNTS, PROCESSOR);
    assertThat(grown(right[0], right[1], right[2], right[3], Map.of(), Map.of("pods", "9")))
        .as("nine pods without a limit")
        .contains(PROCESSOR)
        .doesNotContain(COUNTS);
    assertThat(grown(right[0], right[1], right[2], right[3], Map.of(), Map.of("limits.cpu", "4")))
        .contains(COUNTS)
        .doesNotContain(PROCESSOR);
    assertThat(grown(right[0], right[1], right[2], right[3], HALF, Map.of("requests.cpu", "4")))
        .as("what a pod requests counts it")
        .contains(COUNTS)
        .doesNotContain(PROCESSOR);
  }

  @Test
  void theEvidenceOfGrowthNamesTheRightTheWorkloadAndTheQuota() {
    Scene scene =
        SceneOfRight.of(
            "patch", "apps", "deployments/scale", "Role", Map.of("limits.memory", "4Gi"));
    scene.workload("shop", "Deployment", "front", pod -> {});
    assertThat(scene.evidence(new ScalingRights(), "HOLDS"))
        .anyMatch(line -> line.contains("RoleBinding shop/maker"));
    assertThat(scene.evidence(new AfterScaling(new GrownWorkload()), PROCESSOR))
        .anyMatch(line -> line.contains("Deployment shop/front"))
        .anyMatch(line -> line.contains("ResourceQuota shop/quota: spec.hard = limits.memory"));
  }
}
