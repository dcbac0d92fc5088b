package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.HostPaths;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;
import dev.ringfence.engine.workload.Workloads;

/**
 * E4. Code in a pod that may write a path of its node → the node: every path unless known safe, by
 * hostPath or by a PersistentVolume of that type, subPath included. A user namespace maps the
 * volume's owners along, so it does not help. A path that is read-only is so at its top alone,
 * unless the mount is recursively so: what is mounted beneath it is an assumption.
 *
 * <p>Source: Kubernetes documentation, "Volumes", hostPath, read-only mounts; KEP-3857; the table
 * is {@code HostPaths}.
 */
final class WritableHostPath extends PowerToNode {

  static final Assumption MOUNTS_BENEATH =
      new Assumption(
          "mounts-beneath-read-only-paths",
          "Beneath a path of the node that a container has read-only, other file systems may be"
              + " mounted: they stay writable there unless the mount says recursiveReadOnly.",
          "mounted");

  @Override
  public String id() {
    return "E4";
  }

  @Override
  public String title() {
    return "writes the node's files";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    super.derive(landscape, steps);
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          boolean can =
              Workloads.hasRecursiveReadOnly(
                  PodEvidence.node(landscape, nodeClass), powers.runtime());
          // gVisor keeps what is beneath read-only too, as a real node shows.
          if (!holds(powers)
              && powers.runtime().kind() != Runtime.Kind.SENTRY
              && powers.hostMounts().stream().anyMatch(mount -> isDangerousBeneath(mount, can))) {
            steps
                .to(facts.node(nodeClass))
                .from(facts.codeOn(podClass.id(), nodeClass))
                .assuming(MOUNTS_BENEATH)
                .add();
          }
        });
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
      } else if (!holds(powers) && isDangerousBeneath(mount, false)) {
        String words = mount.path() + ", read-only, not recursively";
        PodEvidence.add(landscape, podClass, mount.field(), words, evidence);
      }
    }
  }

  private static boolean isDangerousBeneath(HostMount mount, boolean runtimeCan) {
    return mount.isWritableBeneath(runtimeCan) && HostPaths.writingGivesNode(mount.path());
  }

  private static boolean isDangerous(HostMount mount) {
    return !mount.readOnly() && HostPaths.writingGivesNode(mount.path());
  }
}
