package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Container;
import org.jspecify.annotations.Nullable;

/**
 * A path of the node that a container has.
 *
 * @param path normalised, subPath included
 * @param volume the volume's name in the pod
 * @param recursive {@code recursiveReadOnly} as written; null where unset
 * @param file whether the volume is certainly no directory
 * @param persistent whether the path comes by a PersistentVolume, which Pod Security cannot see
 */
public record HostMount(
    Container container,
    String volume,
    String path,
    boolean readOnly,
    @Nullable String recursive,
    boolean file,
    boolean persistent) {

  /**
   * Whether the path is read-only at its top alone, so that what is mounted beneath it stays
   * writable (KEP-3857).
   *
   * @param runtimeCan whether the node's handler can make it so all the way down
   */
  public boolean isWritableBeneath(boolean runtimeCan) {
    boolean allTheWay =
        "Enabled".equals(recursive) || (runtimeCan && "IfPossible".equals(recursive));
    return readOnly && !file && !allTheWay;
  }

  /** The mount's place in the pod spec, for evidence. */
  public String field() {
    return container.type().field() + "[" + container.name() + "].volumeMounts[" + volume + "]";
  }
}
