package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import dev.ringfence.policy.controls.ObserveStage;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fences that only watch, on the real API server; then one tenant's is closed, and no other's. */
@RealControlPlane
final class ObserveTest {

  private static final String BAD = "\"nodeName\":\"somewhere\",";

  @Test
  void watchesFirstAndClosesOneTenantAfterAnother(ControlPlane plane) {
    plane.reset();
    Controls controls = Controls.of(FencedCluster.plan());
    Controls observed = ObserveStage.of(controls);
    assertThat(observed.inOrder())
        .noneMatch(object -> object.kind().equals("NetworkPolicy"))
        .noneMatch(object -> object.kind().equals("ResourceQuota"));
    FencedCluster.applyAll(plane, observed);
    ApiClient administrator = plane.administrator();
    // At the level baseline Pod Security has nothing against the pod: the policy warns alone.
    Await.until(
        "policies to watch",
        Duration.ofSeconds(60),
        () -> {
          ApiResponse response = create(administrator, "astro");
          return response.isSuccess() && warning(response).contains("ringfence")
              ? Optional.empty()
              : Optional.of(response + " " + warning(response));
        });
    for (String tenant : FencedCluster.TENANTS) {
      assertThat(create(administrator, tenant).isSuccess()).as(tenant).isTrue();
    }

    List<ControlObject> own = Objects.requireNonNull(controls.tenants().get("cogswell"));
    StringBuilder text = new StringBuilder();
    controls.cluster().forEach(object -> text.append("---\n").append(object.text()));
    own.forEach(object -> text.append("---\n").append(object.text()));
    plane.apply(text.toString());
    Await.until(
        "cogswell's fence to close",
        Duration.ofSeconds(60),
        () ->
            create(administrator, "cogswell").status() == 403
                ? Optional.empty()
                : Optional.of("not yet"));
    assertThat(create(administrator, "spacely").isSuccess()).isTrue();
  }

  /** The first warning; the server sends one for each policy. */
  private static String warning(ApiResponse response) {
    return response.headers().getOrDefault("warning", "");
  }

  private static ApiResponse create(ApiClient client, String namespace) {
    return client
        .dryRun()
        .post("/api/v1/namespaces/" + namespace + "/pods", Pods.pod("watched", BAD));
  }
}
