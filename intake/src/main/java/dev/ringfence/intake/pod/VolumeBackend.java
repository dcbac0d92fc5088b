package dev.ringfence.intake.pod;

import dev.ringfence.intake.tree.Fields;
import java.util.List;
import java.util.Set;

/** Which data a volume's source names, in words that are equal where the data is the same. */
public final class VolumeBackend {

  /** Fields that say which data a source is, in the order in which they are told. */
  private static final List<String> FIELDS =
      List.of(
          "driver",
          "volumeHandle",
          "server",
          "path",
          "endpoints",
          "targetPortal",
          "iqn",
          "lun",
          "image",
          "pool",
          "volumeID",
          "pdName",
          "diskURI",
          "shareName",
          "volumePath");

  /** The same of those that are lists. */
  private static final List<String> LISTS = List.of("monitors", "targetWWNs", "wwids");

  /** Types of volumes by which a pod itself names data outside the cluster. */
  private static final Set<String> REMOTE =
      Set.of(
          "nfs",
          "iscsi",
          "fc",
          "rbd",
          "cephfs",
          "glusterfs",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "azureDisk",
          "azureFile",
          "cinder",
          "vsphereVolume",
          "portworxVolume");

  private VolumeBackend() {}

  static boolean isRemote(String type) {
    return REMOTE.contains(type);
  }

  /** What the source names: {@code driver=… volumeHandle=…}, {@code server=… path=…}. */
  public static String of(Fields source) {
    StringBuilder names = new StringBuilder();
    for (String field : FIELDS) {
      String value = source.scalarOrNull(field);
      if (value != null && !value.isEmpty()) {
        append(names, field, value);
      }
    }
    for (String field : LISTS) {
      List<String> values = source.texts(field);
      if (!values.isEmpty()) {
        append(names, field, String.join(",", values.stream().sorted().toList()));
      }
    }
    return names.toString();
  }

  private static void append(StringBuilder names, String field, String value) {
    names.append(names.isEmpty() ? "" : " ").append(field).append('=').append(value);
  }
}
