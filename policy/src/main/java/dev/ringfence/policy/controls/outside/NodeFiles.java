package dev.ringfence.policy.controls.outside;

import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.admission.Words;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings of nodes of their own, for purpose-built systems. The taint is the kubelet's to
 * register; the label is not, because NodeRestriction keeps kubelets from writing it: it is set by
 * whoever manages fences, and the file of commands says how.
 */
public final class NodeFiles {

  private NodeFiles() {}

  /** A pool: the nodes of one tenant, or those of a class's sandbox. */
  private record Pool(
      String name,
      String label,
      String taint,
      String value,
      @Nullable String handler,
      boolean verifiesPulls) {}

  /** The files of all pools, by name. */
  public static List<ControlFile> of(FencePlan plan) {
    Map<String, Pool> pools = new TreeMap<>();
    boolean verifies = plan.traits().minorVersion() >= 35;
    for (Fence fence : plan.inCluster()) {
      String handler =
          Promise.isSandboxed(fence.pattern())
              ? SandboxRuntime.handler(fence.settings(), plan.traits())
              : null;
      if (Promise.hasOwnNodes(fence.pattern())) {
        pools.put(
            fence.tenant(),
            new Pool(
                fence.tenant(),
                Words.TENANT_NODE_LABEL,
                Words.TENANT_TAINT,
                fence.tenant(),
                handler,
                verifies));
      } else if (Promise.isSandboxed(fence.pattern())) {
        pools.put(
            "pool-" + fence.pool(),
            new Pool(
                "pool-" + fence.pool(),
                Words.POOL_NODE_LABEL,
                Words.POOL_TAINT,
                fence.pool(),
                handler,
                verifies));
      }
    }
    List<ControlFile> files = new ArrayList<>();
    pools.values().forEach(pool -> files.addAll(of(pool)));
    return files;
  }

  private static List<ControlFile> of(Pool pool) {
    String folder = "files/nodes/" + pool.name() + "/";
    return List.of(
        new ControlFile("nodes/settings", folder + "labels.sh", labels(pool)),
        new ControlFile("nodes/settings", folder + "bottlerocket.toml", bottlerocket(pool)),
        new ControlFile("nodes/settings", folder + "flatcar.butane.yaml", flatcar(pool)),
        new ControlFile("nodes/settings", folder + "talos.yaml", talos(pool)),
        new ControlFile("nodes/settings", folder + "container-optimized-os.yaml", cos(pool)));
  }

  private static String labels(Pool pool) {
    return """
        #!/bin/sh
        # As who manages fences, for each node NODE of the pool; the taint first.
        kubectl taint node "$NODE" %s=%s:NoSchedule --overwrite
        kubectl label node "$NODE" %s=%s --overwrite
        """
        .formatted(pool.taint(), pool.value(), pool.label(), pool.value());
  }

  private static String bottlerocket(Pool pool) {
    return """
        [settings.kernel]
        lockdown = "integrity"

        [settings.kubernetes]
        pod-pids-limit = 1024
        seccomp-default = true

        [settings.kubernetes.node-taints]
        "%s" = ["%s:NoSchedule"]

        # The metadata service answers the node alone: hop limit 1 in the launch template.
        """
        .formatted(pool.taint(), pool.value());
  }

  private static String kubelet(Pool pool) {
    return """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        authentication: {anonymous: {enabled: false}, webhook: {enabled: true}}
        authorization: {mode: Webhook}
        %1$spodPidsLimit: 1024
        protectKernelDefaults: true
        readOnlyPort: 0
        registerWithTaints:
        - {key: %2$s, value: %3$s, effect: NoSchedule}
        seccompDefault: true
        """
        .formatted(pulls(pool, ""), pool.taint(), pool.value());
  }

  /** Who runs an image that is there already must be able to pull it too; since 1.35. */
  private static String pulls(Pool pool, String indentation) {
    return pool.verifiesPulls()
        ? indentation + "imagePullCredentialsVerificationPolicy: AlwaysVerify\n"
        : "";
  }

  private static String flatcar(Pool pool) {
    return """
        variant: flatcar
        version: 1.1.0
        storage:
          files:
          - path: /etc/kubernetes/kubelet.conf.d/10-ringfence.conf
            mode: 0644
            contents:
              inline: |
        %s
          - path: /etc/flatcar/update.conf
            overwrite: true
            contents: {inline: "REBOOT_STRATEGY=etcd-lock\\n"}
        kernel_arguments:
          should_exist: [lockdown=integrity, module.sig_enforce=1]
        """
        .formatted(dev.ringfence.policy.controls.YamlText.indented(kubelet(pool), 10));
  }

  private static String talos(Pool pool) {
    String extension =
        "runsc".equals(pool.handler())
            ? "# Image with the system extension siderolabs/gvisor.\n"
            : pool.handler() == null
                ? ""
                : "# Image with the system extension of " + pool.handler() + ".\n";
    return extension
        + """
        machine:
          install:
            extraKernelArgs: [lockdown=integrity]
          kubelet:
            defaultRuntimeSeccompProfileEnabled: true
            disableManifestsDirectory: true
            extraConfig:
        %1$s      podPidsLimit: 1024
              registerWithTaints:
              - {key: %2$s, value: %3$s, effect: NoSchedule}
        """
            .formatted(pulls(pool, "      "), pool.taint(), pool.value());
  }

  private static String cos(Pool pool) {
    return """
        # gcloud container node-pools create %s --system-config-from-file=FILE
        #   --image-type=COS_CONTAINERD --shielded-secure-boot --shielded-integrity-monitoring
        #   --workload-metadata=GKE_METADATA --node-taints=%s=%s:NoSchedule%s
        kubeletConfig:
          insecureKubeletReadonlyPortEnabled: false
          podPidsLimit: 1024
        """
        .formatted(
            pool.name(),
            pool.taint(),
            pool.value(),
            "runsc".equals(pool.handler()) ? " --sandbox=type=gvisor" : "");
  }
}
