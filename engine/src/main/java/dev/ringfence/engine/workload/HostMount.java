package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Container;

/**
 * A path of the node that a container has.
 *
 * @param path normalised, subPath included
 * @param volume the volume's name in the pod
 * @param persistent whether the path comes by a PersistentVolume, which Pod Security cannot see
 */
public record HostMount(
    Container container, String volume, String path, boolean readOnly, boolean persistent) {

  /** The mount's place in the pod spec, for evidence. */
  public String field() {
    return container.type().field() + "[" + container.name() + "].volumeMounts[" + volume + "]";
  }
}
