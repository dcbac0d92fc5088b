package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command admit, as a user runs it. */
final class AdmitCommandTest {

  private static final String PODS =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: privileged, namespace: green}
      spec:
        containers: [{name: a, image: a, securityContext: {privileged: true}}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: host, namespace: green}
      spec:
        selector: {matchLabels: {app: host}}
        template:
          metadata: {labels: {app: host}}
          spec: {hostNetwork: true, containers: [{name: a, image: a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: plain, namespace: green}
      spec: {containers: [{name: a, image: registry.example/a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: lost, namespace: nowhere}
      spec: {containers: [{name: a, image: a}]}
      """;

  @TempDir private Path folder;

  private String write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void aLevelNamesTheStandardsChecks() throws Exception {
    String pods = write("pods.yaml", PODS);
    Program.Result result =
        Program.run("admit", "--level", "baseline", "--version", "v1.30", pods, "-o", "json");
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FOUND);
    Answers.assertFollows("admission", result.output());
    assertThat(result.output())
        .contains("\"check\":\"privileged\"")
        .contains("\"check\":\"hostNamespaces\"")
        .containsSubsequence("\"name\":\"plain\"", "\"allowed\":true");
    assertThat(Program.run("admit", "--level", "privileged", pods).exit()).isZero();
    assertThat(Program.run("admit", "--level", "strict", pods).exit())
        .isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void whatIsInForceRefusesPodsAndLetsDeploymentsThroughWhosePodsItRefuses() throws Exception {
    String source =
        write(
            "source.yaml",
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: green, labels: {pod-security.kubernetes.io/enforce: baseline}}
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: registry}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              validations:
              - expression: object.spec.containers.all(c, c.image.startsWith('registry.example/'))
                messageExpression: "'not from ours: ' + object.metadata.name"
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: registry}
            spec: {policyName: registry, validationActions: [Deny]}
            """);
    Program.Result result = Program.run("admit", source, write("pods.yaml", PODS), "-o", "json");
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FOUND);
    Answers.assertFollows("admission", result.output());
    String[] objects = result.output().split("\"document\":");
    assertThat(objects[1])
        .contains("\"allowed\":false", "\"check\":\"privileged\"", "not from ours: privileged");
    assertThat(objects[2])
        .contains("\"kind\":\"Deployment\"", "\"allowed\":true", "\"violations\":[]")
        .containsSubsequence(
            "podViolations", "hostNamespaces", "ValidatingAdmissionPolicy/registry");
    assertThat(objects[3]).contains("\"name\":\"plain\"", "\"allowed\":true", "\"undecided\":[]");
    assertThat(objects[4]).contains("\"allowed\":false", "nowhere");
  }

  @Test
  void aPolicyThatDoesNotCompileAndAWebhookAreUndecided() throws Exception {
    String source =
        write(
            "source.yaml",
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: green}
            ---
            """
                + Fragments.BROKEN_POLICY
                + """
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: guard}
                webhooks:
                - name: guard.example.com
                  clientConfig: {service: {namespace: green, name: guard}}
                  rules:
                  - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
                """);
    String pod =
        write(
            "pod.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: plain, namespace: green}
            spec: {containers: [{name: a, image: a}]}
            """);
    Program.Result result = Program.run("admit", source, pod);
    assertThat(result.exit()).isEqualTo(ExitCode.FOUND);
    assertThat(result.output())
        .contains("allowed  Pod green/plain")
        .contains("undecided: ValidatingAdmissionPolicy/broken: it does not compile")
        .contains("undecided: ValidatingWebhookConfiguration/guard");
  }
}
