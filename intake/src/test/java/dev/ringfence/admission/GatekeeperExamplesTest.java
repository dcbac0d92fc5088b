package dev.ringfence.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of Gatekeeper's library of pod-security templates: allowed and disallowed. */
class GatekeeperExamplesTest {

  @TempDir private Path folder = Path.of("");

  private Reviewed constraint(String kind, String regoPackage, String parameters) {
    return new Reviewed(
        folder,
        """
        apiVersion: templates.gatekeeper.sh/v1
        kind: ConstraintTemplate
        metadata: {name: %1$s}
        spec:
          crd: {spec: {names: {kind: %2$s}}}
          targets:
          - target: admission.k8s.gatekeeper.sh
            rego: |
              package %3$s
        ---
        apiVersion: constraints.gatekeeper.sh/v1beta1
        kind: %2$s
        metadata: {name: psp}
        spec:
          match:
            kinds: [{apiGroups: [""], kinds: [Pod]}]
            excludedNamespaces: [kube-system]
          parameters: {%4$s}
        """
            .formatted(kind.toLowerCase(java.util.Locale.ROOT), kind, regoPackage, parameters));
  }

  private static String pod(String spec) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: nginx, namespace: default}
        spec: {%s}
        """
        .formatted(spec);
  }

  private static String nginx(String rest) {
    return pod("containers: [{name: nginx, image: nginx%s}]".formatted(rest));
  }

  @Test
  void privilegedContainers() throws IOException {
    Reviewed psp =
        constraint("K8sPSPPrivilegedContainer", "k8spspprivileged", "exemptImages: ['safe/*']");
    assertThat(psp.wordOn(nginx(", securityContext: {privileged: true}"))).isEqualTo("refused");
    assertThat(psp.wordOn(nginx(", securityContext: {privileged: false}"))).isEqualTo("allowed");
    assertThat(
            psp.wordOn(
                pod(
                    "initContainers: [{name: i, image: nginx, securityContext: {privileged: true}}],"
                        + " containers: [{name: nginx, image: nginx}]")))
        .isEqualTo("refused");
    assertThat(
            psp.wordOn(
                pod(
                    "containers: [{name: app, image: safe/app, securityContext: {privileged: true}}]")))
        .isEqualTo("allowed");
    assertThat(
            psp.wordOn(
                nginx(", securityContext: {privileged: true}")
                    .replace("namespace: default", "namespace: kube-system")))
        .isEqualTo("allowed");
  }

  @Test
  void hostNamespaces() throws IOException {
    Reviewed psp = constraint("K8sPSPHostNamespace", "k8spsphostnamespace", "");
    assertThat(
            psp.wordOn(pod("hostPID: true, hostIPC: true, containers: [{name: app, image: app}]")))
        .isEqualTo("refused");
    assertThat(psp.wordOn(nginx(""))).isEqualTo("allowed");
  }

  @Test
  void hostNetworkAndPorts() throws IOException {
    Reviewed psp =
        constraint(
            "K8sPSPHostNetworkingPorts",
            "k8spsphostnetworkingports",
            "hostNetwork: true, min: 80, max: 9000");
    String port =
        "hostNetwork: %s, containers: [{name: app, image: app, ports: [{containerPort: %d,"
            + " hostPort: %d}]}]";
    assertThat(psp.wordOn(pod(port.formatted("true", 9001, 9001)))).isEqualTo("refused");
    assertThat(psp.wordOn(pod(port.formatted("true", 9000, 9000)))).isEqualTo("allowed");
    Reviewed none =
        constraint("K8sPSPHostNetworkingPorts", "k8spsphostnetworkingports", "hostNetwork: false");
    assertThat(none.wordOn(pod(port.formatted("true", 9000, 9000)))).isEqualTo("refused");
  }

  @Test
  void hostFilesystemBelowAllowedPathsReadOnly() throws IOException {
    Reviewed psp =
        constraint(
            "K8sPSPHostFilesystem",
            "k8spsphostfilesystem",
            "allowedHostPaths: [{readOnly: true, pathPrefix: /foo}]");
    String with =
        "volumes: [{name: c, hostPath: {path: %s}}], containers: [{name: app, image: app,"
            + " volumeMounts: [{name: c, mountPath: /c, readOnly: %s}]}]";
    assertThat(psp.wordOn(pod(with.formatted("/tmp", "true")))).isEqualTo("refused");
    assertThat(psp.wordOn(pod(with.formatted("/fool", "true")))).isEqualTo("refused");
    assertThat(psp.wordOn(pod(with.formatted("/foo/bar", "true")))).isEqualTo("allowed");
    assertThat(psp.wordOn(pod(with.formatted("/foo/bar", "false")))).isEqualTo("refused");
  }

  @Test
  void capabilities() throws IOException {
    Reviewed psp =
        constraint(
            "K8sPSPCapabilities",
            "capabilities",
            "allowedCapabilities: [something], requiredDropCapabilities: [must_drop]");
    String with = ", securityContext: {capabilities: {add: [%s], drop: [%s]}}";
    assertThat(psp.wordOn(nginx(with.formatted("disallowedcapability", "must_drop"))))
        .isEqualTo("refused");
    assertThat(psp.wordOn(nginx(with.formatted("something", "another_thing"))))
        .isEqualTo("refused");
    assertThat(psp.wordOn(nginx(with.formatted("something", "must_drop, another_thing"))))
        .isEqualTo("allowed");
    assertThat(psp.wordOn(nginx(with.formatted("something", "ALL")))).isEqualTo("allowed");
  }

  @Test
  void privilegeEscalationMustBeForbiddenByName() throws IOException {
    Reviewed psp =
        constraint(
            "K8sPSPAllowPrivilegeEscalationContainer",
            "k8spspallowprivilegeescalationcontainer",
            "");
    assertThat(psp.wordOn(nginx(""))).isEqualTo("refused");
    assertThat(psp.wordOn(nginx(", securityContext: {allowPrivilegeEscalation: false}")))
        .isEqualTo("allowed");
  }

  @Test
  void volumeTypesAndSysctls() throws IOException {
    Reviewed types =
        constraint("K8sPSPVolumeTypes", "k8spspvolumetypes", "volumes: [emptyDir, projected]");
    String with = "volumes: [{name: v, %s}], containers: [{name: app, image: app}]";
    assertThat(types.wordOn(pod(with.formatted("hostPath: {path: /}")))).isEqualTo("refused");
    assertThat(types.wordOn(pod(with.formatted("emptyDir: {}")))).isEqualTo("allowed");
    Reviewed sysctls =
        constraint(
            "K8sPSPForbiddenSysctls", "k8spspforbiddensysctls", "forbiddenSysctls: ['kernel.*']");
    String set =
        "securityContext: {sysctls: [{name: %s, value: '1'}]}, containers: [{name: app, image: app}]";
    assertThat(sysctls.wordOn(pod(set.formatted("kernel.msgmax")))).isEqualTo("refused");
    assertThat(sysctls.wordOn(pod(set.formatted("net.core.somaxconn")))).isEqualTo("allowed");
  }

  @Test
  void seccompProfiles() throws IOException {
    Reviewed psp =
        constraint(
            "K8sPSPSeccomp",
            "k8spspseccomp",
            "allowedProfiles: [RuntimeDefault, Localhost], allowedLocalhostFiles: [audit.json]");
    assertThat(psp.wordOn(nginx(", securityContext: {seccompProfile: {type: RuntimeDefault}}")))
        .isEqualTo("allowed");
    String local = ", securityContext: {seccompProfile: {type: Localhost, localhostProfile: %s}}";
    assertThat(psp.wordOn(nginx(local.formatted("audit.json")))).isEqualTo("allowed");
    assertThat(psp.wordOn(nginx(local.formatted("other.json")))).isEqualTo("refused");
    assertThat(psp.wordOn(nginx(", securityContext: {seccompProfile: {type: Unconfined}}")))
        .isEqualTo("refused");
    assertThat(psp.wordOn(nginx(""))).as("not configured").isEqualTo("refused");
    assertThat(
            psp.wordOn(
                pod(
                    "securityContext: {seccompProfile: {type: RuntimeDefault}},"
                        + " containers: [{name: nginx, image: nginx}]")))
        .isEqualTo("allowed");
  }

  @Test
  void usersAndGroups() throws IOException {
    Reviewed psp =
        constraint(
            "K8sPSPAllowedUsers",
            "k8spspallowedusers",
            "runAsUser: {rule: MustRunAs, ranges: [{min: 100, max: 200}]},"
                + " supplementalGroups: {rule: MayRunAs, ranges: [{min: 100, max: 200}]}");
    assertThat(psp.wordOn(nginx(", securityContext: {runAsUser: 199}"))).isEqualTo("allowed");
    assertThat(psp.wordOn(nginx(", securityContext: {runAsUser: 250}"))).isEqualTo("refused");
    assertThat(psp.wordOn(nginx(""))).isEqualTo("refused");
    String groups =
        "securityContext: {runAsUser: 150, supplementalGroups: [%s]}, containers: [{name: a, image: a}]";
    assertThat(psp.wordOn(pod(groups.formatted("150, 199")))).isEqualTo("allowed");
    assertThat(psp.wordOn(pod(groups.formatted("150, 250")))).isEqualTo("refused");
    Reviewed nonRoot =
        constraint(
            "K8sPSPAllowedUsers", "k8spspallowedusers", "runAsUser: {rule: MustRunAsNonRoot}");
    assertThat(nonRoot.wordOn(nginx(", securityContext: {runAsNonRoot: true}")))
        .isEqualTo("allowed");
    assertThat(nonRoot.wordOn(nginx(", securityContext: {runAsUser: 0}"))).isEqualTo("refused");
    assertThat(nonRoot.wordOn(nginx(""))).isEqualTo("refused");
  }

  @Test
  void fileSystemGroups() throws IOException {
    Reviewed psp =
        constraint(
            "K8sPSPFSGroup", "k8spspfsgroup", "rule: MayRunAs, ranges: [{min: 1, max: 1000}]");
    String group = "securityContext: {fsGroup: %s}, containers: [{name: a, image: a}]";
    assertThat(psp.wordOn(pod(group.formatted("500")))).isEqualTo("allowed");
    assertThat(psp.wordOn(pod(group.formatted("2000")))).isEqualTo("refused");
    assertThat(psp.wordOn(nginx(""))).isEqualTo("allowed");
  }

  @Test
  void selinuxAppArmorAndFlexVolumes() throws IOException {
    Reviewed selinux =
        constraint(
            "K8sPSPSELinuxV2",
            "k8spspselinux",
            "allowedSELinuxOptions: [{level: 's0:c123,c456', role: object_r, type: svirt_t, user: system_u}]");
    String options = ", securityContext: {seLinuxOptions: {level: 's0:c123,c456', type: %s}}";
    assertThat(selinux.wordOn(nginx(options.formatted("svirt_t")))).isEqualTo("allowed");
    assertThat(selinux.wordOn(nginx(options.formatted("spc_t")))).isEqualTo("refused");
    assertThat(selinux.wordOn(nginx(""))).isEqualTo("allowed");
    Reviewed armor =
        constraint("K8sPSPAppArmor", "k8spspapparmor", "allowedProfiles: [runtime/default]");
    assertThat(armor.wordOn(nginx(""))).isEqualTo("allowed");
    assertThat(armor.wordOn(nginx(", securityContext: {appArmorProfile: {type: Unconfined}}")))
        .isEqualTo("refused");
    Reviewed flex =
        constraint(
            "K8sPSPFlexVolumes",
            "k8spspflexvolumes",
            "allowedFlexVolumes: [{driver: example/lvm}]");
    String volume =
        "volumes: [{name: v, flexVolume: {driver: %s}}], containers: [{name: a, image: a}]";
    assertThat(flex.wordOn(pod(volume.formatted("example/lvm")))).isEqualTo("allowed");
    assertThat(flex.wordOn(pod(volume.formatted("example/other")))).isEqualTo("refused");
  }

  @Test
  void aTemplateOfAnotherHandOrNoneIsUndecided() throws IOException {
    Reviewed own = constraint("K8sPSPPrivilegedContainer", "ourown", "");
    assertThat(own.wordOn(nginx(""))).isEqualTo("undecided");
    Reviewed other = constraint("MyOwnRule", "myownrule", "");
    assertThat(other.wordOn(nginx(""))).isEqualTo("undecided");
    Reviewed without =
        new Reviewed(folder, own.manifests().substring(own.manifests().indexOf("---")));
    assertThat(without.wordOn(nginx(""))).isEqualTo("undecided");
  }
}
