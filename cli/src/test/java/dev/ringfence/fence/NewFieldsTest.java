package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import org.junit.jupiter.api.Test;

/** Fields that a server has only where it is told to are refused too, once it has them. */
final class NewFieldsTest {

  /** A certificate of a signer of the API server's is a token by another name. */
  @Test
  void aPodGetsNoCertificateOfTheApi() {
    try (ControlPlane plane =
        ControlPlane.builder()
            .withoutScheduler()
            .featureGate("PodCertificateRequest", true)
            .apiServerFlag(
                "--runtime-config=certificates.k8s.io/v1beta1/podcertificaterequests=true")
            .start()) {
      FencedCluster fenced = FencedCluster.putUp(plane);
      String pod =
          Pods.pod(
              "certified",
              """
              "volumes":[{"name":"v","projected":{"sources":[{"podCertificate":{"signerName":\
              "kubernetes.io/kube-apiserver-client-pod","keyType":"ED25519",\
              "credentialBundlePath":"bundle.pem"}}]}}],""");
      ApiResponse refused = fenced.member("astro").post("/api/v1/namespaces/astro/pods", pod);
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
      assertThat(refused.message()).contains("no use of the Kubernetes API");
      ApiResponse control =
          plane.administrator().dryRun().post("/api/v1/namespaces/default/pods", pod);
      assertThat(control.orThrow().body()).contains("podCertificate");
    }
  }
}
