package dev.ringfence.admission;

import static dev.ringfence.admission.KyvernoExamples.containers;
import static dev.ringfence.admission.KyvernoExamples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.cel.KubernetesExpressions;
import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.admission.PolicyVerdict;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.Reading;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of kyverno.io, "Validate Rules", "Pod Security". */
class KyvernoStandardsTest {

  private static final String BAD = "hostIPC: true, containers: [{name: a, image: dummy}]";

  @TempDir private Path folder = Path.of("");

  private Reviewed standard(String level, String exclude) {
    return KyvernoExamples.pods(
        folder,
        "podSecurity:\n  level: %s\n  version: latest\n%s"
            .formatted(level, exclude.isEmpty() ? "" : "  exclude: [" + exclude + "]\n"));
  }

  /** As strict as the restricted level asks, but for what is added to its capabilities. */
  private static String container(String image, String added) {
    return pod(
        "",
        """
        containers: [{name: a, image: '%s', securityContext: {allowPrivilegeEscalation: false,
          runAsNonRoot: true, seccompProfile: {type: RuntimeDefault},
          capabilities: {%sdrop: [ALL]}}}]\
        """
            .formatted(image, added));
  }

  @Test
  void theBaselineProfileInOneRule() throws IOException {
    Reviewed baseline = standard("baseline", "");
    assertThat(baseline.wordOn(pod("", BAD))).isEqualTo("refused");
    assertThat(baseline.of(pod("", BAD)).violations().getFirst().detail())
        .contains("baseline:latest")
        .contains("Host Namespaces");
    assertThat(baseline.wordOn(containers(""))).isEqualTo("allowed");
  }

  @Test
  void theRestrictedProfileAsksForMore() throws IOException {
    Reviewed restricted = standard("restricted", "");
    assertThat(restricted.wordOn(containers(""))).isEqualTo("refused");
    assertThat(restricted.wordOn(container("nginx", ""))).isEqualTo("allowed");
  }

  @Test
  void aControlOfThePodsOwnFieldsIsLeftOutByItsName() throws IOException {
    Reviewed excluded = standard("baseline", "{controlName: Host Namespaces}");
    assertThat(excluded.wordOn(pod("", BAD))).isEqualTo("allowed");
    assertThat(excluded.wordOn(containers(", securityContext: {privileged: true}")))
        .as("another control")
        .isEqualTo("refused");
  }

  @Test
  void aControlOfContainersIsLeftOutForSomeImages() throws IOException {
    Reviewed excluded =
        standard("restricted", "{controlName: Capabilities, images: ['nginx*', 'redis*']}");
    assertThat(excluded.wordOn(container("nginx:1.1.9", "add: [SYS_ADMIN], ")))
        .isNotEqualTo("refused");
    assertThat(excluded.wordOn(container("busybox:1.28", "add: [NET_RAW], "))).isEqualTo("refused");
    assertThat(
            standard("restricted", "{controlName: Capabilities}")
                .wordOn(container("nginx:1.1.9", "add: [NET_RAW], ")))
        .as("no images are left out")
        .isEqualTo("refused");
  }

  @Test
  void aControlOfBothIsLeftOutByTwoEntries() throws IOException {
    String unconfined =
        pod(
            "",
            "securityContext: {seccompProfile: {type: Unconfined}},"
                + " containers: [{name: a, image: 'busybox:1.28', securityContext:"
                + " {allowPrivilegeEscalation: false, runAsNonRoot: true,"
                + " capabilities: {drop: [ALL]}}}]");
    String ofPod = "{controlName: Seccomp}";
    String ofAll = "{controlName: Seccomp, images: ['*']}";
    assertThat(standard("restricted", ofPod + ", " + ofAll).wordOn(unconfined))
        .isEqualTo("allowed");
    assertThat(standard("restricted", ofPod).wordOn(unconfined)).isEqualTo("undecided");
    assertThat(standard("restricted", "").wordOn(unconfined)).isEqualTo("refused");
  }

  @Test
  void valuesThatAreLeftOutAreNotDecided() throws IOException {
    Reviewed values =
        standard(
            "baseline",
            "{controlName: Capabilities, images: ['nginx*'], values: [FOO, BAR],"
                + " restrictedField: 'spec.containers[*].securityContext.capabilities.add'}");
    assertThat(values.wordOn(containers(", securityContext: {capabilities: {add: [FOO]}}")))
        .isEqualTo("undecided");
    assertThat(values.wordOn(pod("", BAD))).isEqualTo("refused");
  }

  @Test
  void aTemplateIsHeldToItAsItsPodsWouldBe() throws IOException {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}}
            spec: {%s}
        """;
    assertThat(standard("baseline", "").wordOn(deployment.formatted(BAD))).isEqualTo("refused");
    assertThat(
            standard("baseline", "")
                .wordOn(deployment.formatted("containers: [{name: a, image: b}]")))
        .isEqualTo("allowed");
  }

  @Test
  void inAProofItRefusesWhatItWouldRefuse() {
    assertThat(madeUp("", DangerousShape.PRIVILEGED).refused()).isTrue();
    assertThat(madeUp("", DangerousShape.PRIVILEGED).undecided()).isFalse();
    assertThat(madeUp("{controlName: HostPath Volumes}", DangerousShape.HOST_PATH).refused())
        .isFalse();
    assertThat(madeUp("{controlName: HostPath Volumes}", DangerousShape.HOST_PID).undecided())
        .isFalse();
  }

  private PolicyVerdict madeUp(String exclude, DangerousShape shape) {
    Cluster cluster =
        Reading.file(folder, "proof.yaml", standard("baseline", exclude).manifests()).cluster();
    Admission admission = Admission.of(cluster, new KubernetesExpressions());
    int namespace = cluster.namespaceIndex("default");
    return admission.enginesOn(admission.profile(namespace), shape).getFirst().verdict();
  }
}
