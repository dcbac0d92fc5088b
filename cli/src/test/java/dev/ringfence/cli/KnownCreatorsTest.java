package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A7 for every identity that policies know: one whom a policy lets make privileged pods, and beside
 * it those whom it does not.
 */
final class KnownCreatorsTest {

  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Node
      metadata: {name: node}
      status: {addresses: [{type: InternalIP, address: 192.168.0.1}]}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: red}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: blue}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: builder, namespace: red}}
      ---
      """
          + Fragments.frontAndBase("builder")
          + """
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: Role
          metadata: {name: pods, namespace: red}
          rules: [{apiGroups: [""], resources: [pods], verbs: [create]}]
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata: {name: pods, namespace: red}
          roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: pods}
          subjects: [{kind: ServiceAccount, name: builder, namespace: red}]
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicy
          metadata: {name: plain-pods}
          spec:
            matchConstraints:
              resourceRules:
              - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
            matchConditions:
            - {name: others, expression: "CONDITION"}
            variables:
            - name: containers
              expression: object.spec.containers + object.spec.?initContainers.orValue([])
            validations:
            - expression: >-
                !has(object.spec.hostPID) && !has(object.spec.hostIPC) && !has(object.spec.hostNetwork)
                && object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))
                && !object.spec.?securityContext.?windowsOptions.?hostProcess.orValue(false)
                && variables.containers.all(c, !c.?securityContext.?privileged.orValue(false)
                  && !c.?securityContext.?windowsOptions.?hostProcess.orValue(false)
                  && c.?securityContext.?procMount.orValue('Default') == 'Default'
                  && c.?ports.orValue([]).all(p, !has(p.hostPort))
                  && size(c.?securityContext.?capabilities.?add.orValue([])) == 0)
          ---
          apiVersion: admissionregistration.k8s.io/v1
          kind: ValidatingAdmissionPolicyBinding
          metadata: {name: plain-pods}
          spec: {policyName: plain-pods, validationActions: [Deny]}
          """;

  @TempDir private Path folder;

  /** Whether code in red takes blue's node without any boundary, by a pod of its own making. */
  private boolean isLetThrough(String condition) throws Exception {
    Files.writeString(folder.resolve("cluster.yaml"), CLUSTER.replace("CONDITION", condition));
    Program.Result result = Program.run("prove", folder.toString(), "-o", "json", "--all");
    assertThat(result.exit()).as(result.error()).isEqualTo(ExitCode.FOUND);
    String verdict =
        Objects.requireNonNull(Verdicts.of(result.output()).get("red → blue takeover"));
    assertThat(verdict).isIn("0 FallsShort", "1 FallsShort");
    return verdict.startsWith("0");
  }

  @Test
  void aPolicyMayLetThroughForOneWhatItRefusesToSomebody() throws Exception {
    String mine = "system:serviceaccount:red:builder";
    assertThat(isLetThrough("true")).isFalse();
    assertThat(isLetThrough("request.userInfo.username != '" + mine + "'")).isTrue();
    assertThat(isLetThrough("!request.userInfo.username.startsWith('system:serviceaccount:red:')"))
        .isTrue();
    assertThat(isLetThrough("!('system:serviceaccounts:red' in request.userInfo.groups)")).isTrue();
    assertThat(isLetThrough("request.userInfo.username != 'system:serviceaccount:blue:builder'"))
        .isFalse();
    assertThat(isLetThrough("request.userInfo.username != 'system:serviceaccount:red:other'"))
        .isFalse();
    assertThat(isLetThrough("!('system:serviceaccounts:blue' in request.userInfo.groups)"))
        .isFalse();
  }
}
