package dev.ringfence.engine.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.catalogue.node.PodSketch;
import dev.ringfence.engine.catalogue.node.Scene;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.workload.PublishedEscape.Component;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  void aSeriesFromBeforeTheMistakeWasNeverOpen() {
    assertThat(isOpen("CVE-2022-0847", Component.LINUX, "5.4.10")).isFalse();
    assertThat(isOpen("CVE-2022-0847", Component.LINUX, "5.8.1")).isTrue();
    assertThat(isOpen("CVE-2026-31431", Component.LINUX, "6.12.84")).isTrue();
    assertThat(isOpen("CVE-2026-31431", Component.LINUX, "6.12.85")).isFalse();
    assertThat(isOpen("CVE-2026-31431", Component.LINUX, "6.1.169")).isTrue();
    assertThat(isOpen("CVE-2026-31431", Component.LINUX, "6.1.170")).isFalse();
    assertThat(isOpen("CVE-2026-31431", Component.LINUX, "7.0.0")).isFalse();
    assertThat(isOpen("CVE-2026-31431", Component.LINUX, "4.13.16")).isFalse();
    assertThat(isOpen("CVE-2026-53488", Component.CONTAINERD, "2.3.1")).isTrue();
    assertThat(isOpen("CVE-2026-53488", Component.CONTAINERD, "2.3.2")).isFalse();
  }

  @Test
  void oldSeriesThatWereFixedAreNotTakenForOpen() {
    for (String[] release :
        new String[][] {
          {"CVE-2022-0492", "4.19.228", "4.19.229"},
          {"CVE-2022-0492", "4.14.265", "4.14.266"},
          {"CVE-2021-22555", "5.10.30", "5.10.31"},
          {"CVE-2021-22555", "5.11.14", "5.11.15"},
          {"CVE-2021-22555", "5.4.112", "5.4.113"},
          {"CVE-2021-22555", "4.14.230", "4.14.231"}
        }) {
      assertThat(isOpen(release[0], Component.LINUX, release[1])).as(release[1]).isTrue();
      assertThat(isOpen(release[0], Component.LINUX, release[2])).as(release[2]).isFalse();
    }
  }

  @Test
  void aLaterSeriesMayHaveTheMistakeAnewAndNotFromItsFirstRelease() {
    for (String open : new String[] {"1.28.6", "1.29.4", "1.30.0"}) {
      assertThat(isOpen("CVE-2024-5154", Component.CRI_O, open)).as(open).isTrue();
    }
    for (String shut : new String[] {"1.27.9", "1.28.5", "1.29.3", "1.29.5", "1.30.1", "1.31.0"}) {
      assertThat(isOpen("CVE-2024-5154", Component.CRI_O, shut)).as(shut).isFalse();
    }
  }

  @Test
  void theTableIsNewestFirstAndOfItsDate() {
    assertThat(PublishedEscape.TABLE)
        .allSatisfy(
            escape -> {
              assertThat(escape.date().substring(0, 7)).isLessThanOrEqualTo(PublishedEscape.AS_OF);
              assertThat(escape.fixedIn()).isNotEmpty();
              assertThat(escape.source()).isNotEmpty();
            })
        .extracting(PublishedEscape::cve)
        .doesNotHaveDuplicates();
  }

  @Test
  void aContainerManagerThatTheTableDoesNotKnowIsNotTakenForAnother() {
    for (String[] version :
        new String[][] {
          {"containerd://1.4.1", "weak"}, {"docker://1.4.1", "unknown"}, {"cri-o://1.28.6", "weak"}
        }) {
      Node node =
          new Node(
              Scene.meta("Node", null, "worker", LabelSet.EMPTY),
              List.of(),
              false,
              Map.of(),
              List.of(),
              new Node.SystemInfo("", "", version[0], "", "linux", ""),
              List.of(),
              List.of(),
              "",
              false);
      assertThat(Hardening.of(node).stream().anyMatch(Hardening.Grade::weakens))
          .as(version[0])
          .isEqualTo(version[1].equals("weak"));
    }
  }

  @Test
  void aToolkitIsGradedByItsImagesTag() {
    for (String[] image :
        new String[][] {
          {"nvcr.io/nvidia/k8s/container-toolkit:v1.17.4-ubuntu20.04", "CVE-2025-23266"},
          {"nvcr.io/nvidia/k8s/container-toolkit:v1.17.8", ""},
          {"nvcr.io/nvidia/k8s/container-toolkit", null},
          {
            "nvcr.io/nvidia/k8s/container-toolkit:v1.17.4@sha256:" + "0".repeat(64),
            "CVE-2025-23266"
          },
          {"nvcr.io/nvidia/k8s/container-toolkit@sha256:" + "0".repeat(64), null},
          {"registry:5000/other:v1.0.0", null}
        }) {
      PodSketch sketch = new PodSketch();
      sketch.image = image[0];
      Hardening.Grade grade = Hardening.ofInstaller(sketch.build().containers().getFirst());
      if (image[1] == null) {
        assertThat(grade).as(image[0]).isNull();
      } else {
        assertThat(Objects.requireNonNull(grade).value()).contains(image[1]);
        assertThat(grade.weakens()).isEqualTo(!image[1].isEmpty());
      }
    }
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
