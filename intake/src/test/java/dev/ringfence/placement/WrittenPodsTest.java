package dev.ringfence.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.DeviceExpressions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.placement.filter.CurrentPlacement;
import dev.ringfence.engine.placement.filter.DeviceSelectors;
import dev.ringfence.engine.placement.filter.Refusal;
import dev.ringfence.engine.workload.Hardening;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.Workloads;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pods as people write them give and need: weak profiles, mounts, devices. */
class WrittenPodsTest {

  @TempDir Path folder;

  private Cluster read(String text) {
    return Reading.file(folder, "pods.yaml", text).cluster();
  }

  private static String pod(String context, String container) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          securityContext: {%s}
          containers: [{name: main, image: "registry.example/app:1", %s}]
        """
        .formatted(context, container);
  }

  private List<String> weaknesses(String context, String container) {
    PodSpec spec = read(pod(context, "securityContext: {" + container + "}")).pods().spec(0);
    return Hardening.of(spec, spec.containers().getFirst()).stream()
        .filter(Hardening.Grade::weakens)
        .map(grade -> grade.field().replace("securityContext.", "") + "=" + grade.value())
        .toList();
  }

  /** A container in which nothing is weak; each test weakens one thing. */
  private static final String STRICT =
      "seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: RuntimeDefault},"
          + " allowPrivilegeEscalation: false, readOnlyRootFilesystem: true,"
          + " capabilities: {drop: [ALL]}";

  @Test
  void oneWeakProfileIsOneWeakness() {
    assertThat(weaknesses("", STRICT)).isEmpty();
    for (String[] change :
        new String[][] {
          {"seccompProfile: {type: RuntimeDefault}", "seccompProfile: {type: Unconfined}"},
          {"appArmorProfile: {type: RuntimeDefault}", "appArmorProfile: {type: Unconfined}"},
          {"allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"},
          {"allowPrivilegeEscalation: false, ", ""},
          {"readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"},
          {"drop: [ALL]", "drop: [NET_RAW]"},
          {"capabilities:", "seLinuxOptions: {type: spc_t}, capabilities:"},
          {"capabilities:", "procMount: Unmasked, capabilities:"}
        }) {
      assertThat(weaknesses("", STRICT.replace(change[0], change[1]))).as(change[1]).hasSize(1);
    }
    for (String strong :
        new String[] {
          STRICT.replace("type: RuntimeDefault", "type: Localhost, localhostProfile: x"),
          STRICT.replace("drop: [ALL]", "drop: [CAP_ALL]"),
          STRICT.replace("capabilities:", "seLinuxOptions: {type: container_t}, capabilities:"),
          STRICT.replace("capabilities:", "procMount: Default, capabilities:")
        }) {
      assertThat(weaknesses("", strong)).as(strong).isEmpty();
    }
  }

  @Test
  void theContainersOwnProfileStandsBeforeThePodsAndSysctlsAreThePods() {
    String unset = STRICT.replace("seccompProfile: {type: RuntimeDefault}, ", "");
    assertThat(weaknesses("seccompProfile: {type: RuntimeDefault}", unset)).isEmpty();
    assertThat(weaknesses("seccompProfile: {type: Unconfined}", unset)).hasSize(1);
    assertThat(weaknesses("seccompProfile: {type: Unconfined}", STRICT)).isEmpty();
    String tuned = "sysctls: [{name: %s, value: '1'}]";
    assertThat(weaknesses(tuned.formatted("net.ipv4.tcp_syncookies"), STRICT)).isEmpty();
    assertThat(weaknesses(tuned.formatted("kernel.msgmax"), STRICT)).hasSize(1);
  }

  private String shown(String mount) {
    Cluster cluster =
        read(
            pod("", "volumeMounts: [{name: host, mountPath: /host, %s}]".formatted(mount))
                + "  volumes: [{name: host, hostPath: {path: /}}]\n");
    List<HostMount> mounts =
        Workloads.of(cluster).powers(cluster.podClasses().getFirst()).hostMounts();
    return mounts.getFirst().path();
  }

  @Test
  void aSubPathNarrowsAMountAndOneWithAVariableOnlyToWhatStandsBeforeIt() {
    assertThat(shown("readOnly: true")).isEqualTo("/");
    assertThat(shown("subPath: var/log")).isEqualTo("/var/log");
    assertThat(shown("subPathExpr: var/log/$(POD_NAME)")).isEqualTo("/var/log");
    assertThat(shown("subPathExpr: $(ANY)")).isEqualTo("/");
    assertThat(shown("subPathExpr: var/log")).isEqualTo("/var/log");
  }

  private static final String DEVICES =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: only}
      status: {allocatable: {cpu: "4", memory: 8Gi, pods: "9"}}
      ---
      apiVersion: resource.k8s.io/v1
      kind: DeviceClass
      metadata: {name: gpu}
      spec: {extendedResourceName: vendor.example/gpu}
      ---
      apiVersion: resource.k8s.io/v1
      kind: ResourceSlice
      metadata: {name: cards}
      spec:
        driver: gpu.example
        nodeName: only
        pool: {name: only, generation: 1, resourceSliceCount: 1}
        devices: [{name: card, %s}]
      ---
      apiVersion: resource.k8s.io/v1
      kind: ResourceClaim
      metadata: {name: mine, namespace: shop}
      spec: {devices: {requests: [{name: one, exactly: {deviceClassName: %s, count: %s, selectors: [
        {cel: {expression: "%s"}}]}}]}}
      ---
      """;

  private String place(
      String device, String className, int count, String expression, String claim) {
    return place(
        DEVICES.formatted(device, className, count, expression)
            + pod("", "imagePullPolicy: Always")
            + "  resourceClaims: [{name: gpu, resourceClaimName: %s}]\n".formatted(claim),
        new DeviceExpressions());
  }

  /** The refusal's reason, or what the placement rests on. */
  private String place(String text, DeviceSelectors selectors) {
    List<String> doubts = new ArrayList<>();
    Refusal refusal = CurrentPlacement.of(read(text), selectors).refusals(0, doubts::add)[0];
    return refusal == null ? doubts.toString() : refusal.filter() + ": " + refusal.reason();
  }

  @Test
  void whatOfDevicesCannotBeDecidedIsTakenToFitAndNamed() {
    String any = "device.driver == 'gpu.example'";
    assertThat(place("attributes: {}", "gpu", 1, any, "mine")).isEqualTo("[]");
    assertThat(place("attributes: {}", "gpu", 2, any, "mine"))
        .isEqualTo("DynamicResources: has no devices for claim mine");
    assertThat(place("attributes: {}", "gpu", 1, "device.driver == 'x'", "mine"))
        .isEqualTo("DynamicResources: has no devices for claim mine");
    assertThat(place("attributes: {}", "none", 1, any, "mine"))
        .isEqualTo("DynamicResources: there is no device class none");
    assertThat(place("attributes: {}", "gpu", 1, any, "other"))
        .isEqualTo("DynamicResources: there is no claim of devices other");
    assertThat(place("allowMultipleAllocations: true", "gpu", 1, any, "mine"))
        .contains("shares of device card");
    assertThat(place("bindingConditions: [ready]", "gpu", 1, any, "mine"))
        .contains("the driver of device card");
    assertThat(
            place(
                "attributes: {}",
                "gpu",
                1,
                "'a' in device.attributes || device.attributes['a'].size() == 0",
                "mine"))
        .contains("taken to match");
  }

  @Test
  void anExtendedResourceMayComeThroughADeviceClass() {
    String pod = pod("", "resources: {limits: {%s: '1'}}");
    String devices = DEVICES.formatted("attributes: {}", "gpu", 1, "true");
    assertThat(place(devices + pod.formatted("vendor.example/gpu"), new DeviceExpressions()))
        .contains("through its device class");
    assertThat(
            place(
                devices + pod.formatted("deviceclass.resource.kubernetes.io/gpu"),
                new DeviceExpressions()))
        .contains("through its device class");
    assertThat(place(devices + pod.formatted("vendor.example/other"), new DeviceExpressions()))
        .startsWith("NodeResourcesFit");
  }

  @Test
  void withoutAnEngineForExpressionsEveryDeviceMayMatch() {
    String text =
        DEVICES.formatted("attributes: {}", "gpu", 1, "device.driver == 'x'")
            + pod("", "imagePullPolicy: Always")
            + "  resourceClaims: [{name: gpu, resourceClaimName: mine}]\n";
    assertThat(place(text, DeviceSelectors.NONE)).contains("expressions unread");
  }
}
