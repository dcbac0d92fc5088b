package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.api.ApiResponse;
import org.junit.jupiter.api.Test;

@RealControlPlane
class ControlPlaneTest {
  @Test
  void isReadyAndSaysItsVersion(ControlPlane cluster) {
    ApiResponse ready = cluster.administrator().get("/readyz");
    assertThat(ready.body()).isEqualTo("ok");
    assertThat(cluster.administrator().get("/version").json().path("gitVersion").asText())
        .isEqualTo(cluster.version());
  }
}
