package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E7. Code in a pod that may write /proc or /sys as root → its node, by core_pattern, uevent_helper
 * or binfmt: an unmasked /proc where the user may be root (an unset runAsUser may), or a volume of
 * the node's own.
 *
 * <p>Source: core(5), proc_sys_kernel(5).
 */
final class KernelSettings extends PowerToNode {

  @Override
  public String id() {
    return "E7";
  }

  @Override
  public String title() {
    return "writes the kernel's switches in /proc or /sys";
  }

  @Override
  boolean holds(PodPowers powers) {
    return !powers.unmaskedProc().isEmpty();
  }

  @Override
  DangerousShape shape() {
    return DangerousShape.UNMASKED_PROC;
  }

  @Override
  Runtime.Move move() {
    return Runtime.Move.PRIVILEGE;
  }

  @Override
  boolean confinedByUserNamespace() {
    return true;
  }

  @Override
  void explainPower(Landscape landscape, int podClass, PodPowers powers, EvidenceSink evidence) {
    for (Container container : powers.unmaskedProc()) {
      PodEvidence.addSecurity(landscape, podClass, container, "procMount", "Unmasked", evidence);
    }
  }
}
