package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ClusterContents;
import org.junit.jupiter.api.Test;

/** Control planes of a test's own, with options. */
class OptionsTest {
  private static ControlPlaneBuilder apiServerAlone() {
    return ControlPlane.builder().withoutScheduler().withoutControllerManager();
  }

  @Test
  void featureGatesFlagsAndAdmissionConfigurationReachTheServer() {
    try (ControlPlane cluster =
        apiServerAlone()
            .featureGate("AllAlpha", true)
            .apiServerFlag("--runtime-config=api/alpha=true,api/beta=true")
            .admissionConfiguration(
                """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AdmissionConfiguration
                plugins:
                - name: PodSecurity
                  configuration:
                    apiVersion: pod-security.admission.config.k8s.io/v1
                    kind: PodSecurityConfiguration
                    defaults: {enforce: baseline}
                """)
            .start()) {
      assertThat(cluster.administrator().get("/metrics").body())
          .contains("kubernetes_feature_enabled{name=\"AllAlpha\",stage=\"ALPHA\"} 1");
      assertThat(cluster.administrator().get("/apis").body()).contains("alpha");
      cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: unlabelled}}");
      assertThatThrownBy(
              () ->
                  cluster.apply(
                      """
                      apiVersion: v1
                      kind: Pod
                      metadata: {name: agent, namespace: unlabelled}
                      spec:
                        hostNetwork: true
                        containers: [{name: agent, image: example.test/agent}]
                      """))
          .hasMessageContaining("violates PodSecurity \"baseline:latest\": host namespaces");
    }
  }

  @Test
  void withoutControllersPodsCanBeMadeAndTheClusterEmptied() {
    try (ControlPlane cluster = apiServerAlone().start()) {
      ApiClient client = cluster.administrator();
      cluster.apply(
          """
          apiVersion: v1
          kind: Namespace
          metadata: {name: tenant}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: web, namespace: tenant}
          spec: {containers: [{name: web, image: example.test/web}]}
          """);
      assertThat(client.get("/api/v1/namespaces/tenant/pods/web").status()).isEqualTo(200);

      cluster.reset();

      assertThat(ClusterContents.of(client).items().keySet())
          .noneMatch(key -> key.namespace().equals("tenant") || key.name().equals("tenant"));
    }
  }

  @Test
  void aServerThatEndsIsReportedWithItsLastWords() {
    assertThatThrownBy(() -> apiServerAlone().apiServerFlag("--no-such-flag").start())
        .hasMessageContaining("kube-apiserver has ended")
        .hasMessageContaining("unknown flag: --no-such-flag");
  }

  @Test
  void aVersionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> ControlPlane.builder().version("2.0").start())
        .hasMessageContaining("'2.0' is no Kubernetes version");
  }

  @Test
  void twoControlPlanesStandSideBySide() {
    try (ControlPlane one = apiServerAlone().start();
        ControlPlane other = apiServerAlone().start()) {
      one.apply("{apiVersion: v1, kind: Namespace, metadata: {name: here}}");
      assertThat(other.administrator().get("/api/v1/namespaces/here").status()).isEqualTo(404);
    }
  }
}
