package dev.ringfence.intake.kind;

import dev.ringfence.intake.tree.Fields;
import java.util.List;
import java.util.Map;

/**
 * Where the data of a CSI volume is, for drivers of shared file systems and buckets whose documents
 * say which attributes name it. Their handles need only differ from each other, so that two volumes
 * with two handles may be one share.
 */
final class CsiLocation {

  /**
   * What a driver's attributes name.
   *
   * @param type of the location; {@code nfs} is that of volumes without a driver too
   * @param server attributes that say which share, joined
   * @param path those that say which folder of it, joined
   */
  private record Attributes(String type, List<String> server, List<String> path) {}

  private static final Map<String, Attributes> OF_DRIVER =
      Map.of(
          "nfs.csi.k8s.io", attributes("nfs", "server", "share subdir"),
          "smb.csi.k8s.io", attributes("smb", "source", "subDir"),
          "file.csi.azure.com", attributes("azure-file", "storageAccount shareName", "folderName"),
          "blob.csi.azure.com", attributes("azure-blob", "storageAccount containerName", ""),
          "s3.csi.aws.com", attributes("s3", "bucketName", ""),
          "cephfs.csi.ceph.com", attributes("cephfs", "clusterID fsName", "rootPath"));

  /** Its handle is {@code FILE-SYSTEM[:PATH[:ACCESS-POINT]]}. */
  private static final String EFS = "efs.csi.aws.com";

  private CsiLocation() {}

  private static Attributes attributes(String type, String server, String path) {
    return new Attributes(type, List.of(server.split(" ", -1)), List.of(path.split(" ", -1)));
  }

  /** {@code TYPE server=… path=…}; empty where it is not known. */
  static String of(Fields source) {
    String driver = source.text("driver");
    if (driver.equals(EFS)) {
      return ofFileSystem(source.text("volumeHandle"));
    }
    Attributes attributes = OF_DRIVER.get(driver);
    if (attributes == null) {
      return "";
    }
    Fields given = source.fields("volumeAttributes");
    String server = joined(given, attributes.server());
    return server.isEmpty()
        ? ""
        : attributes.type() + " server=" + server + " path=/" + joined(given, attributes.path());
  }

  private static String ofFileSystem(String handle) {
    String[] parts = handle.split(":", 3);
    String path = parts.length > 1 ? parts[1] : "";
    // An access point has a folder of its own, which the API does not show.
    String point = parts.length > 2 ? "/access-points/" + parts[2] : "";
    return parts[0].isEmpty() ? "" : "efs server=" + parts[0] + " path=/" + path + point;
  }

  private static String joined(Fields given, List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      String value = name.isEmpty() ? null : given.scalarOrNull(name);
      if (value != null && !value.isEmpty()) {
        text.append(text.isEmpty() ? "" : "/").append(value);
      }
    }
    return text.toString();
  }
}
