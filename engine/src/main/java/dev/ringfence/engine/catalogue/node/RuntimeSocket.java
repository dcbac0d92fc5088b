package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.HostPaths;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * E6. Code in a pod that has a runtime's socket, a registry socket of the kubelet, or a directory
 * from which the node starts programs, or a parent of one → its node. A read-only mount does not
 * close a socket, nor what is mounted beneath it; directories count where they can be written.
 *
 * <p>Source: KEP-3857 on what read-only mounts leave open; the table is {@code HostPaths}.
 */
final class RuntimeSocket extends PowerToNode {

  /** gVisor's flag --host-uds, none by default, is in the handler's configuration. */
  static final Assumption HOST_SOCKETS =
      new Assumption(
          "gvisor-host-sockets",
          "gVisor may let sandboxes connect to sockets of the node (runsc --host-uds=open).",
          "open");

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
    return powers.hostMounts().stream().anyMatch(mount -> isDangerous(mount, powers.runtime()));
  }

  @Override
  @Nullable Assumption restsOn(PodPowers powers) {
    boolean programs = powers.hostMounts().stream().anyMatch(RuntimeSocket::startsPrograms);
    return powers.runtime().kind() == Runtime.Kind.SENTRY && !programs ? HOST_SOCKETS : null;
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
      if (isDangerous(mount, powers.runtime())) {
        PodEvidence.add(landscape, podClass, mount.field(), mount.path(), evidence);
      }
    }
  }

  /** A guest's connection does not cross virtio-fs: the socket is there, nobody answers. */
  private static boolean isDangerous(HostMount mount, Runtime runtime) {
    boolean socket =
        runtime.kind() != Runtime.Kind.VIRTUAL_MACHINE
            && HostPaths.gifts(mount.path()).contains(HostPaths.Gift.RUNTIME_SOCKET);
    return socket || startsPrograms(mount);
  }

  private static boolean startsPrograms(HostMount mount) {
    return !mount.readOnly()
        && HostPaths.gifts(mount.path()).contains(HostPaths.Gift.STARTS_PROGRAMS);
  }
}
