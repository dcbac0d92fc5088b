package dev.ringfence.intake.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.UnreachableException;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RealControlPlane
class LiveSourceTest {

  private static final String BINDING =
      """
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: %1$s}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %2$s}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
      """;

  @TempDir Path folder;

  private static String readerRole() throws IOException {
    return Files.readString(Path.of("../docs/ringfence-reader.yaml"));
  }

  @Test
  void thePublishedRoleIsEnoughForEveryKindAndAllowsNothingElse(ControlPlane plane)
      throws IOException {
    plane.apply(readerRole() + BINDING.formatted("reader", "ringfence-reader"));
    Cluster cluster = LiveReading.read(plane.kubeconfig("reader")).cluster();
    assertThat(cluster.unreadable()).isEmpty();
    assertThat(cluster.sourceKind()).isEqualTo(Cluster.SourceKind.LIVE);
    assertThat(cluster.kubernetesVersion()).isEqualTo("1.36");
    assertThat(cluster.roles()).anyMatch(role -> role.meta().name().equals("cluster-admin"));
    for (String path :
        new String[] {
          "/api/v1/events", "/apis/coordination.k8s.io/v1/leases", "/api/v1/pods?watch=1"
        }) {
      assertThat(plane.user("reader").get(path).status()).as(path).isEqualTo(403);
    }
    assertThat(
            plane
                .user("reader")
                .post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"refused\"}}")
                .status())
        .isEqualTo(403);
  }

  /** Before 1.36 MutatingAdmissionPolicy is a beta, which has to be switched on. */
  @Test
  void aKindIsReadInTheVersionThatTheServerHas() {
    try (ControlPlane older =
        ControlPlane.builder()
            .version("1.35")
            .withoutScheduler()
            .withoutControllerManager()
            .featureGate("MutatingAdmissionPolicy", true)
            .apiServerFlag(
                "--runtime-config=admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicies=true,"
                    + "admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicybindings=true")
            .start()) {
      older.apply(
          """
          apiVersion: admissionregistration.k8s.io/v1beta1
          kind: MutatingAdmissionPolicy
          metadata: {name: labels}
          spec:
            matchConstraints:
              resourceRules:
              - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
            reinvocationPolicy: Never
            mutations:
            - patchType: ApplyConfiguration
              applyConfiguration: {expression: 'Object{metadata: Object.metadata{labels: {"a": "b"}}}'}
          """);
      Cluster cluster = LiveReading.read(older.administratorKubeconfig()).cluster();
      assertThat(cluster.kubernetesVersion()).isEqualTo("1.35");
      assertThat(cluster.unreadable()).isEmpty();
      assertThat(cluster.admissionPolicies())
          .anyMatch(policy -> policy.mutating() && policy.meta().name().equals("labels"));
    }
  }

  @Test
  void thePublishedRoleNamesExactlyTheKindsThatAreRead() throws IOException {
    String listed =
        readerRole()
            .lines()
            .filter(line -> line.startsWith("      - "))
            .map(line -> line.substring(8))
            .sorted()
            .collect(Collectors.joining(" "));
    assertThat(listed)
        .isEqualTo(
            LiveKind.ALL.stream()
                // Several versions of a group are one right.
                .map(kind -> kind.apiVersion().replaceFirst("/.*", "") + "/" + kind.resource())
                .distinct()
                .map(right -> right.substring(right.indexOf('/') + 1))
                .sorted()
                .collect(Collectors.joining(" ")));
  }

  @Test
  void whatMayNotBeReadIsSaidKindByKind(ControlPlane plane) {
    plane.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: namespaces-only}
        rules: [{apiGroups: [""], resources: [namespaces], verbs: [list]}]
        """
            + BINDING.formatted("half-blind", "namespaces-only"));
    Cluster cluster = LiveReading.read(plane.kubeconfig("half-blind")).cluster();
    assertThat(cluster.unreadable()).hasSize(LiveKind.ALL.size() - 1);
    assertThat(cluster.unreadable())
        .anySatisfy(
            unreadable -> {
              assertThat(unreadable.kind()).isEqualTo("Secret");
              assertThat(unreadable.reason()).contains("half-blind").contains("secrets");
            });
    assertThat(cluster.namespaceIndex("kube-system")).isNotNegative();
  }

  @Test
  void aUserWhoMayReadNothingIsToldWhatToDo(ControlPlane plane) {
    assertThatThrownBy(() -> LiveReading.read(plane.kubeconfig("nobody")))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("nothing may be read")
        .hasMessageContaining("ringfence-reader.yaml")
        .hasMessageContaining("https://");
  }

  @Test
  void aServerThatDoesNotAnswerIsToldWithItsAddress(ControlPlane plane) throws IOException {
    String config = Files.readString(plane.administratorKubeconfig());
    Path broken = folder.resolve("config");
    Files.writeString(broken, config.replaceAll("https://[^\\s\"]+", "https://127.0.0.1:1"));
    assertThatThrownBy(() -> LiveReading.read(broken))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("https://127.0.0.1:1")
        .hasMessageContaining("no answer");
  }

  @Test
  void aServerOfAnotherAuthorityIsNotBelieved(ControlPlane plane) throws IOException {
    String config = Files.readString(plane.administratorKubeconfig());
    Path trusting = folder.resolve("config");
    Files.writeString(trusting, config.replaceAll("certificate-authority(-data)?: .*", ""));
    assertThatThrownBy(() -> LiveReading.read(trusting)).isInstanceOf(UnreachableException.class);
  }

  @Test
  void aContextThatIsNotThereIsBadInput(ControlPlane plane) {
    Path config = plane.administratorKubeconfig();
    assertThatThrownBy(
            () ->
                Connections.open(
                    "elsewhere", java.util.Map.of("KUBECONFIG", config.toString()), folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("elsewhere");
  }

  @Test
  void aServiceAccountsTokenWorksToo(ControlPlane plane) throws IOException {
    plane.apply(
        readerRole()
            + """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: reading-account}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ringfence-reader}
            subjects: [{kind: ServiceAccount, namespace: default, name: default}]
            """);
    Path config = plane.kubeconfigForServiceAccount("default", "default");
    assertThat(LiveReading.read(config).cluster().unreadable()).isEmpty();
  }

  @Test
  void aSecretsDataStaysOnTheServer(ControlPlane plane) {
    String value = "a-value-that-must-not-travel";
    String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    plane.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: secrets}
        ---
        apiVersion: v1
        kind: Secret
        metadata:
          name: door
          namespace: secrets
          labels: {team: a}
          annotations: {kubectl.kubernetes.io/last-applied-configuration: not wanted, owner: b}
        type: kubernetes.io/basic-auth
        stringData: {username: x, password: %s}
        """
            .formatted(value));
    String table =
        plane
            .administrator()
            .withHeaders("Accept", "application/json;as=Table;g=meta.k8s.io;v=v1")
            .get("/api/v1/namespaces/secrets/secrets?includeObject=Metadata")
            .orThrow()
            .body();
    assertThat(table).contains("door").doesNotContain(value).doesNotContain(encoded);
    Policies.SecretReference secret =
        LiveReading.read(plane.administratorKubeconfig()).cluster().secrets().stream()
            .filter(one -> one.meta().name().equals("door"))
            .findFirst()
            .orElseThrow();
    assertThat(secret.type()).isEqualTo("kubernetes.io/basic-auth");
    assertThat(secret.meta().labels().get("team")).isEqualTo("a");
    assertThat(secret.meta().annotations()).containsOnlyKeys("owner");
  }

  @Test
  void listsOfMoreThanAPageAreReadToTheirEnd(ControlPlane plane) {
    plane.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: many}\n");
    IntStream.range(0, 1_050)
        .parallel()
        .forEach(
            i ->
                plane
                    .administrator()
                    .post(
                        "/api/v1/namespaces/many/configmaps",
                        "{\"metadata\":{\"name\":\"c" + i + "\"}}")
                    .orThrow());
    assertThat(LiveReading.read(plane.administratorKubeconfig()).cluster().configMaps())
        .filteredOn(map -> map.meta().namespace().equals("many"))
        .hasSize(1_051);
  }
}
