package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import dev.ringfence.testbed.api.Patch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every step that begins with a grant, done on the real API server by who has the grant and refused
 * to who has one that is a word away. What goes on to a kubelet that is not there counts as done
 * once it is no longer forbidden.
 */
@RealControlPlane
class IdentityStepsPerformedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: steps}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: other}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: one}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: robot, namespace: steps}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: steps}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: key, namespace: steps}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, namespace: steps}
      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: most, namespace: steps}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: steps}
      spec: {ports: [{port: 80}]}
      ---
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: {name: leader, namespace: steps}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: steps}
      spec:
        automountServiceAccountToken: false
        containers: [{name: main, image: registry.example/web}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: steps}
      spec:
        replicas: 0
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: main, image: registry.example/web}]}
      """;

  private final ControlPlane plane;

  IdentityStepsPerformedTest(ControlPlane plane) {
    this.plane = plane;
  }

  private static String user(IdentityStep step, boolean twin) {
    return step.id().toLowerCase(Locale.ROOT) + (twin ? "-twin" : "-may");
  }

  private ApiResponse perform(IdentityStep step, boolean twin) {
    ApiClient client = plane.user(user(step, twin));
    String body = step.body();
    return switch (step.method()) {
      case "GET" -> client.get(step.path());
      case "DELETE" -> client.delete(step.path());
      case "PATCH" -> client.patch(step.path(), Patch.MERGE, body == null ? "{}" : body);
      default -> client.post(step.path(), body == null ? "" : body);
    };
  }

  /** Rows that no request of one grant performs, with where they are shown instead. */
  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("I1", "no request: a token that is mounted; MountedTokenTest"),
          Map.entry("I2", "what ReviewDifferentialTest asks, review by review"),
          Map.entry("I16", "whoMayImpersonate…, PerformedStepsTest, LesserKnownStepsPerformedTest"),
          Map.entry("I19", "CertificateStepsPerformedTest"),
          Map.entry("I25", "whatEverybodyIsGrantedTheAnonymousDo"),
          Map.entry("I28", "no request: what a Secret that was read opens"),
          Map.entry("A4", "no request: a backend that is down"),
          Map.entry("A5", "no request: code in a backend's pod"),
          Map.entry("A7", "PolicyDifferentialTest, MutationDifferentialTest, MadeUpPodsTest"),
          Map.entry("A8", "no controller of these products runs in the test bed"),
          Map.entry("A9", "no controller of these products runs in the test bed"),
          Map.entry("C1", "no request to the API server: a cloud's"),
          Map.entry("C2", "no request: a projected token"),
          Map.entry("C3", "two clusters that share a root"),
          Map.entry("O3", "no request: credentials of images on a node"),
          Map.entry("E14", "MirrorPodsPerformedTest and NodeReviewDifferentialTest"));

  @Test
  void everyRowOfIdentitiesIsPerformedOrSaysWhyNot() {
    Set<String> performed = new TreeSet<>();
    IdentityStep.all().forEach(step -> performed.add(step.id().split("-", 2)[0]));
    List<String> rows = new ArrayList<>(List.of("E14", "E15"));
    IntStream.rangeClosed(1, 28).forEach(row -> rows.add("I" + row));
    IntStream.rangeClosed(1, 10).forEach(row -> rows.add("A" + row));
    IntStream.rangeClosed(1, 3).forEach(row -> rows.addAll(List.of("C" + row, "O" + row)));
    for (String row : rows) {
      assertThat(performed.contains(row) != OTHERWISE.containsKey(row))
          .as(row + " is performed, or a reason stands here, and not both")
          .isTrue();
    }
  }

  @Test
  void whatEverybodyIsGrantedTheAnonymousDo() throws InterruptedException {
    plane.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: anybody}
        rules: [{verbs: [get], apiGroups: [""], resources: [configmaps]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: anybody, namespace: default}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: anybody}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:unauthenticated"}]
        """);
    String granted = "/api/v1/namespaces/default/configmaps/kube-root-ca.crt";
    ApiClient nobody = plane.anonymous();
    awaitAllowed(nobody, granted);
    assertThat(nobody.get("/api/v1/namespaces/default/secrets/x").status()).isEqualTo(403);
    assertThat(nobody.get("/api/v1/namespaces/kube-system/configmaps/x").status()).isEqualTo(403);
    // Who is authenticated is not in that group.
    assertThat(plane.user("somebody").get(granted).status()).isEqualTo(403);
  }

  @Test
  void whoMayImpersonateDoesWhatTheOtherMay() throws InterruptedException {
    plane.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: steps-impersonate}
        rules:
        - {verbs: [impersonate], apiGroups: [""], resources: [users], resourceNames: [victim]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: steps-impersonate}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: steps-impersonate}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: i16-may}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: steps-victim, namespace: default}
        rules: [{verbs: [get], apiGroups: [""], resources: [secrets]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: steps-victim, namespace: default}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: steps-victim}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: victim}]
        """);
    String secret = "/api/v1/namespaces/default/secrets/x";
    awaitAllowed(plane.user("i16-may").impersonating("victim"), secret);
    assertThat(plane.user("i16-may").get(secret).status()).isEqualTo(403);
    assertThat(plane.user("i16-may").impersonating("other").get(secret).status()).isEqualTo(403);
    assertThat(plane.user("i16-twin").impersonating("victim").get(secret).status()).isEqualTo(403);
  }

  /** The authorizer learns of bindings a moment after they are there. */
  private static void awaitAllowed(ApiClient client, String path) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (client.get(path).status() == 403 || client.get(path).status() == 401) {
      assertThat(Instant.now()).as("allowed: " + path).isBefore(end);
      Thread.sleep(100);
    }
  }

  @Test
  void whoHasTheGrantDoesItAndTheTwinDoesNot() throws InterruptedException {
    plane.reset();
    plane.apply(WORLD);
    List<IdentityStep> steps = IdentityStep.all();
    for (IdentityStep step : steps) {
      GrantedUser.bind(plane, user(step, false), step.rule());
      GrantedUser.bind(plane, user(step, true), step.twin());
    }
    // A binding that comes last: once it counts, the others do.
    GrantedUser.bind(plane, "last", "get||namespaces");
    Instant end = Instant.now().plus(PATIENCE);
    while (plane.user("last").get("/api/v1/namespaces/steps").status() == 403) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(100);
    }
    Access access = Access.of(ServerRbac.read(plane.administrator(), Cluster.SourceKind.LIVE));
    List<String> wrong = new ArrayList<>();
    for (IdentityStep step : steps) {
      ApiResponse done = perform(step, false);
      ApiResponse refused = perform(step, true);
      // RBAC's escalation check is a 403 of its own, so that 403 alone tells who is refused.
      if (done.status() == 403) {
        wrong.add(step.id() + " is refused: " + done.message());
      }
      if (refused.status() != 403) {
        wrong.add(step.id() + ": the twin gets " + refused.status() + " " + refused.body());
      }
      Permission permission = step.permission();
      if (permission != null) {
        if (!has(access, user(step, false), permission)) {
          wrong.add(step.id() + ": the engine does not see " + permission);
        }
        boolean same = step.id().equals("I3-attach") || step.id().equals("N4");
        if (!same && has(access, user(step, true), permission)) {
          wrong.add(step.id() + ": the engine gives the twin " + permission);
        }
      }
    }
    assertThat(wrong).isEmpty();
    System.out.println(steps.size() + " identity steps performed, and refused to their twins");
  }

  private static boolean has(Access access, String user, Permission permission) {
    int identity = access.identityOf(new Rbac.Subject(Rbac.SubjectKind.USER, "", user));
    boolean[] found = new boolean[1];
    access.forEachRight(identity, permission, (id, scope, name) -> found[0] = true);
    return found[0];
  }
}
