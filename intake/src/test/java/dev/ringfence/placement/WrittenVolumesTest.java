package dev.ringfence.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.workload.HostDisk;
import dev.ringfence.engine.workload.Storage;
import dev.ringfence.engine.workload.Workloads;
import dev.ringfence.intake.Reading;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes as people write them: which data they name. */
class WrittenVolumesTest {

  @TempDir Path folder;

  private Cluster read(String text) {
    return Reading.file(folder, "volumes.yaml", text).cluster();
  }

  private List<Storage.Data> dataOf(String source) {
    Policies.PersistentVolume volume =
        read("""
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: data}
        spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], %s}
        """
                .formatted(source))
            .persistentVolumes()
            .getFirst();
    return Storage.dataOf(volume);
  }

  private boolean isSame(String one, String other) {
    return dataOf(one).stream().anyMatch(data -> dataOf(other).stream().anyMatch(data::overlaps));
  }

  private static String csi(String driver, String handle, String attributes) {
    return "csi: {driver: %s, volumeHandle: \"%s\", volumeAttributes: {%s}}"
        .formatted(driver, handle, attributes);
  }

  @Test
  void aDriversAttributesNameAShareThatVolumesWithoutADriverNameToo() {
    String share = csi("nfs.csi.k8s.io", "one", "server: files, share: /exports, subdir: bank");
    assertThat(isSame(share, "nfs: {server: files, path: /exports/bank}")).isTrue();
    assertThat(isSame(share, "nfs: {server: files, path: /exports}")).isTrue();
    assertThat(isSame(share, "nfs: {server: files, path: /exports/shop}")).isFalse();
    assertThat(isSame(share, csi("nfs.csi.k8s.io", "two", "server: files, share: /exports/bank")))
        .isTrue();
    assertThat(isSame(share, csi("disk.example", "two", "server: files, share: /exports/bank")))
        .as("what the attributes of a driver that nobody knows mean is not known")
        .isFalse();
  }

  @Test
  void aFileSystemHoldsItsFoldersAndAccessPointsAreApart() {
    String whole = csi("efs.csi.aws.com", "fs-1", "");
    String bank = csi("efs.csi.aws.com", "fs-1:/bank", "");
    String one = csi("efs.csi.aws.com", "fs-1::fsap-1", "");
    assertThat(isSame(whole, bank)).isTrue();
    assertThat(isSame(whole, one)).isTrue();
    assertThat(isSame(bank, csi("efs.csi.aws.com", "fs-1:/shop", ""))).isFalse();
    assertThat(isSame(one, csi("efs.csi.aws.com", "fs-1::fsap-2", ""))).isFalse();
    assertThat(isSame(whole, csi("efs.csi.aws.com", "fs-2", ""))).isFalse();
  }

  @Test
  void bucketsAndSharesOfCloudsAreToldByTheirNames() {
    String bucket = csi("s3.csi.aws.com", "one", "bucketName: data");
    assertThat(isSame(bucket, csi("s3.csi.aws.com", "two", "bucketName: data"))).isTrue();
    assertThat(isSame(bucket, csi("s3.csi.aws.com", "two", "bucketName: other"))).isFalse();
    String share = csi("file.csi.azure.com", "one", "shareName: data, storageAccount: a");
    assertThat(
            isSame(share, csi("file.csi.azure.com", "two", "shareName: data, storageAccount: b")))
        .isFalse();
  }

  @Test
  void twoTargetsWithOneNumberAreTwo() {
    assertThat(isSame("fc: {targetWWNs: [a], lun: 0}", "fc: {targetWWNs: [b], lun: 0}")).isFalse();
    assertThat(isSame("fc: {targetWWNs: [a], lun: 0}", "fc: {targetWWNs: [a], lun: 0}")).isTrue();
  }

  @Test
  void aContainersDeviceIsTheDiskOfItsClaim() {
    Cluster cluster =
        read(
            """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: disk}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce]
              volumeMode: Block
              local: {path: /mnt/disks/raw}
              claimRef: {namespace: shop, name: raw}
              nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: Exists}]}]}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: raw, namespace: shop}
            spec: {accessModes: [ReadWriteOnce], volumeMode: Block, volumeName: disk, resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              containers: [{name: main, image: "app:1", volumeDevices: [{name: raw, devicePath: /dev/xvda}]}]
              volumes: [{name: raw, persistentVolumeClaim: {claimName: raw, readOnly: true}}]
            """);
    PodClass web = cluster.podClasses().getFirst();
    HostDisk disk = Workloads.of(cluster).powers(web).hostDisks().getFirst();
    assertThat(disk.disk()).isEqualTo("/mnt/disks/raw");
    assertThat(disk.raw()).isTrue();
    assertThat(disk.readOnly()).isTrue();
    assertThat(disk.field()).isEqualTo("containers[main].volumeDevices[raw]");
    assertThat(Workloads.of(cluster).powers(web).hostMounts()).isEmpty();
  }
}
