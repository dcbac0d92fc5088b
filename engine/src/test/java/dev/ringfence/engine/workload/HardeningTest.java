package dev.ringfence.engine.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.catalogue.node.PodSketch;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.workload.PublishedEscape.Component;
import org.junit.jupiter.api.Test;

class HardeningTest {

  private static boolean isOpen(String cve, Component component, String version) {
    return PublishedEscape.openIn(component, version).stream()
        .anyMatch(escape -> escape.cve().equals(cve));
  }

  @Test
  void aVersionIsOpenUntilItsOwnSeriesWasFixed() {
    assertThat(isOpen("CVE-2022-0847", Component.LINUX, "5.10.101-generic")).isTrue();
    assertThat(isOpen("CVE-2022-0847", Component.LINUX, "5.10.102")).isFalse();
    assertThat(isOpen("CVE-2022-0847", Component.LINUX, "5.16.10")).isTrue();
    assertThat(isOpen("CVE-2022-0847", Component.LINUX, "6.1.0-9-amd64")).isFalse();
    assertThat(isOpen("CVE-2024-1086", Component.LINUX, "6.1.0-9-amd64")).isTrue();
    assertThat(isOpen("CVE-2024-40635", Component.CONTAINERD, "2.1.0")).isFalse();
    assertThat(isOpen("CVE-2024-40635", Component.CONTAINERD, "1.7.2")).isTrue();
    assertThat(isOpen("CVE-2021-25741", Component.KUBELET, "v1.22.1")).isTrue();
    assertThat(isOpen("CVE-2021-25741", Component.KUBELET, "v1.36.3+k3s1")).isFalse();
  }

  @Test
  void aVersionThatIsNoneOpensNothing() {
    for (String version : new String[] {"", "unknown", "v", "99999999999.1", "5"}) {
      assertThat(PublishedEscape.openIn(Component.LINUX, version)).isEmpty();
    }
  }

  @Test
  void anUnsetProfileWeakensTheKernelAndIsNoOtherBoundary() {
    PodSpec spec = new PodSketch().build();
    assertThat(Hardening.of(spec, spec.containers().getFirst()))
        .filteredOn(Hardening.Grade::weakens)
        .extracting(Hardening.Grade::field)
        .contains(
            "securityContext.seccompProfile.type",
            "securityContext.capabilities.drop",
            "securityContext.allowPrivilegeEscalation");
  }
}
