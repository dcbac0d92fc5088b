package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.HostPaths;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E6. Code in a pod that has a runtime's socket, a registry socket of the kubelet, or a directory
 * from which the node starts programs, or a parent of one → its node. A read-only mount does not
 * close a socket, nor what is mounted beneath it; directories count where they can be written.
 *
 * <p>Source: KEP-3857 on what read-only mounts leave open; the table is {@code HostPaths}.
 */
final class RuntimeSocket extends PowerToNode {

  @Override
  public String id() {
    return "E6";
  }

  @Override
  public String title() {
    return "commands the container manager or the kubelet's registries";
  }

  @Override
  boolean holds(PodPowers powers) {
    return powers.hostMounts().stream().anyMatch(RuntimeSocket::isDangerous);
  }

  @Override
  DangerousShape shape() {
    return DangerousShape.RUNTIME_SOCKET;
  }

  @Override
  Runtime.Move move() {
    return Runtime.Move.HOST_FILES;
  }

  @Override
  boolean confinedByUserNamespace() {
    return false;
  }

  @Override
  void explainPower(Landscape landscape, int podClass, PodPowers powers, EvidenceSink evidence) {
    for (HostMount mount : powers.hostMounts()) {
      if (isDangerous(mount)) {
        PodEvidence.add(landscape, podClass, mount.field(), mount.path(), evidence);
      }
    }
  }

  private static boolean isDangerous(HostMount mount) {
    var gifts = HostPaths.gifts(mount.path());
    return gifts.contains(HostPaths.Gift.RUNTIME_SOCKET)
        || (!mount.readOnly() && gifts.contains(HostPaths.Gift.STARTS_PROGRAMS));
  }
}
