package dev.ringfence.engine.cluster;

import java.util.Map;

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
}
