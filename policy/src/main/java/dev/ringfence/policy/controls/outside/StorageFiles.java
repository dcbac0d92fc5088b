package dev.ringfence.policy.controls.outside;

import dev.ringfence.engine.cluster.Policies.StorageClass;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.controls.ControlFile;
import dev.ringfence.policy.controls.YamlText;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Storage classes of a tenant's own, with a key of its own and volumes that go with their claims.
 *
 * <p>A file and no object: only who holds the keys can fill them in, and a class that no key stands
 * behind would be a claim that nobody checks.
 */
public final class StorageFiles {

  /** Where a provisioner takes the key, by the drivers' own references. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "ebs.csi.aws.com", List.of("kmsKeyId", "encrypted"),
          "pd.csi.storage.gke.io", List.of("disk-encryption-kms-key"),
          "disk.csi.azure.com", List.of("diskEncryptionSetID"),
          "rbd.csi.ceph.com", List.of("encryptionKMSID", "encrypted"),
          "cephfs.csi.ceph.com", List.of("encryptionKMSID", "encrypted"));

  private StorageFiles() {}

  /** A file for each tenant of its own nodes or a sandbox, where the cluster has classes. */
  public static List<ControlFile> of(FencePlan plan) {
    List<ControlFile> files = new ArrayList<>();
    for (Fence fence : plan.inCluster()) {
      if (Promise.hasOwnNodes(fence.pattern()) || Promise.isSandboxed(fence.pattern())) {
        StringBuilder text = new StringBuilder();
        for (StorageClass shared : plan.traits().storageClasses()) {
          if (!shared.provisioner().equals(StorageClass.NO_PROVISIONER)) {
            text.append(text.isEmpty() ? "" : "---\n").append(own(fence, shared));
          }
        }
        if (!text.isEmpty()) {
          files.add(
              new ControlFile(
                  "storage/own-class",
                  "files/storage/" + fence.tenant() + ".yaml",
                  text.toString()));
        }
      }
    }
    return files;
  }

  private static String own(Fence fence, StorageClass shared) {
    List<String> keys = KEYS.getOrDefault(shared.provisioner(), List.of());
    TreeMap<String, String> parameters = new TreeMap<>(shared.parameters());
    keys.forEach(key -> parameters.put(key, key.equals("encrypted") ? "true" : "KEY"));
    return """
        # %1$s
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata:
          name: %2$s
          labels: {app.kubernetes.io/managed-by: ringfence}
        provisioner: %3$s
        parameters: %4$s
        # What a claim leaves behind must not be bound again.
        reclaimPolicy: Delete
        volumeBindingMode: WaitForFirstConsumer
        """
        .formatted(
            keys.isEmpty()
                ? "Where " + shared.provisioner() + " takes a key is not known here: add it."
                : "KEY: one that opens the volumes of " + fence.tenant() + " and no other's.",
            YamlText.name(fence.tenant() + "-" + shared.meta().name()),
            shared.provisioner(),
            YamlText.map(parameters));
  }
}
