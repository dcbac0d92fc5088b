package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands can and who-can, as a user runs them. */
final class AccessCommandsTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeSource() throws Exception {
    Files.writeString(
        folder.resolve("source.yaml"),
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: green}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader, namespace: green}
        rules:
        - {apiGroups: [""], resources: [secrets], verbs: [get]}
        - {apiGroups: [apps], resources: [deployments/scale], verbs: [patch], resourceNames: [web]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: from-blue, namespace: green}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
        subjects: [{kind: ServiceAccount, name: ci, namespace: blue}]
        """);
  }

  private Program.Result can(String... words) throws Exception {
    String[] all = new String[words.length + 2];
    all[0] = "can";
    all[1] = folder.resolve("source.yaml").toString();
    System.arraycopy(words, 0, all, 2, words.length);
    return Program.run(all);
  }

  @Test
  void aBindingAcrossNamespacesIsNamedWithItsRule() throws Exception {
    Program.Result result =
        can("--as", "system:serviceaccount:blue:ci", "-n", "green", "get", "secrets", "-o", "json");
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FINE);
    Answers.assertFollows("access", result.output());
    assertThat(result.output())
        .contains("\"allowed\": true")
        .contains(
            "RBAC: allowed by RoleBinding \\\"from-blue/green\\\" of Role \\\"reader\\\" to"
                + " ServiceAccount \\\"ci/blue\\\"");
  }

  @Test
  void whatNoRuleAllowsIsDenied() throws Exception {
    Program.Result result =
        can("--as", "system:serviceaccount:blue:ci", "-n", "blue", "get", "secrets");
    assertThat(result.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output()).isEqualTo("no\n");
  }

  @Test
  void shortNamesAndSubresourcesAreUnderstood() throws Exception {
    String user = "system:serviceaccount:blue:ci";
    assertThat(can("--as", user, "-n", "green", "patch", "deploy/scale", "web").exit()).isZero();
    assertThat(can("--as", user, "-n", "green", "patch", "deploy/scale", "api").exit()).isOne();
  }

  @Test
  void reviewsComeBackInOrderWithTheirStatus() throws Exception {
    Path reviews = folder.resolve("reviews.json");
    Files.writeString(
        reviews,
        """
        [{"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
          "metadata": {"name": "first"},
          "spec": {"user": "system:serviceaccount:blue:ci",
                   "resourceAttributes": {"namespace": "green", "verb": "list",
                                          "resource": "secrets"}}},
         {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
          "spec": {"user": "system:serviceaccount:blue:ci",
                   "resourceAttributes": {"namespace": "green", "verb": "get",
                                          "resource": "secrets"}}},
         {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
          "spec": {"user": "eve", "groups": ["system:authenticated"],
                   "nonResourceAttributes": {"path": "/version", "verb": "get"}}}]
        """);
    Program.Result result = can("--reviews", reviews.toString(), "-o", "json");
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output().replaceAll("\\s", ""))
        .matches(
            ".*\"name\":\"first\".*\"status\":\\{\"allowed\":false\\}.*\"verb\":\"get\".*"
                + "\"status\":\\{\"allowed\":true,\"reason\".*/version.*\"allowed\":true.*");
  }

  @Test
  void aReviewThatTheServerRefusesIsLocated() throws Exception {
    Path reviews = folder.resolve("reviews.yaml");
    Files.writeString(
        reviews,
        """
        apiVersion: authorization.k8s.io/v1
        kind: SubjectAccessReview
        spec: {user: eve}
        """);
    Program.Result result = can("--reviews", reviews.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.error()).contains("reviews.yaml").contains("exactly one");
  }

  @Test
  void whoCanNamesEverySubject() throws Exception {
    Program.Result result =
        Program.run(
            "who-can",
            folder.resolve("source.yaml").toString(),
            "-n",
            "green",
            "get",
            "secret",
            "-o",
            "json");
    assertThat(result.exit()).as(result.error()).isZero();
    Answers.assertFollows("who-can", result.output());
    assertThat(result.output())
        .contains("{\"kind\":\"ServiceAccount\",\"namespace\":\"blue\",\"name\":\"ci\"}");
  }

  @Test
  void usageIsExplained() throws Exception {
    assertThat(can("get", "secrets").error()).contains("--as");
    assertThat(can("--as", "eve", "get").error()).contains("VERB RESOURCE");
    assertThat(can("--as", "eve", "-n", "a", "-A", "get", "pods").exit())
        .isEqualTo(ExitCode.BAD_INPUT);
  }
}
