package dev.ringfence.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.workload.HostPaths;
import dev.ringfence.engine.workload.HostPaths.Gift;
import dev.ringfence.engine.workload.LinuxCapability;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What admission tries on made-up pods is what the analysis of workloads finds dangerous. */
class DangerousValuesTest {

  private static final Set<Gift> SECRETS =
      Set.of(
          Gift.NODE_CREDENTIAL,
          Gift.POD_SECRETS,
          Gift.PROCESSES,
          Gift.CLUSTER_STATE,
          Gift.CONTROL_PLANE_KEYS);

  private static List<String> given(String capability, boolean hostPid) {
    Container main = ShapeSpecs.of(DangerousShape.CAPABILITY).containers().getFirst();
    Container.SecurityContext own = main.securityContext();
    Container.SecurityContext security =
        new Container.SecurityContext(
            null,
            null,
            null,
            null,
            null,
            List.of(capability),
            own.droppedCapabilities(),
            null,
            null,
            null,
            null,
            null);
    Container container =
        new Container(
            main.type(),
            main.name(),
            main.image(),
            main.imagePullPolicy(),
            security,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            main.requests(),
            main.limits(),
            List.of(),
            false);
    return LinuxCapability.givingNode(container, hostPid);
  }

  @Test
  void capabilitiesAreThoseThatGiveTheNode() {
    for (String name :
        List.of(
            "ALL",
            "AUDIT_WRITE",
            "BPF",
            "CHECKPOINT_RESTORE",
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "NET_ADMIN",
            "NET_BIND_SERVICE",
            "NET_RAW",
            "PERFMON",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_CHROOT",
            "SYS_MODULE",
            "SYS_NICE",
            "SYS_RAWIO",
            "SYS_TIME")) {
      assertThat(DangerousValues.CAPABILITIES.contains(name))
          .as(name)
          .isEqualTo(!given(name, false).isEmpty());
    }
    assertThat(given("SYS_PTRACE", true)).isNotEmpty();
    assertThat(DangerousValues.namesCapability("cap_sys_ptrace")).isTrue();
    assertThat(DangerousValues.namesCapability("CHOWN")).isFalse();
  }

  @Test
  void pathsAreThoseOfTheTable() {
    for (String path : HostPaths.known()) {
      List<Gift> gifts = HostPaths.gifts(path);
      assertThat(DangerousValues.reaches(DangerousValues.SOCKETS, path))
          .as(path)
          .isEqualTo(gifts.contains(Gift.RUNTIME_SOCKET));
      // What lies beneath /proc and is no process's is tried in vain.
      assertThat(DangerousValues.reaches(DangerousValues.SECRETS, path))
          .as(path)
          .isEqualTo(path.startsWith("/proc/") || gifts.stream().anyMatch(SECRETS::contains));
      assertThat(DangerousValues.reaches(DangerousValues.CONTENT, path))
          .as(path)
          .isEqualTo(gifts.contains(Gift.LOGS) || gifts.contains(Gift.CONTAINER_FILES));
      assertThat(DangerousValues.isDangerousToWrite(path))
          .isEqualTo(HostPaths.writingGivesNode(path));
    }
    for (String harmless : List.of("/dev/null", "/dev/zero", "/dev/fuse", "/data", "/proc/sys")) {
      assertThat(DangerousValues.isDangerousToWrite(harmless))
          .as(harmless)
          .isEqualTo(HostPaths.writingGivesNode(harmless));
    }
  }

  /** Pod Security says the same of every form, so that only policies are asked of each. */
  @Test
  void podSecurityTellsNoFormsApart() {
    ShapeForms forms =
        new ShapeForms(
            List.of(),
            List.of("/var/log", "SYS_ADMIN", "hostUsers", "CAP_SYS_PTRACE", "hostPort", "30000"));
    for (DangerousShape shape : DangerousShape.values()) {
      List<ShapeForms.Form> all = forms.of(shape);
      for (PodSecurityLevel level : PodSecurityLevel.values()) {
        boolean first = refuses(level, all.getFirst().spec());
        for (ShapeForms.Form form : all) {
          assertThat(refuses(level, form.spec())).as(shape + " " + form.spec()).isEqualTo(first);
          assertThat(refuses(level, form.without())).as("positive control").isFalse();
        }
      }
    }
  }

  private static boolean refuses(PodSecurityLevel level, PodSpec spec) {
    return !Admission.violations(level, PodSecurityVersion.LATEST, spec).isEmpty();
  }
}
