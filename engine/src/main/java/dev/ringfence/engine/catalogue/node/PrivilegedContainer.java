package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E1. Code in a pod with a privileged container of any kind → its node. In gVisor or a virtual
 * machine it gives the guest only, which is E12's; in a user namespace it is confined, which is
 * E11's.
 *
 * <p>Source: Kubernetes documentation, "Configure a Security Context".
 */
final class PrivilegedContainer extends PowerToNode {

  @Override
  public String id() {
    return "E1";
  }

  @Override
  public String title() {
    return "uses a privileged container's rights on the node";
  }

  @Override
  boolean holds(PodPowers powers) {
    return !powers.privileged().isEmpty();
  }

  @Override
  DangerousShape shape() {
    return DangerousShape.PRIVILEGED;
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
    for (Container container : powers.privileged()) {
      PodEvidence.addSecurity(landscape, podClass, container, "privileged", "true", evidence);
    }
  }
}
