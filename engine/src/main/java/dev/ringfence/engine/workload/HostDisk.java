package dev.ringfence.engine.workload;

import dev.ringfence.engine.cluster.Container;

/**
 * A disk of the node that a container has by a PersistentVolume of type local: raw, or the file
 * system on it. What else the node keeps there is not in the API.
 *
 * @param volume the volume's name in the pod
 * @param disk the device as the volume names it
 * @param raw whether the container has the device itself, and so all that is on it
 */
public record HostDisk(
    Container container, String volume, String disk, boolean readOnly, boolean raw) {

  /** Its place in the pod spec, for evidence. */
  public String field() {
    String list = raw ? "volumeDevices" : "volumeMounts";
    return container.type().field() + "[" + container.name() + "]." + list + "[" + volume + "]";
  }
}
