package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Workload;
import dev.ringfence.engine.workload.Runtime;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SandboxEscapeTest {

  private static final String STEP = "CODE_ON(shop/web, worker) -> NODE(worker) breaking ";

  private static Scene sandboxed(String handler, Consumer<PodSketch> sketch) {
    return new Scene()
        .node("worker", List.of(), List.of(new Node.RuntimeHandler(handler, false, false)), "linux")
        .runtimeClass("box", handler)
        .pod(
            "shop",
            "web",
            pod -> {
              pod.runtimeClassName = "box";
              sketch.accept(pod);
            });
  }

  @Test
  void aHandlersNameAloneIsDoubted() {
    assertThat(sandboxed("runsc", pod -> {}).steps(new SandboxEscape()))
        .containsExactly(
            STEP + "kernel:linux and sentry:gvisor", STEP + "kernel:linux assuming handler-runsc");
  }

  @Test
  void anInstallerShowsWhatTheHandlerIsAndAnotherDaemonSetDoesNot() {
    for (String image : List.of("quay.io/kata-containers/kata-deploy:3.2", "registry.example/x")) {
      Scene scene = sandboxed("kata-qemu", pod -> {});
      PodSketch installer = new PodSketch();
      installer.image = image;
      var meta = Scene.meta("DaemonSet", "kube-system", "installer", LabelSet.EMPTY);
      scene.builder.add(
          new Workload(
              meta, 1, LabelSet.EMPTY, installer.build(), meta.reference(), "spec.template.spec"));
      assertThat(scene.stepsFrom("assuming handler-kata-qemu", new SandboxEscape()))
          .hasSize(image.contains("kata-deploy") ? 0 : 1);
      assertThat(scene.steps(new SandboxEscape()))
          .contains(STEP + "hypervisor:qemu and kernel:linux");
    }
  }

  @Test
  void aPassedThroughDeviceLeavesTheNodesDriverAlone() {
    assertThat(
            sandboxed("kata-qemu", pod -> pod.limits.put("nvidia.com/gpu", "1"))
                .steps(new SandboxEscape()))
        .contains(STEP + "kernel:linux");
    assertThat(sandboxed("kata-qemu", pod -> pod.limits.put("cpu", "1")).steps(new SandboxEscape()))
        .doesNotContain(STEP + "kernel:linux");
  }

  @Test
  void anUnknownHandlerIsTheKernelAlone() {
    Runtime runtime = Runtime.ofHandler("fortress");
    assertThat(runtime.isSandbox()).isFalse();
    assertThat(runtime.known()).isFalse();
    assertThat(sandboxed("fortress", pod -> {}).steps(new SandboxEscape())).isEmpty();
    assertThat(sandboxed("fortress", pod -> {}).stepsFrom("CODE_ON(shop/web", new Escape()))
        .containsExactly(STEP + "kernel:linux");
    assertThat(sandboxed("fortress", pod -> {}).evidence(new Escape(), "CODE_ON(shop/web"))
        .anyMatch(line -> line.contains("unknown: the kernel alone is counted"));
  }

  @Test
  void aSocketOfTheNodeIsOpenToRuncDoubtfulInGvisorAndDeadInAGuest() {
    Consumer<PodSketch> socket =
        pod -> pod.mountHostPath("/run/containerd/containerd.sock", "", true);
    assertThat(sandboxed("runc", socket).stepsFrom("CODE_ON(shop/web", new RuntimeSocket()))
        .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker)");
    assertThat(sandboxed("runsc", socket).stepsFrom("CODE_ON(shop/web", new RuntimeSocket()))
        .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker) assuming gvisor-host-sockets");
    assertThat(sandboxed("kata-qemu", socket).stepsFrom("CODE_ON(shop/web", new RuntimeSocket()))
        .isEmpty();
  }

  @Test
  void theNodesNetworkIsOpenToRuncDoubtfulInGvisorAndClosedToAGuest() {
    Consumer<PodSketch> network = pod -> pod.hostNetwork = true;
    String step = "CODE_ON(shop/web, worker) -> NODE_NETWORK(worker)";
    assertThat(sandboxed("runc", network).steps(new HostNamespaces())).contains(step);
    assertThat(sandboxed("runsc", network).steps(new HostNamespaces()))
        .contains(step + " assuming gvisor-host-network")
        .doesNotContain(step);
    assertThat(sandboxed("kata-qemu", network).stepsFrom("CODE_ON", new HostNamespaces()))
        .isEmpty();
  }

  private static Scene guest(String container, String image, boolean installed) {
    Scene scene =
        new Scene()
            .node("worker")
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.containerName = container;
                  pod.image = image;
                  pod.limits.put("devices.kubevirt.io/kvm", "1");
                });
    if (installed) {
      PodSketch handler = new PodSketch();
      handler.image = "quay.io/kubevirt/virt-handler:v1.6.0";
      var meta = Scene.meta("DaemonSet", "kubevirt", "virt-handler", LabelSet.EMPTY);
      scene.builder.add(
          new Workload(
              meta, 1, LabelSet.EMPTY, handler.build(), meta.reference(), "spec.template.spec"));
    }
    return scene;
  }

  @Test
  void aGuestOfKubeVirtIsOneAndWhoGetsIntoItsContainerIsPastIt() {
    String launcher = "quay.io/kubevirt/virt-launcher:v1.6.0";
    Scene scene = guest("compute", launcher, true);
    assertThat(scene.stepsFrom("CODE_ON(shop/web", new SandboxEscape()))
        .containsExactly(STEP + "hypervisor:qemu and kernel:linux");
    assertThat(scene.stepsFrom("MAY(EXEC_PODS, shop)", new SandboxEscape()))
        .containsExactly(
            "MAY(EXEC_PODS, shop) & API_PLACE(0) -> NODE(worker) breaking kernel:linux");
    assertThat(scene.steps(new Escape())).noneMatch(step -> step.startsWith("CODE_ON(shop/web"));
    assertThat(guest("compute", launcher, false).steps(new SandboxEscape()))
        .contains(STEP + "kernel:linux assuming kubevirt-guests");
  }

  @Test
  void whatOnlyLooksLikeKubeVirtIsAContainer() {
    for (Scene scene :
        List.of(
            guest("compute", "registry.example/app:1", true),
            guest("main", "quay.io/kubevirt/virt-launcher:v1.6.0", true))) {
      assertThat(scene.stepsFrom("CODE_ON(shop/web", new SandboxEscape())).isEmpty();
      assertThat(scene.stepsFrom("CODE_ON(shop/web", new Escape()))
          .containsExactly(STEP + "kernel:linux");
    }
  }
}
