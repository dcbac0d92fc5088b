package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.HostPaths;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E4. Code in a pod that may write a path of its node → the node: every path unless known safe, by
 * hostPath or by a PersistentVolume of that type, subPath included. A user namespace maps the
 * volume's owners along, so it does not help.
 *
 * <p>Source: Kubernetes documentation, "Volumes", hostPath; the table is {@code HostPaths}.
 */
final class WritableHostPath extends PowerToNode {

  @Override
  public String id() {
    return "E4";
  }

  @Override
  public String title() {
    return "writes the node's files";
  }

  @Override
  boolean holds(PodPowers powers) {
    return powers.hostMounts().stream().anyMatch(WritableHostPath::isDangerous);
  }

  @Override
  DangerousShape shape() {
    return DangerousShape.HOST_PATH;
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
        PodEvidence.add(landscape, podClass, mount.field(), mount.path() + ", writable", evidence);
      }
    }
  }

  private static boolean isDangerous(HostMount mount) {
    return !mount.readOnly() && HostPaths.writingGivesNode(mount.path());
  }
}
