package dev.ringfence.engine.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What bounds how many volumes a node takes, by the name of the CSI driver. */
public final class VolumeLimits {

  private VolumeLimits() {}

  /**
   * A CSINode, named as its node is.
   *
   * @param limits drivers that publish one ({@code allocatable.count})
   */
  public record OfNode(ObjectMeta meta, Map<String, Integer> limits) {
    public OfNode {
      limits = Map.copyOf(limits);
    }
  }

  /**
   * A VolumeAttachment.
   *
   * @param driver the attacher
   * @param volume the PersistentVolume's name; empty for a volume written in the pod
   */
  public record Attachment(ObjectMeta meta, String driver, String node, String volume) {}

  /**
   * A CSIStorageCapacity: how much a driver can still make for a class, seen from some nodes.
   *
   * @param topology the nodes by their labels; null where none has access
   * @param capacity as written, empty where unset
   * @param maximumVolumeSize the same; it counts before {@code capacity}
   */
  public record Capacity(
      ObjectMeta meta,
      String storageClass,
      @Nullable LabelSelector topology,
      String capacity,
      String maximumVolumeSize) {

    /** Whether one volume of that size, in bytes, may be made. */
    public boolean isEnough(long size) {
      String limit = maximumVolumeSize.isEmpty() ? capacity : maximumVolumeSize;
      return !limit.isEmpty() && Amount.units(limit) >= size;
    }

    public boolean isReachedFrom(Node node) {
      return topology != null && topology.matches(node.labels());
    }
  }
}
