package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.controls.Controls;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Whence a tenant's images come and what its pods may send, on the real API server: one set of
 * policies for all tenants, which read each one's own values from its namespace.
 */
@RealControlPlane
final class SupplyTest {

  private static final String DOCUMENTS =
      """
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: supplied}
      spec: {pattern: Shared, registry: "registry.test/tenants/{tenant}", bandwidth: 100M}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: IsolationClass
      metadata: {name: free}
      spec: {pattern: Shared}
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: jane}
      spec:
        trust: Trusted
        namespaces: {names: [jane]}
        subjects: [{kind: User, name: jane}]
        needs: {podSpec: Tenant}
        isolationClass: supplied
      ---
      apiVersion: ringfence.dev/v1alpha1
      kind: Tenant
      metadata: {name: george}
      spec:
        trust: Trusted
        namespaces: {names: [george]}
        subjects: [{kind: User, name: george}]
        needs: {podSpec: Tenant}
        isolationClass: free
      """;

  private static final String OWN = "registry.test/tenants/jane/web:1";

  private static String pod(String image, String container, String annotations) {
    return Pods.pod("p", "", container, "\"annotations\":{" + annotations + "},")
        .replace("example.test/main", image);
  }

  @Test
  void imagesComeFromTheTenantsOwnPathAndBandwidthIsBounded(ControlPlane plane) {
    plane.reset();
    Controls controls = FencedCluster.rendered(DOCUMENTS);
    FencedCluster.applyAll(plane, controls);
    ApiClient jane = plane.user("jane").dryRun();
    Await.until(
        "the policies",
        Duration.ofSeconds(60),
        () -> {
          ApiResponse good = create(jane, "jane", pod(OWN, "", ""));
          ApiResponse evil = create(jane, "jane", pod("docker.test/x", "", ""));
          boolean inForce =
              good.isSuccess()
                  && good.body().contains("egress-bandwidth")
                  && good.body().contains("ringfence-registry")
                  && evil.message().contains("ringfence:");
          return inForce ? Optional.empty() : Optional.of(good + " / " + evil);
        });
    ApiResponse good = create(jane, "jane", pod(OWN, "", ""));
    assertThat(good.orThrow().json().at("/spec/containers/0/imagePullPolicy").asText())
        .isEqualTo("Always");
    assertThat(good.json().at("/metadata/annotations").toString())
        .contains("ingress-bandwidth\":\"100M", "egress-bandwidth\":\"100M");
    String less = "\"kubernetes.io/egress-bandwidth\":\"10M\"";
    assertThat(create(jane, "jane", pod(OWN, "", less)).isSuccess()).isTrue();

    List<String> attempts =
        List.of(
            pod("registry.test/tenants/george/web:1", "", ""),
            pod("registry.test/tenants/janet/web:1", "", ""),
            pod("registry.test/tenants/jane", "", ""),
            Pods.pod(
                "p", "\"initContainers\":[{\"name\":\"i\",\"image\":\"docker.test/x\"}],", "", ""),
            Pods.pod(
                    "p",
                    "\"volumes\":[{\"name\":\"v\",\"image\":{\"reference\":\"docker.test/x\"}}],",
                    "",
                    "")
                .replace("example.test/main", OWN),
            pod(OWN, "", "\"kubernetes.io/egress-bandwidth\":\"10G\""),
            pod(OWN, "", "\"kubernetes.io/ingress-bandwidth\":\"100000k1\""),
            pod(OWN, "", "\"kubernetes.io/ingress-bandwidth\":\"\""));
    ApiClient george = plane.user("george").dryRun();
    for (String attempt : attempts) {
      ApiResponse refused = create(jane, "jane", attempt);
      assertThat(refused.status()).as(attempt + ": " + refused).isEqualTo(403);
      assertThat(refused.message()).contains("ringfence:");
      assertThat(create(george, "george", attempt).isSuccess()).as(attempt).isTrue();
    }
    String deployment = Pods.workload("Deployment", "d", Pods.spec("", ""));
    assertThat(jane.post(Pods.path("Deployment", "jane"), deployment).status()).isEqualTo(403);
    assertThat(george.post(Pods.path("Deployment", "george"), deployment).isSuccess()).isTrue();

    plane.user("jane").post("/api/v1/namespaces/jane/pods", pod(OWN, "", "")).orThrow();
    for (Patch kind : List.of(Patch.MERGE, Patch.STRATEGIC)) {
      for (String value : List.of("\"10G\"", "null")) {
        String patch =
            "{\"metadata\":{\"annotations\":{\"kubernetes.io/egress-bandwidth\":" + value + "}}}";
        assertThat(jane.patch("/api/v1/namespaces/jane/pods/p", kind, patch).status())
            .as(kind + " " + value)
            .isEqualTo(403);
      }
    }
    String image = "{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"docker.test/x\"}]}}";
    assertThat(jane.patch("/api/v1/namespaces/jane/pods/p", Patch.STRATEGIC, image).status())
        .isEqualTo(403);
  }

  private static ApiResponse create(ApiClient client, String namespace, String pod) {
    return client.post("/api/v1/namespaces/" + namespace + "/pods", pod);
  }
}
