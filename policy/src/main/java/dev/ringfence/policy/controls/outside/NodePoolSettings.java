package dev.ringfence.policy.controls.outside;

import dev.ringfence.policy.controls.YamlText;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one pool, written down for each system that is made for nothing but containers. What
 * a system cannot hold it gets no file for: Bottlerocket brings no sandbox, and Container-Optimized
 * OS none but gVisor.
 *
 * @param label by which pods select the nodes
 * @param value of the label and of the taint
 * @param handler of the sandbox; null where pods have none
 * @param verifiesPulls whether the kubelet can be told to verify pull credentials
 * @param userNamespaces whether pods or their sandbox need user namespaces, which some systems
 *     allow nobody
 */
record NodePoolSettings(
    String name,
    String label,
    String taint,
    String value,
    @Nullable String handler,
    boolean verifiesPulls,
    boolean userNamespaces) {

  /** Texts by the names of their files. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put("labels.sh", labels());
    files.put("flatcar.butane.yaml", flatcar());
    files.put("talos.yaml", talos());
    files.put("talos-schematic.yaml", talosImage());
    if (handler == null) {
      files.put("bottlerocket.toml", bottlerocket());
    }
    if (handler == null || isGvisor()) {
      files.put("container-optimized-os.yaml", containerOptimized());
    }
    return files;
  }

  private boolean isGvisor() {
    return "runsc".equals(handler) || "gvisor".equals(handler);
  }

  private String labels() {
    return """
        #!/bin/sh
        # As who manages fences, for each node NODE of the pool; the taint first.
        kubectl taint node "$NODE" %s=%s:NoSchedule --overwrite
        kubectl label node "$NODE" %s=%s --overwrite
        """
        .formatted(taint, value, label, value);
  }

  private String bottlerocket() {
    String namespaces =
        userNamespaces
            ? """

            # For hostUsers: false; Bottlerocket allows none.
            [settings.kernel.sysctl]
            "user.max_user_namespaces" = "16384"
            """
            : "";
    return """
        # SELinux enforces, and the root is verified and read-only, whatever stands here.
        # The metadata service answers the node alone: hop limit 1 in the launch template.
        [settings.kernel]
        lockdown = "integrity"
        %s
        [settings.kubernetes]
        pod-pids-limit = 1024
        seccomp-default = true

        [settings.kubernetes.node-taints]
        "%s" = ["%s:NoSchedule"]
        """
        .formatted(namespaces, taint, value);
  }

  private String kubelet() {
    return """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        authentication: {anonymous: {enabled: false}, webhook: {enabled: true}}
        authorization: {mode: Webhook}
        %1$spodPidsLimit: 1024
        protectKernelDefaults: true
        readOnlyPort: 0
        registerWithTaints:
        - {key: %2$s, value: "%3$s", effect: NoSchedule}
        seccompDefault: true
        """
        .formatted(pulls(""), taint, value);
  }

  /** Who runs an image that is there already must be able to pull it too; since 1.35. */
  private String pulls(String indentation) {
    return verifiesPulls
        ? indentation + "imagePullCredentialsVerificationPolicy: AlwaysVerify\n"
        : "";
  }

  private String flatcar() {
    String runtime =
        handler == null
            ? ""
            : """
            # The handler %s is no part of Flatcar: a system extension (systemd-sysext) brings it, and
            # containerd's configuration names it.
            """
                .formatted(handler);
    return runtime
        + """
        # SELinux is permissive here, because not every CNI runs where it enforces.
        variant: flatcar
        version: 1.1.0
        storage:
          files:
          # Where the kubelet is started with --config-dir=/etc/kubernetes/kubelet.conf.d
          - path: /etc/kubernetes/kubelet.conf.d/10-ringfence.conf
            mode: 0644
            contents:
              inline: |
        %s
          # What protectKernelDefaults demands: with other values the kubelet does not start.
          - path: /etc/sysctl.d/90-ringfence-kubelet.conf
            mode: 0644
            contents:
              inline: |
                vm.overcommit_memory=1
                vm.panic_on_oom=0
                kernel.panic=10
                kernel.panic_on_oops=1
                kernel.keys.root_maxkeys=1000000
                kernel.keys.root_maxbytes=25000000
        kernel_arguments:
          should_exist: [lockdown=integrity, module.sig_enforce=1]
        """
            .formatted(YamlText.indented(kubelet(), 8));
  }

  private String talos() {
    String namespaces =
        userNamespaces
            ? """
              sysctls:
                user.max_user_namespaces: "11255"  # Talos allows none
            """
            : "";
    return """
        # A patch of the workers' configuration: talosctl gen config … --config-patch-worker @talos.yaml
        machine:
          kubelet:
            defaultRuntimeSeccompProfileEnabled: true
            disableManifestsDirectory: true
            extraConfig:
        %1$s      podPidsLimit: 1024
              registerWithTaints:
              - {key: %2$s, value: "%3$s", effect: NoSchedule}
        %4$s"""
        .formatted(pulls("      "), taint, value, namespaces);
  }

  private String talosImage() {
    String extension =
        isGvisor()
            ? "  systemExtensions: {officialExtensions: [siderolabs/gvisor]}\n"
            : handler == null
                ? ""
                : handler.startsWith("kata")
                    ? "  systemExtensions: {officialExtensions: [siderolabs/kata-containers]}\n"
                    : "  # and the system extension that brings the handler " + handler + "\n";
    return """
        # For the Image Factory. Kernel arguments are part of the image, because the machine's
        # configuration has none where it starts by systemd-boot; with GRUB, set
        # machine.install.grubUseUKICmdline there.
        customization:
          extraKernelArgs: [lockdown=integrity]
        %s"""
        .formatted(extension);
  }

  private String containerOptimized() {
    return """
        # gcloud container node-pools create %s --system-config-from-file=FILE
        #   --image-type=COS_CONTAINERD --shielded-secure-boot --shielded-integrity-monitoring
        #   --workload-metadata=GKE_METADATA --node-taints=%s=%s:NoSchedule%s
        kubeletConfig:
          insecureKubeletReadonlyPortEnabled: false
          podPidsLimit: 1024
        """
        .formatted(name, taint, value, isGvisor() ? " --sandbox=type=gvisor" : "");
  }
}
