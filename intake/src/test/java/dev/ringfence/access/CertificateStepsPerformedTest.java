package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/**
 * I19 on the real API server: what writes approvals and issued certificates asks for the signer
 * too, in the same request, and refuses whoever has one half.
 */
@RealControlPlane
class CertificateStepsPerformedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String GROUP = "certificates.k8s.io";
  private static final String PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests";

  /** For {@code CN=somebody}, by a key that nobody has kept. */
  private static final String CERTIFICATE_REQUEST =
      """
      -----BEGIN CERTIFICATE REQUEST-----
      MIHNMHUCAQAwEzERMA8GA1UEAwwIc29tZWJvZHkwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAAR0c/WUCbsjk+fDzNYCkEdSF/TLqW+3KvxLcQbK7mA7mSXaJCrZgtLL
      LCoU2n8cihstAl9qooqMin63HOYP7YdBoAAwCgYIKoZIzj0EAwIDSAAwRQIhAOwY
      qzCeHtEZ5vy1dWmoIli5YRbv64OPHLF4y1Fg7IoZAiAD3/HyfCY8UxmB0os4DMl8
      49BjrQEtUHawkxAHW1vLMA==
      -----END CERTIFICATE REQUEST-----
      """;

  private final ControlPlane plane;

  CertificateStepsPerformedTest(ControlPlane plane) {
    this.plane = plane;
  }

  private static String create() {
    return "create|%1$s|certificatesigningrequests;get|%1$s|certificatesigningrequests;"
        .formatted(GROUP);
  }

  private static String update(String subresource) {
    return "update|%s|certificatesigningrequests/%s;".formatted(GROUP, subresource);
  }

  private static String may(String verb) {
    return "%s|%s|signers".formatted(verb, GROUP);
  }

  /** A request that the user makes, once the authorizer has learned of his binding. */
  private String requested(String user) throws InterruptedException {
    String request =
        Base64.getEncoder().encodeToString(CERTIFICATE_REQUEST.getBytes(StandardCharsets.US_ASCII));
    String body =
        """
        {"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest",
         "metadata":{"name":"one"},"spec":{"request":"%s","usages":["client auth"],
         "signerName":"kubernetes.io/kube-apiserver-client"}}\
        """
            .formatted(request);
    Instant end = Instant.now().plus(PATIENCE);
    ApiResponse created = plane.user(user).post(PATH, body);
    while (created.status() == 403 && Instant.now().isBefore(end)) {
      Thread.sleep(200);
      created = plane.user(user).post(PATH, body);
    }
    assertThat(created.status()).isEqualTo(201);
    return created.body();
  }

  private static String with(String request, String condition) {
    return request.replaceFirst(
        "\"status\":\\{}",
        "\"status\":{\"conditions\":[{\"type\":\"%s\",\"status\":\"True\",\"reason\":\"test\"}]}"
            .formatted(condition));
  }

  @Test
  void anApprovalNeedsTheApproverOfTheSigner() throws Exception {
    plane.reset();
    GrantedUser.bind(plane, "half", create() + update("approval") + may("sign"));
    GrantedUser.bind(plane, "approver", create() + update("approval") + may("approve"));
    String approved = with(requested("approver"), "Approved");
    assertThat(plane.user("half").put(PATH + "/one/approval", approved).status()).isEqualTo(403);
    assertThat(plane.user("approver").put(PATH + "/one/approval", approved).status())
        .isEqualTo(200);
  }

  @Test
  void whatASignerWritesNeedsTheRightToSign() throws Exception {
    plane.reset();
    GrantedUser.bind(plane, "half", create() + update("status") + may("approve"));
    GrantedUser.bind(plane, "signer", create() + update("status") + may("sign"));
    // That it failed is a signer's to say, like the certificate itself.
    String failed = with(requested("signer"), "Failed");
    assertThat(plane.user("half").put(PATH + "/one/status", failed).status()).isEqualTo(403);
    assertThat(plane.user("signer").put(PATH + "/one/approval", failed).status()).isEqualTo(403);
    assertThat(plane.user("signer").put(PATH + "/one/status", failed).status()).isEqualTo(200);
  }
}
