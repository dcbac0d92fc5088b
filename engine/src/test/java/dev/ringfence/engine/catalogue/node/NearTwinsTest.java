package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rows E4, E8, E13, E17, E19, E21, E22 and E24: where each holds, and one field away not. */
class NearTwinsTest {

  private static Set<String> ofPod(Row row, Consumer<PodSketch> sketch) {
    return new Scene().node("worker").pod("shop", "web", sketch).stepsFrom("CODE_ON(shop/web", row);
  }

  @Test
  void aLinkUnderTheLogsNeedsToBeWrittenThere() {
    for (String[] mount :
        new String[][] {
          {"/var/log", ""}, {"/var", ""}, {"/", "var/log/pods"}, {"/var/log/containers/../", ""}
        }) {
      assertThat(ofPod(new LogSymlink(), pod -> pod.mountHostPath(mount[0], mount[1], false)))
          .as(String.join(" + ", mount))
          .containsExactlyInAnyOrder(
              "CODE_ON(shop/web, worker) & MAY(READ_POD_LOGS, *) & API_PLACE(0)"
                  + " -> NODE_SECRETS(worker)",
              "CODE_ON(shop/web, worker) & MAY(READ_POD_LOGS, shop) & API_PLACE(0)"
                  + " -> NODE_SECRETS(worker)");
    }
    assertThat(ofPod(new LogSymlink(), pod -> pod.mountHostPath("/var/log", "", true))).isEmpty();
    assertThat(ofPod(new LogSymlink(), pod -> pod.mountHostPath("/var/lib", "", false))).isEmpty();
    assertThat(ofPod(new LogSymlink(), pod -> pod.mountHostPath("/var", "lib", false))).isEmpty();
  }

  @Test
  void aPathCountsWhereItsMountLeads() {
    assertThat(ofPod(new WritableHostPath(), pod -> pod.mountHostPath("/", "dev/null", false)))
        .isEmpty();
    assertThat(ofPod(new WritableHostPath(), pod -> pod.mountHostPath("/dev", "null/..", false)))
        .hasSize(1);
    assertThat(
            ofPod(
                new WritableHostPath(),
                pod -> pod.volumes.add(new Volume.HostPath("unused", "/", ""))))
        .as("a volume that no container mounts")
        .isEmpty();
  }

  @Test
  void propagationTakesNothingAwayAndAddsNothingToWhatIsReadOnly() {
    for (String propagation : new String[] {"HostToContainer", "Bidirectional"}) {
      for (boolean readOnly : new boolean[] {true, false}) {
        assertThat(
                ofPod(
                    new WritableHostPath(),
                    pod -> {
                      pod.volumes.add(new Volume.HostPath("data", "/data", ""));
                      pod.mounts.add(
                          new Container.Mount("data", "/mnt", "", readOnly, propagation));
                    }))
            .containsExactly(
                "CODE_ON(shop/web, worker) -> NODE(worker)" + (readOnly ? BENEATH : ""));
      }
    }
  }

  private static final String BENEATH = " assuming mounts-beneath-read-only-paths";

  @Test
  void whatIsMountedBeneathAReadOnlyPathStaysWritableUnlessTheMountIsRecursive() {
    for (String[] mount :
        new String[][] {
          {"", null, "no", "open"},
          {"Directory", null, "yes", "open"},
          {"", "IfPossible", "no", "open"},
          {"", "IfPossible", "yes", "shut"},
          {"", "Enabled", "no", "shut"},
          {"File", null, "no", "shut"},
          {"Socket", null, "no", "shut"}
        }) {
      boolean can = mount[2].equals("yes");
      Scene scene =
          new Scene()
              .node("worker", List.of(), List.of(new Node.RuntimeHandler("", true, can)), "linux")
              .pod(
                  "shop",
                  "web",
                  pod -> {
                    pod.volumes.add(new Volume.HostPath("data", "/data", mount[0]));
                    pod.mounts.add(new Container.Mount("data", "/mnt", "", true, null, mount[1]));
                  });
      assertThat(scene.stepsFrom("CODE_ON(shop/web", new WritableHostPath()))
          .as(Arrays.toString(mount))
          .hasSize(mount[3].equals("open") ? 1 : 0)
          .allMatch(step -> step.endsWith(BENEATH));
    }
    for (String handler : new String[] {"runc", "kata-qemu", "runsc"}) {
      assertThat(
              new Scene()
                  .node("worker")
                  .runtimeClass("chosen", handler)
                  .pod(
                      "shop",
                      "web",
                      pod -> {
                        pod.runtimeClassName = "chosen";
                        pod.mountHostPath("/data", "", true);
                      })
                  .stepsFrom("CODE_ON(shop/web", new WritableHostPath()))
          .as(handler)
          .hasSize(handler.equals("runsc") ? 0 : 1);
    }
  }

  private static Set<String> ofClaim(String path, String type, boolean readOnly) {
    Scene scene =
        new Scene()
            .node("worker")
            .pod(
                "shop",
                "web",
                pod -> {
                  pod.volumes.add(new Volume.Claim("data", "data", readOnly));
                  pod.mounts.add(new Container.Mount("data", "/data", "", false, null));
                });
    scene.builder.add(
        new Policies.PersistentVolume(
            Scene.meta("PersistentVolume", null, "disk", LabelSet.EMPTY),
            path,
            type,
            "",
            new ObjectReference("PersistentVolumeClaim", "shop", "data"),
            "",
            "Retain",
            "1Gi",
            List.of("ReadWriteOnce"),
            "Filesystem",
            null));
    scene.builder.add(
        new Policies.PersistentVolumeClaim(
            Scene.meta("PersistentVolumeClaim", "shop", "data", LabelSet.EMPTY),
            "disk",
            "",
            List.of("ReadWriteOnce"),
            "1Gi",
            "Filesystem",
            null,
            null));
    return scene.stepsFrom("CODE_ON(shop/web", new WritableHostPath());
  }

  @Test
  void aPathBehindAClaimIsAPathOfTheNode() {
    assertThat(ofClaim("/data", "hostPath", false)).hasSize(1);
    assertThat(ofClaim("/data", "hostPath", true))
        .containsExactly("CODE_ON(shop/web, worker) -> NODE(worker)" + BENEATH);
    assertThat(ofClaim("/mnt/disks/one", "local", false)).isEmpty();
    assertThat(ofClaim("/var/lib/kubelet", "local", false)).hasSize(1);
  }

  @Test
  void aNodeTakesThePodsThatCouldBeThereAndNoOthers() {
    Scene scene =
        new Scene()
            .node("open")
            .node(
                "kept",
                List.of(new Node.Taint("customer", "spacely", "NoSchedule")),
                List.of(),
                "linux")
            .pod("shop", "web", pod -> {});
    assertThat(scene.steps(new NodeToPods()))
        .contains("KUBELET(open) -> CODE_ON(shop/web, open)")
        .doesNotContain("KUBELET(kept) -> CODE_ON(shop/web, kept)");
  }

  @Test
  void etcdListensOnControlPlaneNodesAndOnAssumption() {
    Scene scene =
        new Scene().node("worker").node("master", "node-role.kubernetes.io/control-plane", "");
    assertThat(scene.steps(new OpenEtcd()))
        .containsExactly(
            "NODE_NETWORK(master) -> EVERYTHING(0) assuming etcd-client-authentication");
    assertThat(
            scene.steps(
                new OpenEtcd(),
                new Assumptions.Statement("etcd-client-authentication", "certificate", "me", null)))
        .isEmpty();
  }

  @Test
  void aVirtualFunctionOfANetworkCardIsADeviceAndAKubernetesResourceIsNot() {
    for (String[] resource :
        new String[][] {
          {"intel.com/sriov_netdevice", "yes"},
          {"openshift.io/sriov", "yes"},
          {"kubernetes.io/batteries", "no"},
          {"hugepages-2Mi", "no"},
          {"ephemeral-storage", "no"}
        }) {
      Scene scene =
          new Scene()
              .node("worker")
              .pod("shop", "web", pod -> pod.limits.put(resource[0], "1"))
              .pod("bank", "vault", pod -> pod.limits.put(resource[0], "1"));
      assertThat(
              scene
                  .stepsFrom("CODE_ON(shop/web", new SharedDevice())
                  .contains(
                      "CODE_ON(shop/web, worker) -> CONTENT(bank) assuming devices-not-cleared"))
          .as(resource[0])
          .isEqualTo(resource[1].equals("yes"));
    }
  }

  @Test
  void aVirtualFunctionIsAWayPastPoliciesAndAGraphicsCardIsNot() {
    for (String[] resource :
        new String[][] {
          {"intel.com/intel_sriov_netdevice", "yes"},
          {"openshift.io/fast", "yes"},
          {"rdma/hca_shared_devices_a", "yes"},
          {"nvidia.com/gpu", "no"},
          {"kubernetes.io/sriov", "no"}
        }) {
      Scene scene =
          new Scene().node("worker").pod("shop", "web", pod -> pod.limits.put(resource[0], "1"));
      Set<String> steps = scene.steps(new NetworkCard());
      assertThat(
              steps.contains(
                  "CODE(shop/web) -> SENDS_FREELY(0) assuming network-cards-past-policies"))
          .as(resource[0])
          .isEqualTo(resource[1].equals("yes"));
      assertThat(
              scene.steps(
                  new NetworkCard(),
                  new Assumptions.Statement("network-cards-past-policies", "apart", "me", null)))
          .isEmpty();
    }
  }

  @Test
  void onlyImagesThatWerePulledWithCredentialsAreWorthStarting() {
    String step = "CRAFTED_ON(worker) -> CONTENT(bank) assuming image-pull-credential-check";
    Scene secret =
        new Scene()
            .node("worker")
            .pod("bank", "vault", pod -> pod.imagePullSecrets.add("registry"));
    assertThat(secret.steps(new CachedImage())).containsExactly(step);
    Scene open = new Scene().node("worker").pod("bank", "vault", pod -> {});
    assertThat(open.steps(new CachedImage())).isEmpty();
    assertThat(
            secret.steps(
                new CachedImage(),
                new Assumptions.Statement("image-pull-credential-check", "all", "me", null)))
        .isEmpty();
  }

  @Test
  void theHardwareStandsWithinANodeAndBetweenNodesOnAssumption() {
    Scene scene = new Scene().node("worker").node("other", "disk", "ssd");
    scene.pod("shop", "web", pod -> pod.nodeSelector.put("disk", "ssd"));
    assertThat(scene.steps(new SideChannel()))
        .contains("ON_NODE(worker) -> NODE_CONTENT(worker) breaking hardware:host")
        .anyMatch(step -> step.endsWith("breaking hardware:host assuming separate-hosts"));
    assertThat(
            scene.steps(
                new SideChannel(), new Assumptions.Statement("separate-hosts", "own", "me", null)))
        .noneMatch(step -> step.contains("separate-hosts"));
  }

  @Test
  void aNodeIsItsOwnNetworkAndOthersOnlyWithoutAFirewall() {
    Scene scene = new Scene().node("worker");
    assertThat(scene.steps(new NodeAsPlace()))
        .contains("NODE(worker) -> NODE_NETWORK(worker)", "NODE(worker) -> METADATA(worker)");
    assertThat(
            scene.steps(
                new NodeAsPlace(),
                new Assumptions.Statement("pool-firewall", "closed", "me", null)))
        .noneMatch(step -> step.contains("pool-firewall"))
        .hasSize(2);
  }
}
