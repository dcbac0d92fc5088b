package dev.ringfence.engine.catalogue.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.contention.Resource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows beyond the container: admission, identity, kubelet, control plane, contention. */
class NodeRowsTest {

  private static final String SHAPE = "SHAPE(PRIVILEGED)";

  @Test
  void everyRowDerivesAndExplainsOnOneBusyCluster() {
    for (Row row : NodeRows.all()) {
      Scene scene =
          new Scene()
              .node("worker")
              .node("master", "node-role.kubernetes.io/control-plane", "")
              .namespace("shop", "pod-security.kubernetes.io/enforce", "restricted")
              .runtimeClass("sandbox", "runsc")
              .pod("shop", "sandboxed", pod -> pod.runtimeClassName = "sandbox")
              .running(
                  "kube-system",
                  "agent",
                  "worker",
                  pod -> {
                    pod.hostPid = true;
                    pod.hostIpc = true;
                    pod.hostNetwork = true;
                    pod.privileged = true;
                    pod.procMount = "Unmasked";
                    pod.capabilities = List.of("SYS_ADMIN", "SYS_TIME");
                    pod.hostProcess = true;
                    pod.imagePullSecrets.add("registry");
                    pod.limits.put("vendor.example/gpu", "1");
                    pod.limits.put("vendor.example/sriov", "1");
                    pod.mountHostPath("/", "", false);
                  })
              .pod(
                  "shop",
                  "claiming",
                  pod ->
                      pod.volumes.add(
                          new dev.ringfence.engine.cluster.Volume.Claim("data", "data", false)))
              .pod("lured", "pod", pod -> pod.nodeSelector.put("customer", "spacely"));
      // No namespace of that scene has volumes of a driver's making, disks, or CSI drivers; nobody
      // in it
      // may write anything.
      if (row instanceof UserNamespaceEscape
          || row instanceof DriverParameters
          || row instanceof LocalDisk
          || row instanceof UncountedObjects
          || row instanceof ScalingRights
          || row instanceof GrownWorkload
          || row instanceof ScaledPreemption) {
        continue;
      }
      assertThat(scene.steps(row)).as(row.id() + " " + row.title()).isNotEmpty();
    }
  }

  @Test
  void aPrivilegedNamespaceAdmitsEveryShapeAndARestrictedOneNone() {
    Scene open = new Scene().node("worker").namespace("shop");
    assertThat(open.stepsFrom(SHAPE, new AdmittedShape()))
        .containsExactly("CRAFTS(0) -> SHAPE(PRIVILEGED)");
    Scene fenced =
        new Scene()
            .node("worker")
            .namespace("shop", "pod-security.kubernetes.io/enforce", "baseline");
    assertThat(fenced.stepsFrom(SHAPE, new AdmittedShape()))
        .containsExactly(
            "CRAFTS(0) -> SHAPE(PRIVILEGED) assuming pod-security-exemptions",
            "CRAFTS(0) -> SHAPE(PRIVILEGED) breaking admission:kube-apiserver");
  }

  @Test
  void whatAWebhookRefusesIsNotKnownYet() {
    Scene scene = new Scene().node("worker").namespace("shop");
    scene.builder.add(
        new Policies.AdmissionExtension(
            Scene.meta("ValidatingWebhookConfiguration", null, "guard", LabelSet.EMPTY),
            "ValidatingWebhookConfiguration",
            true));
    assertThat(scene.stepsFrom("CRAFTED_ON(worker)", new CraftedPlacement()))
        .contains(
            "CRAFTS(0) -> CRAFTED_ON(worker) assuming admission-policies-not-evaluated",
            "CRAFTS(0) -> CRAFTED_ON(worker) breaking admission:guard");
  }

  @Test
  void onlyAControlPlaneNodeIsEverything() {
    Scene scene =
        new Scene().node("worker").node("master", "node-role.kubernetes.io/control-plane", "");
    assertThat(scene.steps(new ControlPlaneNode()))
        .containsExactly("NODE(master) -> EVERYTHING(0)");
  }

  @Test
  void aKubeletIsOneFailureAwayOrOpenOnAssumption() {
    Scene scene = new Scene().node("worker");
    assertThat(scene.stepsFrom("KUBELET(worker)", new KubeletApi()))
        .containsExactly(
            "KUBELET(worker) -> NODE_CONTENT(worker)",
            "NODE_NETWORK(worker) -> KUBELET(worker) assuming kubelet-anonymous-access",
            "NODE_NETWORK(worker) -> KUBELET(worker) breaking kubelet:kubelet");
  }

  @Test
  void aNodesIdentityOpensItsOwnPodsAndTheRestBehindNodeAuthorization() {
    Scene scene = new Scene().node("worker").pod("shop", "web", pod -> {});
    assertThat(scene.steps(new NodeIdentity()))
        .contains(
            "NODE_IDENTITY(worker) & API_PLACE(0) -> NODE_SECRETS(worker)",
            "NODE_IDENTITY(worker) & API_PLACE(0) -> MAY(CREATE_MIRROR_PODS, *)",
            "NODE_IDENTITY(worker) & API_PLACE(0) -> EVERYTHING(0)"
                + " breaking node-authorization:kube-apiserver");
  }

  @Test
  void aKubeletDrawsPodsByItsOwnLabelsButNotByRestrictedOnes() {
    Scene scene =
        new Scene()
            .node("worker")
            .pod("trusting", "web", pod -> pod.nodeSelector.put("customer", "spacely"))
            .pod(
                "careful",
                "web",
                pod -> pod.nodeSelector.put("node-restriction.kubernetes.io/customer", "spacely"));
    assertThat(scene.steps(new LuredPods()))
        .containsExactly("NODE_IDENTITY(worker) & API_PLACE(0) -> CODE(trusting/web)");
  }

  @Test
  void hostPidShowsNeighboursButNotThoseInASandbox() {
    Scene scene =
        new Scene()
            .node("worker")
            .runtimeClass("sandbox", "runsc")
            .pod("agent", "spy", pod -> pod.hostPid = true)
            .pod("shop", "web", pod -> {})
            .pod("vault", "safe", pod -> pod.runtimeClassName = "sandbox");
    assertThat(scene.stepsFrom("CODE_ON(agent/spy", new HostNamespaces()))
        .contains("CODE_ON(agent/spy, worker) -> CONTENT(shop)")
        .noneMatch(step -> step.contains("vault"));
  }

  /** Seen on a real node: a root process of its own with few capabilities may be looked at. */
  @Test
  void hostPidAndRootMayBeTheNodeByAProcessOfBareRoot() {
    Scene scene =
        new Scene()
            .node("worker")
            .pod("agent", "spy", pod -> pod.hostPid = true)
            .pod("agent", "meek", pod -> meek(pod, 1000L))
            .pod("agent", "unsaid", pod -> meek(pod, null));
    String node = ", worker) -> NODE(worker) assuming node-process-of-bare-root";
    assertThat(scene.steps(new HostNamespaces()))
        .contains("CODE_ON(agent/spy" + node)
        .noneMatch(step -> step.matches("CODE_ON\\(agent/(meek|unsaid).*-> NODE\\(.*"))
        .contains(
            "SHAPE(HOST_PID) & CRAFTED_ON(worker) -> NODE(worker)"
                + " assuming node-process-of-bare-root");
  }

  private static void meek(PodSketch pod, @Nullable Long user) {
    pod.hostPid = true;
    pod.runAsNonRoot = true;
    pod.runAsUser = user;
  }

  @Test
  void hostNetworkIsTheNodesNetworkAndNotTheNode() {
    Scene scene = new Scene().node("worker").pod("agent", "net", pod -> pod.hostNetwork = true);
    assertThat(scene.stepsFrom("CODE_ON", new HostNamespaces()))
        .containsExactly(
            "CODE_ON(agent/net, worker) -> NODE_CONTENT(worker)",
            "CODE_ON(agent/net, worker) -> NODE_NETWORK(worker)");
  }

  @Test
  void readOnlyPathsGiveWhatLiesBeneathThem() {
    Scene scene =
        new Scene()
            .node("worker")
            .node("master", "node-role.kubernetes.io/control-plane", "")
            .pod("logs", "collector", pod -> pod.mountHostPath("/var/log", "", true))
            .pod("back", "up", pod -> pod.mountHostPath("/etc/kubernetes", "", true))
            .pod("time", "zone", pod -> pod.mountHostPath("/etc/localtime", "", true));
    assertThat(scene.stepsFrom("logs/collector, worker", new ReadableHostPath()))
        .containsExactly("CODE_ON(logs/collector, worker) -> NODE_CONTENT(worker)");
    assertThat(scene.stepsFrom("back/up", new ReadableHostPath()))
        .containsExactlyInAnyOrder(
            "CODE_ON(back/up, worker) -> NODE_IDENTITY(worker)",
            "CODE_ON(back/up, master) -> NODE_IDENTITY(master)",
            "CODE_ON(back/up, master) -> EVERYTHING(0)");
    assertThat(scene.stepsFrom("time/zone", new ReadableHostPath())).isEmpty();
  }

  @Test
  void choosingAnImageIsOneFailureOfTheContainerManagerFromEveryNode() {
    Scene scene = new Scene().node("worker").namespace("shop");
    assertThat(scene.stepsFrom("CRAFTED_ON", new ChosenImage()))
        .containsExactly(
            "CRAFTED_ON(worker) -> NODE(worker) breaking container-manager:containerd");
  }

  @Test
  void whoeverAddsAnEphemeralContainerChoosesItsImage() {
    Scene scene = new Scene().node("worker").pod("shop", "web", pod -> {});
    assertThat(scene.stepsFrom("CHANGE_", new ChosenImage()))
        .containsExactlyInAnyOrder(
            chosen("CHANGE_WORKLOADS, *"),
            chosen("CHANGE_WORKLOADS, shop"),
            chosen("CHANGE_EPHEMERAL_CONTAINERS, *"),
            chosen("CHANGE_EPHEMERAL_CONTAINERS, shop"));
  }

  private static String chosen(String right) {
    return "MAY("
        + right
        + ") & API_PLACE(0) -> NODE(worker) breaking container-manager:containerd";
  }

  @Test
  void onePodKeepsOthersFromEveryNodeUnlessAQuotaForbidsAffinityAcrossNamespaces() {
    String step =
        "CODE_ANYWHERE(crafted in shop) -> CRAFTS_UNBOUNDED(" + Resource.SCHEDULING.ordinal() + ")";
    for (String[] quota :
        new String[][] {
          {"CrossNamespacePodAffinity", "0", "closed"},
          {"CrossNamespacePodAffinity", "1", "open"},
          {"BestEffort", "0", "open"}
        }) {
      for (boolean selector : new boolean[] {true, false}) {
        Scene scene = new Scene().node("worker").namespace("shop");
        scene.builder.add(
            new Policies.ResourceQuota(
                Scene.meta("ResourceQuota", "shop", "quota", LabelSet.EMPTY),
                Map.of("pods", quota[1]),
                selector ? List.of() : List.of(quota[0]),
                selector,
                selector
                    ? List.of(
                        new Policies.ScopeExpression(
                            quota[0], LabelSelector.Operator.EXISTS, List.of()))
                    : List.of()));
        assertThat(scene.steps(new MissingQuota()).contains(step))
            .as(quota[0] + " " + quota[1])
            .isEqualTo(quota[2].equals("open"));
      }
    }
  }

  @Test
  void keysOfAControlPlaneMayBeOnANodeOfWhichNothingIsKnown() {
    Consumer<PodSketch> keys = pod -> pod.mountHostPath("/etc/kubernetes/pki", "", true);
    assertThat(new Scene().pod("shop", "web", keys).stepsFrom("CODE_ON", new ReadableHostPath()))
        .anyMatch(
            step -> step.endsWith("-> EVERYTHING(0) assuming control-plane-on-unknown-nodes"));
    assertThat(
            new Scene()
                .node("worker")
                .pod("shop", "web", keys)
                .stepsFrom("CODE_ON", new ReadableHostPath()))
        .isEmpty();
  }

  @Test
  void aLimitBoundsTheProcessorAndNothingBoundsTheDisk() {
    String cpu = "STARVE_NODE(worker, " + Resource.CPU.ordinal() + ")";
    String disk = "ON_NODE(worker) -> STARVE_NODE(worker, " + Resource.DISK_IO.ordinal() + ")";
    Scene free = new Scene().node("worker").pod("shop", "web", pod -> {});
    assertThat(free.stepsFrom("CODE_ON", new NodeContention()))
        .contains("CODE_ON(shop/web, worker) -> " + cpu);
    Scene bound = new Scene().node("worker").pod("shop", "web", pod -> pod.limits.put("cpu", "1"));
    assertThat(bound.stepsFrom("CODE_ON", new NodeContention()))
        .doesNotContain("CODE_ON(shop/web, worker) -> " + cpu);
    assertThat(bound.steps(new NodeContention())).contains(disk);
  }

  @Test
  void aQuotaOnLimitsBoundsWhatMadeUpPodsUseAndOneOnRequestsDoesNot() {
    for (String key : new String[] {"limits.cpu", "requests.cpu"}) {
      Scene scene = new Scene().node("worker", List.<Node.Taint>of(), List.of(), "linux");
      scene.namespace("shop");
      scene.builder.add(
          new Policies.ResourceQuota(
              Scene.meta("ResourceQuota", "shop", "quota", LabelSet.EMPTY),
              Map.of(key, "4"),
              List.of(),
              false));
      assertThat(
              scene.stepsFrom(
                  "CODE_ANYWHERE(crafted in shop) -> CRAFTS_UNBOUNDED("
                      + Resource.CPU.ordinal()
                      + ")",
                  new MissingQuota()))
          .hasSize(key.equals("limits.cpu") ? 0 : 1);
    }
  }
}
