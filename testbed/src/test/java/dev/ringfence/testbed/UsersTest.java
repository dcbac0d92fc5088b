package dev.ringfence.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.testbed.api.AccessReview;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.ApiResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealControlPlane
class UsersTest {
  private static final String PODS = "/api/v1/namespaces/users/pods";

  private final ControlPlane cluster;

  UsersTest(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void letReadersReadPods() {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: readers, namespace: users}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects:
        - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: readers}
        - {kind: ServiceAccount, name: reader, namespace: users}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: reader, namespace: users}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: users}
        """);
  }

  @Test
  void aCertificateGivesAUserAndItsGroups() {
    assertThat(cluster.user("jane", "readers", "others").get(PODS).status()).isEqualTo(200);
    ApiResponse refusal = cluster.user("joe", "others").get(PODS);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.message()).contains("User \"joe\" cannot list resource \"pods\"");
  }

  @Test
  void accessReviewsTellTwoUsersApart() {
    AccessReview.Answer reader = ask("jane", "readers", "list", "pods");
    assertThat(reader.allowed()).isTrue();
    assertThat(reader.reason()).contains("RoleBinding \"readers/users\"");
    assertThat(ask("joe", "others", "list", "pods").allowed()).isFalse();
    assertThat(ask("jane", "readers", "create", "pods/exec=web").allowed()).isFalse();
    assertThat(ask("jane", "readers", "get", "deployments.apps/scale").allowed()).isTrue();
  }

  private AccessReview.Answer ask(String user, String group, String verb, String resource) {
    return cluster.ask(AccessReview.of(user, List.of(group), "users", verb, resource));
  }

  @Test
  void aServiceAccountHasWhatIsBoundToIt() {
    ApiClient reader = cluster.serviceAccount("users", "reader");
    assertThat(reader.get(PODS).status()).isEqualTo(200);
    assertThat(reader.get("/api/v1/secrets").message())
        .contains("system:serviceaccount:users:reader");
  }

  @Test
  void anAdministratorCanSpeakAsSomebodyElse() {
    ApiClient jane = cluster.administrator().impersonating("jane", "readers", "others");
    assertThat(jane.get(PODS).status()).isEqualTo(200);
    assertThat(jane.get("/api/v1/nodes").message()).contains("User \"jane\"");
  }

  @Test
  void whoeverShowsNothingIsAnonymous() {
    assertThat(cluster.anonymous().get(PODS).message()).contains("system:anonymous");
    assertThat(cluster.anonymous().get("/version").status()).isEqualTo(200);
  }

  @Test
  void kubeconfigsHoldAllThatIsNeededAndAreReadableToTheOwnerOnly() throws IOException {
    for (Path file :
        List.of(
            cluster.administratorKubeconfig(),
            cluster.kubeconfig("jane", "readers"),
            cluster.kubeconfigForServiceAccount("users", "reader"))) {
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      assertThat(file)
          .content()
          .contains("server: " + cluster.administrator().server())
          .containsPattern("client-key-data: \\S+|token: \\S+");
    }
  }
}
