package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenShift's restricted-v2 and privileged constraints, by its documentation. */
class SecurityContextConstraintsTest {

  private static final String SOURCE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: shop
        annotations:
          openshift.io/sa.scc.uid-range: 1000000000/10000
          openshift.io/sa.scc.mcs: s0:c5,c0
      ---
      apiVersion: security.openshift.io/v1
      kind: SecurityContextConstraints
      metadata: {name: restricted-v2}
      allowHostDirVolumePlugin: false
      allowHostIPC: false
      allowHostNetwork: false
      allowHostPID: false
      allowHostPorts: false
      allowPrivilegeEscalation: false
      allowPrivilegedContainer: false
      allowedCapabilities: [NET_BIND_SERVICE]
      requiredDropCapabilities: [ALL]
      fsGroup: {type: MustRunAs}
      runAsUser: {type: MustRunAsRange}
      seLinuxContext: {type: MustRunAs}
      seccompProfiles: [runtime/default]
      groups: ['system:authenticated']
      volumes: [configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected,
        secret]
      ---
      apiVersion: security.openshift.io/v1
      kind: SecurityContextConstraints
      metadata: {name: privileged}
      allowHostDirVolumePlugin: true
      allowHostIPC: true
      allowHostNetwork: true
      allowHostPID: true
      allowHostPorts: true
      allowPrivilegedContainer: true
      allowedCapabilities: ['*']
      runAsUser: {type: RunAsAny}
      seLinuxContext: {type: RunAsAny}
      fsGroup: {type: RunAsAny}
      seccompProfiles: ['*']
      users: ['system:admin']
      volumes: ['*']
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: use, namespace: shop}
      rules:
      - apiGroups: [security.openshift.io]
        resources: [securitycontextconstraints]
        resourceNames: [privileged]
        verbs: [use]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: use, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: use}
      subjects: [{kind: ServiceAccount, name: agent, namespace: shop}]
      """;

  @TempDir private Path folder = Path.of("");

  private String word(String spec) throws IOException {
    return new Reviewed(folder, SOURCE)
        .wordOn(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec: {%s}
            """
                .formatted(spec));
  }

  @Test
  void aPodThatLeavesItToTheDefaultsIsAdmitted() throws IOException {
    assertThat(word("containers: [{name: a, image: b}]")).isEqualTo("allowed");
  }

  @Test
  void whatTheRestrictedConstraintForbidsIsRefused() throws IOException {
    for (String security :
        new String[] {
          "privileged: true",
          "allowPrivilegeEscalation: true",
          "runAsUser: 0",
          "runAsUser: 1000010001",
          "capabilities: {add: [SYS_ADMIN]}",
          "seccompProfile: {type: Unconfined}",
          "seLinuxOptions: {level: 's0:c1'}"
        }) {
      assertThat(
              word("containers: [{name: a, image: b, securityContext: {%s}}]".formatted(security)))
          .as(security)
          .isEqualTo("refused");
    }
    assertThat(word("hostPID: true, containers: [{name: a, image: b}]")).isEqualTo("refused");
    assertThat(word("volumes: [{name: v, hostPath: {path: /}}], containers: [{name: a, image: b}]"))
        .isEqualTo("refused");
  }

  @Test
  void ofTheNamespacesOwnRangeUsersMayBe() throws IOException {
    assertThat(word("containers: [{name: a, image: b, securityContext: {runAsUser: 1000000000}}]"))
        .isEqualTo("allowed");
  }

  @Test
  void theServiceAccountsConstraintCountsToo() throws IOException {
    assertThat(
            word(
                "serviceAccountName: agent, hostPID: true, containers: [{name: a, image: b,"
                    + " securityContext: {privileged: true}}]"))
        .isEqualTo("allowed");
  }
}
