package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E2. Code in a pod with a capability as good as root → its node, in whatever spelling; SYS_PTRACE
 * where the node's processes can be seen.
 *
 * <p>Source: capabilities(7); the table is {@code LinuxCapability}.
 */
final class NodeCapability extends PowerToNode {

  @Override
  public String id() {
    return "E2";
  }

  @Override
  public String title() {
    return "uses a capability that is as good as root";
  }

  @Override
  boolean holds(PodPowers powers) {
    return !powers.capabilities().isEmpty();
  }

  @Override
  DangerousShape shape() {
    return DangerousShape.CAPABILITY;
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
    for (PodPowers.CapabilityGrant grant : powers.capabilities()) {
      PodEvidence.addSecurity(
          landscape, podClass, grant.container(), "capabilities.add", grant.written(), evidence);
    }
  }
}
