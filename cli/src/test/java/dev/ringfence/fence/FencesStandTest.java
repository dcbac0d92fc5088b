package dev.ringfence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiResponse;
import org.junit.jupiter.api.Test;

/** What a fence gives an ordinary pod, on the real API server. */
@RealControlPlane
final class FencesStandTest {

  @Test
  void ordinaryPodsGetTheirPatternsFields(ControlPlane plane) {
    plane.reset();
    FencedCluster fenced = FencedCluster.putUp(plane);
    JsonNode own = created(fenced, "cogswell");
    assertThat(own.at("/spec/nodeSelector").toString()).contains("ringfence-tenant\":\"cogswell");
    assertThat(own.at("/spec/tolerations").toString()).contains("ringfence.dev/tenant");
    assertThat(own.at("/spec/affinity").toString()).contains("\"NotIn\"");
    assertThat(own.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(own.at("/spec/containers/0/securityContext").toString())
        .contains("\"drop\":[\"ALL\"]", "\"allowPrivilegeEscalation\":false");
    JsonNode sandboxed = created(fenced, "uniblab");
    assertThat(sandboxed.at("/spec/runtimeClassName").asText()).isEqualTo("gvisor");
    assertThat(sandboxed.at("/spec/overhead").toString()).contains("20Mi");
    assertThat(sandboxed.at("/spec/nodeSelector").toString()).contains("sandboxes");
    JsonNode both = created(fenced, "mudd");
    assertThat(both.at("/spec/runtimeClassName").asText()).isEqualTo("gvisor-own");
    assertThat(both.at("/spec/nodeSelector").toString()).contains("mudd");
    assertThat(created(fenced, "astro").at("/spec/volumes").isMissingNode()).isTrue();
  }

  private static JsonNode created(FencedCluster fenced, String tenant) {
    ApiResponse response =
        fenced
            .member(tenant)
            .dryRun()
            .post("/api/v1/namespaces/" + tenant + "/pods", Pods.pod("ordinary", Pods.NOTHING));
    return response.orThrow().json();
  }
}
