package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of the catalogue, done on the real API server by whoever may, and refused to the twin. */
@RealControlPlane
class PerformedStepsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
    plane
        .administrator()
        .post(
            "/api/v1/namespaces",
            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"steps\"}}")
        .orThrow();
  }

  private static ApiClient bound(ControlPlane plane, String user, String... rules) {
    String path = RBAC + "/namespaces/steps";
    plane
        .administrator()
        .post(
            path + "/roles",
            """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role",
             "metadata":{"name":"%s"},"rules":[%s]}"""
                .formatted(user, String.join(",", rules)))
        .orThrow();
    plane.administrator().post(path + "/rolebindings", binding(user, "Role", user, user)).orThrow();
    return plane.user(user);
  }

  private static String binding(String name, String kind, String role, String user) {
    return """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
         "metadata":{"name":"%s"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"%s","name":"%s"},
         "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"%s"}]}"""
        .formatted(name, kind, role, user);
  }

  private static String rule(String verbs, String group, String resources, String names) {
    return "{\"verbs\":[%s],\"apiGroups\":[\"%s\"],\"resources\":[%s],\"resourceNames\":[%s]}"
        .formatted(verbs, group, resources, names)
        .replace("'", "\"")
        .replace(",\"resourceNames\":[]", "");
  }

  /** Asked until it is allowed, for the server's caches lag; what stays refused is refused. */
  private static int eventually(Supplier<ApiResponse> request) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      ApiResponse response = request.get();
      if (response.status() != 403 || Instant.now().isAfter(end)) {
        return response.status();
      }
      Thread.sleep(200);
    }
  }

  private static ApiResponse apply(ApiClient client, String name) {
    return client.patch(
        "/api/v1/namespaces/steps/configmaps/" + name,
        Patch.APPLY,
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(name));
  }

  @Test
  void aNameAllowsCreationByServerSideApply(ControlPlane plane) throws InterruptedException {
    ApiClient both = bound(plane, "both", rule("'create','patch'", "", "'configmaps'", "'mine'"));
    ApiClient patchOnly = bound(plane, "patches", rule("'patch'", "", "'configmaps'", "'mine2'"));
    assertThat(eventually(() -> apply(both, "mine"))).isEqualTo(201);
    assertThat(apply(both, "other").status()).isEqualTo(403);
    assertThat(apply(patchOnly, "mine2").status()).isEqualTo(403);
    ApiResponse posted =
        both.post(
            "/api/v1/namespaces/steps/configmaps",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"mine\"}}");
    assertThat(posted.status()).isEqualTo(403);
  }

  @Test
  void bindingNeedsTheVerbOrTheRules(ControlPlane plane) throws InterruptedException {
    String group = "rbac.authorization.k8s.io";
    ApiClient binder =
        bound(
            plane,
            "binder",
            rule("'create'", group, "'rolebindings'", ""),
            rule("'bind'", group, "'clusterroles'", "'view'"));
    String path = RBAC + "/namespaces/steps/rolebindings";
    assertThat(eventually(() -> binder.post(path, binding("v", "ClusterRole", "view", "x"))))
        .isEqualTo(201);
    assertThat(binder.post(path, binding("e", "ClusterRole", "edit", "x")).status()).isEqualTo(403);
  }

  @Test
  void escalatingTheRoleThatOneIsBoundToGivesTheNamespace(ControlPlane plane)
      throws InterruptedException {
    String group = "rbac.authorization.k8s.io";
    ApiClient escalator =
        bound(plane, "escalator", rule("'patch','escalate'", group, "'roles'", "'escalator'"));
    ApiClient patcher = bound(plane, "patcher", rule("'patch'", group, "'roles'", "'patcher'"));
    String everything =
        "{\"rules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}]}";
    String roles = RBAC + "/namespaces/steps/roles/";
    assertThat(eventually(() -> escalator.patch(roles + "escalator", Patch.MERGE, everything)))
        .isEqualTo(200);
    assertThat(patcher.patch(roles + "patcher", Patch.MERGE, everything).status()).isEqualTo(403);
    assertThat(eventually(() -> escalator.get("/api/v1/namespaces/steps/secrets"))).isEqualTo(200);
  }

  @Test
  void aTokenIsCreatedForTheNamedAccountOnly(ControlPlane plane) throws InterruptedException {
    ApiClient minter =
        bound(plane, "minter", rule("'create'", "", "'serviceaccounts/token'", "'default'"));
    String request = "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\"}";
    String accounts = "/api/v1/namespaces/steps/serviceaccounts/";
    assertThat(eventually(() -> minter.post(accounts + "default/token", request))).isIn(201, 404);
    assertThat(minter.post(accounts + "other/token", request).status()).isEqualTo(403);
  }

  @Test
  void aRoleBindingOpensTheNamespaceOfItsName(ControlPlane plane) throws InterruptedException {
    ApiClient reader = bound(plane, "reader", rule("'get','list'", "", "'namespaces'", ""));
    assertThat(eventually(() -> reader.get("/api/v1/namespaces/steps"))).isEqualTo(200);
    assertThat(reader.get("/api/v1/namespaces/default").status()).isEqualTo(403);
    assertThat(reader.get("/api/v1/namespaces").status()).isEqualTo(403);
  }

  @Test
  void aGroupIsNotImpersonatedWithoutAUser(ControlPlane plane) throws InterruptedException {
    plane
        .administrator()
        .post(
            RBAC + "/clusterroles",
            """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
             "metadata":{"name":"steps-groups"},
             "rules":[{"verbs":["impersonate"],"apiGroups":[""],"resources":["groups"]}]}""")
        .orThrow();
    plane
        .administrator()
        .post(
            RBAC + "/clusterrolebindings",
            binding("steps-groups", "ClusterRole", "steps-groups", "grouper")
                .replace("\"RoleBinding\"", "\"ClusterRoleBinding\""))
        .orThrow();
    ApiClient grouper = plane.user("grouper");
    ApiClient alone = grouper.withHeaders("Impersonate-Group", "system:masters");
    assertThat(alone.get("/api/v1/namespaces").status()).isGreaterThanOrEqualTo(400);
    ApiClient withUser = grouper.impersonating("somebody", "system:masters");
    assertThat(withUser.get("/api/v1/namespaces").status()).isEqualTo(403);
  }
}
