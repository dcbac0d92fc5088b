package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the commands of access and admission make of a source in which much is loose: each thing is
 * named with its place, and none makes an answer safer than it is.
 */
final class BadAccessInputTest {

  private static final String SOURCE =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: a}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: b}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: web, namespace: a}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: a}
      spec: {serviceAccountName: web, containers: [{name: c, image: x}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: base, namespace: b}
      spec: {automountServiceAccountToken: false, containers: [{name: c, image: x}]}
      ---
      """
          + Fragments.dangling("web")
          + "---\n"
          + Fragments.aggregating("one", "two")
          + """
          rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
          ---
          """
          + Fragments.aggregating("two", "one")
          + """
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata: {name: leaf, labels: {of: two}}
          rules: [{apiGroups: [widgets.example], resources: [widgets], verbs: [create]}]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: round, namespace: a}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: one}
          subjects: [{kind: ServiceAccount, name: web, namespace: a}]
          ---
          apiVersion: apiextensions.k8s.io/v1
          kind: CustomResourceDefinition
          metadata: {name: widgets.widgets.example}
          spec:
            group: widgets.example
            scope: Namespaced
            names: {plural: widgets, singular: widget, kind: Widget}
            versions: [{name: v1, served: true, storage: true}]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRole
          metadata: {name: widget-controller}
          rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
          ---
          {apiVersion: v1, kind: ServiceAccount, metadata: {name: widget-controller, namespace: b}}
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: ClusterRoleBinding
          metadata: {name: widget-controller}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: widget-controller}
          subjects: [{kind: ServiceAccount, name: widget-controller, namespace: b}]
          ---
          """
          + Fragments.BROKEN_POLICY
          + """
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata: {name: limits}
          spec:
            paramKind: {apiVersion: v1, kind: ConfigMap}
            matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
            validations: [{expression: "params.data.most == '1'"}]
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: limits}
          spec: {policyName: limits, validationActions: [Deny], paramRef: {name: gone, namespace: b, parameterNotFoundAction: Deny}}
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: nobodys}
          spec: {policyName: nowhere, validationActions: [Deny]}
          """;

  private static final String WEB = "system:serviceaccount:a:web";

  @TempDir private Path folder;

  @BeforeEach
  void writeSource() throws Exception {
    Files.writeString(folder.resolve("loose.yaml"), SOURCE);
  }

  private Program.Result run(String command, String... rest) throws Exception {
    String[] all = new String[rest.length + 2];
    all[0] = command;
    all[1] = folder.resolve("loose.yaml").toString();
    System.arraycopy(rest, 0, all, 2, rest.length);
    Program.Result result = Program.run(all);
    assertThat(result.error()).doesNotContain("\tat ");
    return result;
  }

  private static void isTold(Program.Result result) {
    assertThat(result.error())
        .contains("RoleBinding b/dangling")
        .contains("document 6): roleRef names Role b/nowhere, which is not there")
        .contains("subjects[1] names ServiceAccount b/robot, which is not there")
        .contains("ClusterRole one")
        .contains("ClusterRole two")
        .contains("aggregates itself")
        .contains("ValidatingAdmissionPolicyBinding nobodys")
        .contains("policyName names ValidatingAdmissionPolicy nowhere, which is not there")
        .contains("ValidatingAdmissionPolicyBinding limits")
        .contains("paramRef names ConfigMap b/gone, which is not there: all is refused");
  }

  @Test
  void canSaysWhatDanglesAndFollowsCircles() throws Exception {
    Program.Result dangling = run("can", "--as", WEB, "-n", "b", "get", "secrets");
    assertThat(dangling.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(dangling.output()).startsWith("no");
    isTold(dangling);
    Program.Result around = run("can", "--as", WEB, "-n", "a", "create", "widgets");
    assertThat(around.exit()).isEqualTo(ExitCode.FINE);
    assertThat(around.output()).contains("RoleBinding a/round, ClusterRole leaf rules[0]");
    Program.Result kept = run("can", "--as", WEB, "-n", "a", "get", "secrets");
    assertThat(kept.output())
        .as("rules of a role in a circle come back to it by the others")
        .contains("RoleBinding a/round, ClusterRole one rules[0]");
  }

  @Test
  void reviewsOfMissingSubjectsComeBackDenied() throws Exception {
    Path reviews = folder.resolve("reviews.json");
    Files.writeString(
        reviews,
        """
        [{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview",
          "spec":{"user":"%s","resourceAttributes":{"namespace":"b","verb":"get","resource":"pods"}}},
         {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview",
          "spec":{"user":"system:serviceaccount:b:robot",
           "resourceAttributes":{"namespace":"b","verb":"get","resource":"pods"}}}]\
        """
            .formatted(WEB));
    Program.Result result = run("can", "--reviews", reviews.toString(), "-o", "json");
    assertThat(result.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output()).contains("\"allowed\":false").doesNotContain("\"allowed\":true");
    isTold(result);
  }

  @Test
  void whoCanNamesNobodyByABindingThatDangles() throws Exception {
    Program.Result result = run("who-can", "-n", "b", "get", "secrets");
    assertThat(result.exit()).isEqualTo(ExitCode.FINE);
    assertThat(result.output())
        .contains("ServiceAccount b/widget-controller")
        .doesNotContain("ServiceAccount a/web")
        .doesNotContain("robot");
    isTold(result);
  }

  @Test
  void admitSaysWhatDoesNotCompileAndWhoseParametersAreMissing() throws Exception {
    Path pod = folder.resolve("pod.json");
    Files.writeString(
        pod,
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"new","namespace":"a"},
         "spec":{"containers":[{"name":"c","image":"x"}]}}\
        """);
    Program.Result result = run("admit", pod.toString());
    assertThat(result.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output())
        .contains("refused  Pod a/new")
        .contains("ValidatingAdmissionPolicy/limits")
        .contains("no params found for policy binding with `Deny` parameterNotFoundAction")
        .contains("undecided: ValidatingAdmissionPolicy/broken: it does not compile")
        .contains("1:13");
    assertThat(result.error())
        .contains("ValidatingAdmissionPolicy broken (")
        .contains("the API server would not take it: its validation does not compile");
    isTold(result);
  }

  @Test
  void explainTellsTheSameAndTakesAKindWithoutSchemaForTheWorst() throws Exception {
    Program.Result result =
        run("explain", "--from", "a", "--to", "b", "--stake", "takeover", "-o", "json");
    assertThat(result.exit()).isEqualTo(ExitCode.FINE);
    assertThat(result.output())
        .contains("custom-resources-")
        .contains("deputy")
        .contains("widgets.example");
    Program.Result text = run("explain", "--from", "a", "--to", "b", "--stake", "takeover");
    String all = (text.error() + text.output()).replaceAll("\\s+", " ");
    assertThat(all)
        .contains("roleRef names Role b/nowhere, which is not there")
        .contains("policyName names ValidatingAdmissionPolicy nowhere, which is not there")
        .contains("paramRef names ConfigMap b/gone, which is not there");
  }
}
