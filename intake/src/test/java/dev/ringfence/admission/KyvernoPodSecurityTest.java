package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules of Kyverno's own pod-security set, baseline and restricted, each with a pod that it
 * lets in and one that it refuses. Source: kyverno.io/policies, "Pod Security".
 */
class KyvernoPodSecurityTest {

  @TempDir private Path folder = Path.of("");

  private Reviewed policy(String validate) {
    return new Reviewed(
        folder,
        """
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: pod-security}
        spec:
          validationFailureAction: Enforce
          background: true
          rules:
          - name: rule
            match: {any: [{resources: {kinds: [Pod]}}]}
            preconditions:
              all:
              - {key: "{{ request.operation || 'BACKGROUND' }}", operator: NotEquals, value: DELETE}
            validate:
              message: not by the Pod Security Standards
        """
            + validate.indent(6));
  }

  private static String validate(String rule) {
    return switch (rule) {
      case "disallow-capabilities" ->
          """
          deny:
            conditions:
              all:
              - key: "{{ request.object.spec.[ephemeralContainers, initContainers, containers][].securityContext.capabilities.add[] }}"
                operator: AnyNotIn
                value: [AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT]
          """;
      case "disallow-host-namespaces" ->
          """
          pattern: {spec: {=(hostPID): "false", =(hostIPC): "false", =(hostNetwork): "false"}}
          """;
      case "disallow-host-path" ->
          """
          pattern: {spec: {=(volumes): [{X(hostPath): "null"}]}}
          """;
      case "disallow-host-ports" ->
          """
          pattern:
            spec:
              =(ephemeralContainers): [{=(ports): [{=(hostPort): 0}]}]
              =(initContainers): [{=(ports): [{=(hostPort): 0}]}]
              containers: [{=(ports): [{=(hostPort): 0}]}]
          """;
      case "disallow-host-process" ->
          """
          pattern:
            spec:
              =(securityContext): {=(windowsOptions): {=(hostProcess): "false"}}
              =(initContainers): [{=(securityContext): {=(windowsOptions): {=(hostProcess): "false"}}}]
              containers: [{=(securityContext): {=(windowsOptions): {=(hostProcess): "false"}}}]
          """;
      case "disallow-privileged-containers" ->
          """
          pattern:
            spec:
              =(ephemeralContainers): [{=(securityContext): {=(privileged): "false"}}]
              =(initContainers): [{=(securityContext): {=(privileged): "false"}}]
              containers: [{=(securityContext): {=(privileged): "false"}}]
          """;
      case "disallow-proc-mount" ->
          """
          pattern:
            spec:
              =(initContainers): [{=(securityContext): {=(procMount): Default}}]
              containers: [{=(securityContext): {=(procMount): Default}}]
          """;
      case "disallow-selinux" ->
          """
          pattern:
            spec:
              =(securityContext): {=(seLinuxOptions): {=(type): "container_t | container_init_t | container_kvm_t | container_engine_t"}}
              containers: [{=(securityContext): {=(seLinuxOptions): {=(type): "container_t | container_init_t | container_kvm_t | container_engine_t"}}}]
          """;
      case "restrict-apparmor-profiles" ->
          """
          pattern: {=(metadata): {=(annotations): {=(container.apparmor.security.beta.kubernetes.io/*): "runtime/default | localhost/*"}}}
          """;
      case "restrict-seccomp" ->
          """
          pattern:
            spec:
              =(securityContext): {=(seccompProfile): {=(type): "RuntimeDefault | Localhost"}}
              containers: [{=(securityContext): {=(seccompProfile): {=(type): "RuntimeDefault | Localhost"}}}]
          """;
      case "restrict-sysctls" ->
          """
          pattern:
            spec:
              =(securityContext):
                =(sysctls): [{=(name): "kernel.shm_rmid_forced | net.ipv4.ip_local_port_range | net.ipv4.ping_group_range"}]
          """;
      case "require-drop-all" ->
          """
          foreach:
          - list: request.object.spec.[ephemeralContainers, initContainers, containers][]
            deny:
              conditions:
                all:
                - key: ALL
                  operator: AnyNotIn
                  value: "{{ element.securityContext.capabilities.drop[] || `[]` }}"
          """;
      case "disallow-privilege-escalation" ->
          """
          pattern:
            spec:
              =(initContainers): [{securityContext: {allowPrivilegeEscalation: "false"}}]
              containers: [{securityContext: {allowPrivilegeEscalation: "false"}}]
          """;
      case "require-run-as-non-root-user" ->
          """
          pattern:
            spec:
              =(securityContext): {=(runAsUser): ">0"}
              containers: [{=(securityContext): {=(runAsUser): ">0"}}]
          """;
      case "require-run-as-nonroot" ->
          """
          anyPattern:
          - spec:
              securityContext: {runAsNonRoot: "true"}
              =(containers): [{=(securityContext): {=(runAsNonRoot): "true"}}]
          - spec:
              containers: [{securityContext: {runAsNonRoot: "true"}}]
          """;
      case "restrict-seccomp-strict" ->
          """
          anyPattern:
          - spec:
              securityContext: {seccompProfile: {type: "RuntimeDefault | Localhost"}}
              containers: [{=(securityContext): {=(seccompProfile): {=(type): "RuntimeDefault | Localhost"}}}]
          - spec:
              containers: [{securityContext: {seccompProfile: {type: "RuntimeDefault | Localhost"}}}]
          """;
      case "restrict-volume-types" ->
          """
          deny:
            conditions:
              all:
              - key: "{{ request.object.spec.volumes[].keys(@)[] || '' }}"
                operator: AnyNotIn
                value: [name, configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected, secret, '']
          """;
      default -> throw new AssertionError(rule);
    };
  }

  private static String pod(String annotations, String spec, String container) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: default%s}
        spec: {%scontainers: [{name: web, image: nginx%s}]}
        """
        .formatted(
            annotations.isEmpty() ? "" : ", annotations: {" + annotations + "}",
            spec.isEmpty() ? "" : spec + ", ",
            container.isEmpty() ? "" : ", " + container);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "disallow-capabilities | '' | 'securityContext: {capabilities: {add: [CHOWN]}}' | '' | 'securityContext: {capabilities: {add: [CHOWN, NET_ADMIN]}}'",
        "disallow-host-namespaces | 'hostPID: false' | '' | 'hostNetwork: true' | ''",
        "disallow-host-path | 'volumes: [{name: a, emptyDir: {}}]' | '' | 'volumes: [{name: a, emptyDir: {}}, {name: b, hostPath: {path: /}}]' | ''",
        "disallow-host-ports | '' | 'ports: [{containerPort: 80}]' | '' | 'ports: [{containerPort: 80, hostPort: 80}]'",
        "disallow-host-process | '' | 'securityContext: {windowsOptions: {hostProcess: false}}' | '' | 'securityContext: {windowsOptions: {hostProcess: true}}'",
        "disallow-privileged-containers | '' | 'securityContext: {privileged: false}' | '' | 'securityContext: {privileged: true}'",
        "disallow-proc-mount | '' | 'securityContext: {procMount: Default}' | '' | 'securityContext: {procMount: Unmasked}'",
        "disallow-selinux | '' | 'securityContext: {seLinuxOptions: {type: container_t}}' | '' | 'securityContext: {seLinuxOptions: {type: spc_t}}'",
        "restrict-seccomp | '' | 'securityContext: {seccompProfile: {type: RuntimeDefault}}' | '' | 'securityContext: {seccompProfile: {type: Unconfined}}'",
        "restrict-sysctls | 'securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: ''0''}]}' | '' | 'securityContext: {sysctls: [{name: kernel.msgmax, value: ''1''}]}' | ''",
        "require-drop-all | '' | 'securityContext: {capabilities: {drop: [ALL]}}' | '' | 'securityContext: {capabilities: {drop: [MKNOD]}}'",
        "disallow-privilege-escalation | '' | 'securityContext: {allowPrivilegeEscalation: false}' | '' | ''",
        "require-run-as-non-root-user | '' | 'securityContext: {runAsUser: 1}' | '' | 'securityContext: {runAsUser: 0}'",
        "require-run-as-nonroot | 'securityContext: {runAsNonRoot: true}' | '' | 'securityContext: {runAsNonRoot: true}' | 'securityContext: {runAsNonRoot: false}'",
        "restrict-seccomp-strict | '' | 'securityContext: {seccompProfile: {type: Localhost, localhostProfile: a}}' | '' | ''",
        "restrict-volume-types | 'volumes: [{name: a, secret: {secretName: a}}]' | '' | 'volumes: [{name: a, nfs: {server: a, path: /}}]' | ''",
      })
  void letsInWhatTheStandardLetsInAndRefusesWhatItRefuses(
      String rule, String spec, String container, String badSpec, String badContainer)
      throws IOException {
    Reviewed policy = policy(validate(rule));
    assertThat(
            policy.wordOn(pod("", "", rule.startsWith("require-run-as-nonroot") ? "" : container)))
        .as("without what the rule asks for or looks at")
        .isNotEqualTo("undecided");
    assertThat(policy.wordOn(pod("", spec, container))).as("good").isEqualTo("allowed");
    assertThat(policy.wordOn(pod("", badSpec, badContainer))).as("bad").isEqualTo("refused");
  }

  @ParameterizedTest
  @CsvSource({"runtime/default, allowed", "localhost/web, allowed", "unconfined, refused"})
  void appArmorByAnnotation(String profile, String word) throws IOException {
    Reviewed policy = policy(validate("restrict-apparmor-profiles"));
    String annotation = "container.apparmor.security.beta.kubernetes.io/web: " + profile;
    assertThat(policy.wordOn(pod(annotation, "", ""))).isEqualTo(word);
  }
}
