package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Steps that documentation does not tell of, each done on the real API server by who has the grant,
 * and refused to who has one that is a word away: writes whose answer is the object, proxies by
 * names with ports, token Secrets pointed elsewhere, impersonation of nodes, and constrained
 * impersonation (KEP 5284).
 */
@RealControlPlane
class LesserKnownStepsPerformedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String VALUE = "dGhlLXZhbHVl";
  private static final String SECRETS = "/api/v1/namespaces/lesser/secrets";
  private static final String KEY = SECRETS + "/key";
  private static final String NODE = "system:node:lesser";

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: lesser}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: lesser}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: robot, namespace: lesser}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: other, namespace: lesser}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: key, namespace: lesser}
      data: {a: dGhlLXZhbHVl}
      ---
      apiVersion: v1
      kind: Secret
      type: kubernetes.io/service-account-token
      metadata:
        name: token
        namespace: lesser
        annotations: {kubernetes.io/service-account.name: robot}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: lesser}
      spec: {ports: [{port: 80}]}
      """;

  private final ControlPlane plane;

  LesserKnownStepsPerformedTest(ControlPlane plane) {
    this.plane = plane;
  }

  /**
   * @param rules {@code VERBS|GROUP|RESOURCES|NAMES}, lists without blanks
   */
  private ApiClient bound(String user, String... rules) {
    StringBuilder written = new StringBuilder();
    for (String rule : rules) {
      String[] parts = rule.split("\\|", -1);
      written.append(
          "- {verbs: [%s], apiGroups: ['%s'], resources: [%s]%s}\n"
              .formatted(
                  parts[0],
                  parts[1],
                  parts[2],
                  parts.length > 3 ? ", resourceNames: [" + parts[3] + "]" : ""));
    }
    plane.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: %1$s}
        rules:
        %2$s
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
        """
            .formatted(user, written));
    return plane.user(user);
  }

  /** Once what was bound last counts, so does the rest. */
  private void awaitBindings() throws InterruptedException {
    ApiClient last = bound("lesser-last", "get||namespaces");
    Instant end = Instant.now().plus(PATIENCE);
    while (last.get("/api/v1/namespaces/lesser").status() == 403) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(50);
    }
  }

  @Test
  void writesAreAnsweredWithTheSecret() throws InterruptedException {
    plane.reset();
    plane.apply(WORLD);
    ApiClient patches = bound("lesser-patch", "patch||secrets").dryRun();
    ApiClient deletes = bound("lesser-delete", "delete||secrets").dryRun();
    ApiClient empties = bound("lesser-empty", "deletecollection||secrets").dryRun();
    ApiClient updates = bound("lesser-update", "update,create||secrets").dryRun();
    ApiClient named = bound("lesser-named", "patch||secrets|other").dryRun();
    awaitBindings();
    assertThat(patches.patch(KEY, Patch.MERGE, "{}").body()).contains(VALUE);
    assertThat(deletes.delete(KEY + "?propagationPolicy=Foreground").body()).contains(VALUE);
    assertThat(deletes.delete(KEY).body()).as("in the background").doesNotContain(VALUE);
    assertThat(empties.delete(SECRETS).body()).contains(VALUE).contains("\"name\":\"key\"");
    String replaced = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"key\"}}";
    ApiResponse put = updates.put(KEY, replaced);
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.body()).as("what was sent").doesNotContain(VALUE);
    assertThat(updates.post(SECRETS, replaced).status()).as("it is there").isEqualTo(409);
    assertThat(updates.patch(KEY, Patch.MERGE, "{}").status()).isEqualTo(403);
    assertThat(named.patch(KEY, Patch.MERGE, "{}").status()).isEqualTo(403);
    assertThat(plane.administrator().get(KEY).body()).as("it was all dry").contains(VALUE);
  }

  @Test
  void proxiesTakeTheNameAsItStandsInTheRole() throws InterruptedException {
    plane.reset();
    plane.apply(WORLD);
    ApiClient plain = bound("lesser-plain", "get||services/proxy,nodes/proxy|web,lesser");
    ApiClient port =
        bound("lesser-port", "get||services/proxy,nodes/proxy|'http:web:80','https:lesser:10250'");
    awaitBindings();
    String services = "/api/v1/namespaces/lesser/services/";
    String nodes = "/api/v1/nodes/";
    assertThat(plain.get(services + "web/proxy/").status()).isNotEqualTo(403);
    assertThat(plain.get(services + "http:web:80/proxy/").status()).isEqualTo(403);
    assertThat(port.get(services + "http:web:80/proxy/").status()).isNotEqualTo(403);
    assertThat(port.get(services + "web:80/proxy/").status()).isEqualTo(403);
    assertThat(port.get(services + "web/proxy/").status()).isEqualTo(403);
    assertThat(plain.get(nodes + "lesser/proxy/pods").status()).isNotEqualTo(403);
    assertThat(port.get(nodes + "https:lesser:10250/proxy/pods").status()).isNotEqualTo(403);
    assertThat(port.get(nodes + "lesser/proxy/pods").status()).isEqualTo(403);
  }

  @Test
  void aTokenSecretIsFilledForWhomeverItNamesNow() throws InterruptedException {
    plane.reset();
    plane.apply(WORLD);
    ApiClient patches = bound("lesser-patch", "patch||secrets|token");
    ApiClient twin = bound("lesser-twin", "patch||secrets|key");
    awaitBindings();
    String body =
        """
        {"data":null,"metadata":{"annotations":{"kubernetes.io/service-account.name":"other",
         "kubernetes.io/service-account.uid":null}}}""";
    assertThat(twin.patch(SECRETS + "/token", Patch.MERGE, body).status()).isEqualTo(403);
    assertThat(patches.patch(SECRETS + "/token", Patch.MERGE, body).status()).isEqualTo(200);
    Instant end = Instant.now().plus(PATIENCE);
    ApiResponse read = patches.patch(SECRETS + "/token", Patch.MERGE, "{}");
    while (!read.json().at("/data").has("token")) {
      assertThat(Instant.now()).as("filled anew").isBefore(end);
      Thread.sleep(100);
      read = patches.patch(SECRETS + "/token", Patch.MERGE, "{}");
    }
    String review =
        """
        {"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"%s"}}"""
            .formatted(
                new String(
                    java.util.Base64.getDecoder().decode(read.json().at("/data/token").asText()),
                    java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(
            plane
                .administrator()
                .post("/apis/authentication.k8s.io/v1/tokenreviews", review)
                .orThrow()
                .json()
                .at("/status/user/username")
                .asText())
        .isEqualTo("system:serviceaccount:lesser:other");
    // Another Secret cannot become one.
    ApiResponse retyped =
        plane
            .administrator()
            .patch(KEY, Patch.MERGE, "{\"type\":\"kubernetes.io/service-account-token\"}");
    assertThat(retyped.status()).isEqualTo(422);
  }

  @Test
  void aNodeIsImpersonatedWithItsGroup() throws InterruptedException {
    plane.reset();
    plane.apply(WORLD);
    ApiClient both =
        bound(
            "lesser-both",
            "impersonate||users|'" + NODE + "'",
            "impersonate||groups|'system:nodes'");
    ApiClient users = bound("lesser-users", "impersonate||users|'" + NODE + "'");
    awaitBindings();
    assertThat(both.impersonating(NODE, "system:nodes").get("/api/v1/services").status())
        .isEqualTo(200);
    assertThat(users.impersonating(NODE, "system:nodes").get("/api/v1/services").status())
        .isEqualTo(403);
    assertThat(users.impersonating(NODE).get("/api/v1/services").status())
        .as("the Node authorizer asks for the group")
        .isEqualTo(403);
  }

  @Test
  void constrainedImpersonationNeedsItsSecondGrantAndGivesNoMasters() throws InterruptedException {
    plane.reset();
    plane.apply(WORLD);
    String authentication = "authentication.k8s.io";
    String users = "'impersonate:user-info'|" + authentication + "|users|victim";
    bound("victim", "get,list||secrets");
    ApiClient half = bound("lesser-half", users);
    ApiClient both = bound("lesser-con", users, "'impersonate-on:user-info:get'||secrets");
    ApiClient groups =
        bound(
            "lesser-groups",
            "'impersonate:user-info'|" + authentication + "|users,groups",
            "'impersonate-on:user-info:get'|*|'*'");
    ApiClient node =
        bound(
            "lesser-node",
            "'impersonate:arbitrary-node'|" + authentication + "|nodes|lesser",
            "'impersonate-on:arbitrary-node:list'||services");
    ApiClient account =
        bound(
            "lesser-account",
            "'impersonate:serviceaccount'|" + authentication + "|serviceaccounts|robot",
            "'impersonate-on:serviceaccount:get'||configmaps");
    bound("lesser-unused", "get||configmaps");
    plane.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: robot, namespace: lesser}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: lesser-unused}
        subjects: [{kind: ServiceAccount, name: robot, namespace: lesser}]
        """);
    awaitBindings();
    assertThat(both.impersonating("victim").get(KEY).body()).contains(VALUE);
    assertThat(both.impersonating("victim").get(SECRETS).status()).as("list").isEqualTo(403);
    assertThat(both.impersonating("other").get(KEY).status()).isEqualTo(403);
    assertThat(half.impersonating("victim").get(KEY).status()).isEqualTo(403);
    assertThat(groups.impersonating("victim").get(KEY).body()).contains(VALUE);
    assertThat(groups.impersonating("victim", "system:masters").get(KEY).status()).isEqualTo(403);
    String robot = "system:serviceaccount:lesser:robot";
    assertThat(groups.impersonating(robot).get(KEY).status()).isEqualTo(403);
    assertThat(groups.impersonating(NODE).get(KEY).status()).isEqualTo(403);
    assertThat(node.impersonating(NODE).get("/api/v1/services").status()).isEqualTo(200);
    assertThat(node.impersonating("system:node:other").get("/api/v1/services").status())
        .isEqualTo(403);
    String map = "/api/v1/namespaces/lesser/configmaps/kube-root-ca.crt";
    assertThat(account.impersonating(robot).get(map).status()).isIn(200, 404);
    assertThat(account.impersonating("system:serviceaccount:lesser:other").get(map).status())
        .isEqualTo(403);
  }
}
