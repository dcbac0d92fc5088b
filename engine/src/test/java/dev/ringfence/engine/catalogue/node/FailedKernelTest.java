package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSecurityContext.Profile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Versions that a distribution's own advisory names, and those of the same number that it fixed.
 */
class FailedKernelTest {

  private static Scene scene(
      String image, String kernel, String kubelet, Consumer<PodSketch> sketch) {
    Scene scene = new Scene();
    scene.builder.add(
        new Node(
            Scene.meta("Node", null, "worker", LabelSet.EMPTY),
            List.of(),
            false,
            Map.of(),
            List.of(),
            new Node.SystemInfo(image, kernel, "containerd://2.1.0", kubelet, "linux", "amd64"),
            List.of(),
            List.of(),
            "",
            false));
    return scene.pod("shop", "web", sketch);
  }

  private static Set<String> fromPod(String image, String kernel, Consumer<PodSketch> sketch) {
    return scene(image, kernel, "v1.36.0", sketch).stepsFrom("CODE_ON", new Escape());
  }

  private static final String JAMMY = "Ubuntu 22.04.4 LTS";
  private static final String NOBLE = "Ubuntu 24.04.1 LTS";
  private static final String BEHIND_KERNEL =
      "CODE_ON(shop/web, worker) -> NODE(worker) breaking kernel:linux";
  private static final String OPEN = "CODE_ON(shop/web, worker) -> NODE(worker)";
  private static final String ALGORITHMS = OPEN + " assuming seccomp-lets-af-alg-through";

  private static void unconfined(PodSketch pod) {
    pod.seccomp = new Profile("Unconfined", null);
  }

  @Test
  void aKernelThatUbuntuNamesHasFailedForAnUnconfinedPod() {
    assertThat(fromPod(JAMMY, "5.15.0-100-generic", FailedKernelTest::unconfined)).contains(OPEN);
    assertThat(fromPod("Ubuntu 20.04.3 LTS", "5.4.0-94-generic", FailedKernelTest::unconfined))
        .contains(OPEN);
    assertThat(fromPod(JAMMY, "5.15.0-1058-azure", FailedKernelTest::unconfined)).contains(OPEN);
  }

  @Test
  void theFixedPackageAndOthersOfTheSameUpstreamVersionHaveNot() {
    for (String[] node :
        new String[][] {
          {JAMMY, "5.15.0-179-generic"},
          {NOBLE, "6.8.0-117-generic"},
          {NOBLE, "6.8.0-1055-aws"},
          {JAMMY, "6.8.0-100-generic"},
          {JAMMY, "5.15.0-100-lowlatency"},
          {JAMMY, "5.15.0-100"},
          {NOBLE, "5.15.0-100-generic"},
          {"Debian GNU/Linux 12 (bookworm)", "5.15.0-100-generic"},
          {"Ubuntu 20.04.3 LTS", "5.4.0-96-generic"},
          {JAMMY, "5.15.100"},
          {JAMMY, ""}
        }) {
      assertThat(fromPod(node[0], node[1], FailedKernelTest::unconfined))
          .as(String.join(" ", node))
          .containsExactly(BEHIND_KERNEL);
    }
  }

  private static void profiled(PodSketch pod) {
    pod.seccomp = new Profile("RuntimeDefault", null);
  }

  private static Assumptions.Statement stated(String id, String value) {
    return new Assumptions.Statement(id, value, "me", null);
  }

  @Test
  void aSeccompProfileKeepsItShutAndAnUnsetOneIsAnAssumption() {
    String bionic = "Ubuntu 18.04.6 LTS";
    String kernel = "5.4.0-1062-aws";
    assertThat(fromPod(bionic, kernel, FailedKernelTest::profiled)).containsExactly(BEHIND_KERNEL);
    assertThat(fromPod(bionic, kernel, pod -> {}))
        .containsExactlyInAnyOrder(BEHIND_KERNEL, OPEN + " assuming seccomp-default-off");
    assertThat(
            scene(bionic, kernel, "v1.36.0", pod -> {})
                .stepsFrom("CODE_ON", new Escape(), stated("seccomp-default-off", "on")))
        .containsExactly(BEHIND_KERNEL);
  }

  @Test
  void whereTheEscapeNeedsACryptographySocketAProfileIsNotEnough() {
    String kernel = "6.8.0-116-generic";
    assertThat(fromPod(NOBLE, kernel, FailedKernelTest::unconfined))
        .containsExactlyInAnyOrder(BEHIND_KERNEL, OPEN);
    assertThat(fromPod(NOBLE, kernel, FailedKernelTest::profiled))
        .containsExactlyInAnyOrder(BEHIND_KERNEL, ALGORITHMS);
    assertThat(fromPod(NOBLE, kernel, pod -> {}))
        .containsExactlyInAnyOrder(
            BEHIND_KERNEL, ALGORITHMS, OPEN + " assuming seccomp-default-off");
    assertThat(
            scene(NOBLE, kernel, "v1.36.0", FailedKernelTest::profiled)
                .stepsFrom("CODE_ON", new Escape(), stated("seccomp-lets-af-alg-through", "no")))
        .containsExactly(BEHIND_KERNEL);
  }

  @Test
  void aSandboxStandsBeforeIt() {
    Scene scene =
        scene(
            JAMMY,
            "5.15.0-100-generic",
            "v1.36.0",
            pod -> {
              unconfined(pod);
              pod.runtimeClassName = "sandbox";
            });
    scene.runtimeClass("sandbox", "runsc");
    assertThat(scene.stepsFrom("CODE_ON", new Escape())).isEmpty();
  }

  @Test
  void theEvidenceNamesTheAdvisory() {
    assertThat(
            scene(JAMMY, "5.15.0-100-generic", "v1.36.0", FailedKernelTest::unconfined)
                .evidence(new Escape(), "CODE_ON"))
        .contains(
            "Node worker: status.nodeInfo.kernelVersion = 5.15.0-100-generic: USN-6704-1 names it"
                + " for CVE-2024-1086, fixed in 5.15.0-101-generic",
            "Node worker: status.nodeInfo.kernelVersion = 5.15.0-100-generic: USN-8279-1 names it"
                + " for CVE-2026-31431, fixed in 5.15.0-179-generic");
  }

  @Test
  void theGradeSaysWhoseWordItIsAndWhatTheApiDoesNotShow() {
    Scene scene =
        scene("Bottlerocket OS 1.20.0", "5.15.148", "v1.28.1", FailedKernelTest::unconfined);
    assertThat(scene.evidence(new Escape(), "CODE_ON"))
        .contains(
            "Node worker: status.nodeInfo.osImage = Bottlerocket OS 1.20.0, purpose-built, its"
                + " kubelet says (hardens it)",
            "Node worker: /sys/kernel/security/lockdown = not in the API, taken as off (weakens the"
                + " boundary)")
        .anyMatch(line -> line.contains("kernelVersion") && line.contains("CVE-2024-1086"))
        .anyMatch(line -> line.contains("seccompProfile.type = Unconfined (weakens"));
    assertThat(scene.evidence(new ChosenImage(), "CRAFTED_ON"))
        .anyMatch(line -> line.contains("containerRuntimeVersion = 2.1.0"))
        .anyMatch(line -> line.contains("kubeletVersion") && line.contains("CVE-2024-10220"));
  }

  @Test
  void whoeverKnowsTheNodesMayVouchForTheirLockdownAndSystem() {
    Scene scene =
        scene("Bottlerocket OS 1.20.0", "5.15.148", "v1.28.1", FailedKernelTest::unconfined);
    List<String> vouched =
        scene.evidence(
            new Escape(),
            "CODE_ON",
            new Assumptions.Statement("kernel-lockdown", "integrity", "node team", null),
            new Assumptions.Statement(
                "operating-system-as-reported", "attested", "node team", null));
    assertThat(vouched)
        .contains(
            "Node worker: /sys/kernel/security/lockdown = integrity, vouched for by node team"
                + " (hardens it)",
            "Node worker: status.nodeInfo.osImage = attested, vouched for by node team (hardens it)")
        .noneMatch(line -> line.contains("taken as off"));
    assertThat(
            scene.evidence(
                new Escape(),
                "CODE_ON",
                new Assumptions.Statement("kernel-lockdown", "off", "node team", null)))
        .anyMatch(line -> line.contains("taken as off"));
    assertThat(scene.steps(new Escape()))
        .as("a grade is no step")
        .isEqualTo(
            scene.steps(
                new Escape(),
                new Assumptions.Statement("kernel-lockdown", "integrity", "node team", null)));
  }

  @Test
  void aKubeletThatKubernetesNamesMountsOutsideItsVolumes() {
    for (String open : new String[] {"v1.22.1", "v1.19.14", "v1.15.0"}) {
      assertThat(scene("", "", open, pod -> {}).stepsFrom("CRAFTED_ON", new ChosenImage()))
          .as(open)
          .containsExactly("CRAFTED_ON(worker) -> NODE(worker)");
    }
    for (String fixed : new String[] {"v1.22.2", "v1.22.1-gke.100", "v1.21.1+k3s1", "v1.23.0"}) {
      assertThat(scene("", "", fixed, pod -> {}).stepsFrom("CRAFTED_ON", new ChosenImage()))
          .as(fixed)
          .containsExactly(
              "CRAFTED_ON(worker) -> NODE(worker) breaking container-manager:containerd");
    }
  }
}
