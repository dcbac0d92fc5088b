package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.contention.Resource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rows E2, E4, E6, E7, E10 and E12: what a field gives, and its near twin does not. */
class NodeFilesTest {

  private static Set<String> steps(Row row, Consumer<PodSketch> sketch) {
    return new Scene()
        .node("worker")
        .runtimeClass("sandbox", "runsc")
        .runtimeClass("machine", "kata-qemu")
        .runtimeClass("module", "wasmtime")
        .runtimeClass("strange", "homegrown")
        .pod("shop", "web", sketch)
        .stepsFrom("CODE_ON", row);
  }

  @Test
  void aCapabilityCountsInEverySpelling() {
    for (String spelling : new String[] {"SYS_ADMIN", "CAP_SYS_ADMIN", "cap_sys_admin", "ALL"}) {
      assertThat(steps(new NodeCapability(), pod -> pod.capabilities = List.of(spelling)))
          .as(spelling)
          .hasSize(1);
    }
    assertThat(steps(new NodeCapability(), pod -> pod.capabilities = List.of("NET_ADMIN")))
        .isEmpty();
  }

  @Test
  void aDebuggerNeedsToSeeTheNodesProcesses() {
    assertThat(steps(new NodeCapability(), pod -> pod.capabilities = List.of("SYS_PTRACE")))
        .isEmpty();
    assertThat(
            steps(
                new NodeCapability(),
                pod -> {
                  pod.capabilities = List.of("SYS_PTRACE");
                  pod.hostPid = true;
                }))
        .hasSize(1);
  }

  private static Set<String> stopping(
      String capability, boolean hostNetwork, Consumer<PodSketch> more) {
    Scene scene =
        new Scene()
            .node("worker", List.of(), List.of(new Node.RuntimeHandler("", true, true)), "linux")
            .runtimeClass("sandbox", "runsc")
            .pod("bank", "vault", pod -> {})
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.hostNetwork = hostNetwork;
                  pod.capabilities = List.of(capability);
                  more.accept(pod);
                });
    return scene.stepsFrom("CODE_ON(shop/web", new DisturbingCapability());
  }

  @Test
  void aCapabilityThatIsNotRootMayStillStopTheNeighbours() {
    String disturbs = "CODE_ON(shop/web, worker) -> DISTURB(bank)";
    String starves =
        "CODE_ON(shop/web, worker) -> STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")";
    for (String written : new String[] {"SYS_TIME", "CAP_SYS_TIME", "sys_time"}) {
      assertThat(stopping(written, false, pod -> {})).contains(disturbs).doesNotContain(starves);
    }
    assertThat(stopping("NET_ADMIN", true, pod -> {})).contains(disturbs);
    assertThat(stopping("NET_ADMIN", false, pod -> {})).isEmpty();
    assertThat(stopping("cap_sys_nice", false, pod -> {})).containsExactly(starves);
    for (String harmless : new String[] {"NET_RAW", "SYS_CHROOT", "MKNOD", "KILL", "SYSLOG"}) {
      assertThat(stopping(harmless, false, pod -> {})).as(harmless).isEmpty();
    }
    assertThat(stopping("SYS_TIME", false, pod -> pod.hostUsers = false)).isEmpty();
    assertThat(stopping("SYS_TIME", false, pod -> pod.runtimeClassName = "sandbox")).isEmpty();
  }

  @Test
  void hostNamespacesAloneAreNotTheNode() {
    for (Row row :
        new Row[] {new PrivilegedContainer(), new NodeCapability(), new WritableHostPath()}) {
      assertThat(
              steps(
                  row,
                  pod -> {
                    pod.hostPid = true;
                    pod.hostIpc = true;
                    pod.hostNetwork = true;
                  }))
          .isEmpty();
    }
  }

  @Test
  void aWritablePathGivesTheNodeAndAReadOnlyOneOnlyByWhatIsMountedBeneath() {
    assertThat(steps(new WritableHostPath(), pod -> pod.mountHostPath("/data", "", false)))
        .hasSize(1);
    assertThat(steps(new WritableHostPath(), pod -> pod.mountHostPath("/data", "", true)))
        .containsExactly(
            "CODE_ON(shop/web, worker) -> NODE(worker) assuming mounts-beneath-read-only-paths");
    assertThat(steps(new WritableHostPath(), pod -> pod.mountHostPath("/dev/null", "", false)))
        .isEmpty();
  }

  @Test
  void aSandboxDoesNotCloseWhatAVolumeShows() {
    for (String runtimeClass : new String[] {"sandbox", "machine", "module"}) {
      assertThat(
              steps(
                  new WritableHostPath(),
                  pod -> {
                    pod.runtimeClassName = runtimeClass;
                    pod.mountHostPath("/", "etc", false);
                  }))
          .hasSize(1);
    }
  }

  @Test
  void aRuntimeSocketObeysThroughAReadOnlyMountOfItsParentToo() {
    for (String path : new String[] {"/", "/run", "/var/run", "/var/run/docker.sock"}) {
      assertThat(steps(new RuntimeSocket(), pod -> pod.mountHostPath(path, "", true)))
          .as(path)
          .hasSize(1);
    }
    assertThat(steps(new RuntimeSocket(), pod -> pod.mountHostPath("/run/user", "", true)))
        .isEmpty();
    assertThat(steps(new RuntimeSocket(), pod -> pod.mountHostPath("/", "run/docker.sock", true)))
        .hasSize(1);
  }

  @Test
  void unmaskedProcNeedsRoot() {
    assertThat(steps(new KernelSettings(), pod -> pod.procMount = "Unmasked")).hasSize(1);
    assertThat(
            steps(
                new KernelSettings(),
                pod -> {
                  pod.procMount = "Unmasked";
                  pod.runAsNonRoot = true;
                }))
        .isEmpty();
  }

  @Test
  void eachRuntimeStandsByItsHandler() {
    assertThat(steps(new Escape(), pod -> {}))
        .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker) breaking kernel:linux");
    assertThat(steps(new Escape(), pod -> pod.runtimeClassName = "strange")).hasSize(1);
    assertThat(steps(new Escape(), pod -> pod.runtimeClassName = "machine")).isEmpty();
    assertThat(steps(new SandboxEscape(), pod -> pod.runtimeClassName = "machine"))
        .contains(
            "CODE_ON(shop/web, worker) -> NODE(worker)"
                + " breaking hypervisor:qemu and kernel:linux");
    assertThat(
            steps(
                new SandboxEscape(),
                pod -> {
                  pod.runtimeClassName = "machine";
                  pod.privileged = true;
                }))
        .contains("CODE_ON(shop/web, worker) -> NODE(worker) breaking hypervisor:qemu");
    assertThat(steps(new SandboxEscape(), pod -> pod.runtimeClassName = "module"))
        .contains(
            "CODE_ON(shop/web, worker) -> NODE(worker)"
                + " breaking kernel:linux and wasm-host:wasmtime");
  }
}
