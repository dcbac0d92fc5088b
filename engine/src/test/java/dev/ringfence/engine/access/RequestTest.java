package dev.ringfence.engine.access;

import static dev.ringfence.engine.access.ClusterFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Rbac;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {

  private static Request get(String resource, String subresource, String name) {
    return Request.resource("get", "", resource, subresource, "saas", name);
  }

  @Test
  void theStarForResourcesCoversSubresources() {
    assertThat(get("pods", "log", "web").allowedBy(rule("get", "", "*"))).isTrue();
  }

  @Test
  void aResourceDoesNotCoverItsSubresources() {
    assertThat(get("pods", "log", "web").allowedBy(rule("get", "", "pods"))).isFalse();
    assertThat(get("pods", "", "web").allowedBy(rule("get", "", "pods/log"))).isFalse();
  }

  @Test
  void aStarBeforeASubresourceIsAWildcardAndOneBehindAResourceIsNot() {
    assertThat(get("pods", "log", "web").allowedBy(rule("get", "", "*/log"))).isTrue();
    assertThat(get("pods", "exec", "web").allowedBy(rule("get", "", "*/log"))).isFalse();
    assertThat(get("pods", "log", "web").allowedBy(rule("get", "", "pods/*"))).isFalse();
    assertThat(get("pods", "log", "web").allowedBy(rule("get", "", "p*"))).isFalse();
  }

  @Test
  void groupsMustMatch() {
    Request deployments = Request.resource("get", "apps", "deployments", "", "saas", "web");
    assertThat(deployments.allowedBy(rule("get", "", "deployments"))).isFalse();
    assertThat(deployments.allowedBy(rule("get", "extensions,apps", "deployments"))).isTrue();
    assertThat(deployments.allowedBy(rule("get", "*", "deployments"))).isTrue();
  }

  @Test
  void aRuleWithNamesAllowsThoseNamesOnly() {
    Rbac.Rule named = rule("get,create", "", "secrets", "tls");
    assertThat(get("secrets", "", "tls").allowedBy(named)).isTrue();
    assertThat(get("secrets", "", "other").allowedBy(named)).isFalse();
    assertThat(get("secrets", "", "").allowedBy(named)).isFalse();
  }

  @Test
  void verbsAreComparedExactly() {
    assertThat(get("pods", "", "web").allowedBy(rule("GET", "", "pods"))).isFalse();
    assertThat(get("pods", "", "web").allowedBy(rule("*", "", "pods"))).isTrue();
  }

  @Test
  void aPathMatchesByItsPrefixBeforeTheStar() {
    Rbac.Rule rule =
        new Rbac.Rule(
            List.of("get"), List.of(), List.of(), List.of(), List.of("/metrics", "/api*"));
    assertThat(Request.path("get", "/metrics").allowedBy(rule)).isTrue();
    assertThat(Request.path("get", "/metrics/slis").allowedBy(rule)).isFalse();
    assertThat(Request.path("get", "/apis/apps").allowedBy(rule)).isTrue();
    assertThat(get("pods", "", "web").allowedBy(rule)).isFalse();
  }
}
