package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;

/**
 * E1, on Windows. Code in a HostProcess pod → its node.
 *
 * <p>Source: Kubernetes documentation, "Create a Windows HostProcess Pod".
 */
final class HostProcess extends PowerToNode {

  @Override
  public String id() {
    return "E1";
  }

  @Override
  public String title() {
    return "runs as a process of the Windows host";
  }

  @Override
  boolean holds(PodPowers powers) {
    return powers.hostProcess();
  }

  @Override
  DangerousShape shape() {
    return DangerousShape.HOST_PROCESS;
  }

  @Override
  Runtime.Move move() {
    return Runtime.Move.HOST_PROCESSES;
  }

  @Override
  boolean confinedByUserNamespace() {
    return false;
  }

  @Override
  boolean concerns(Landscape landscape, int nodeClass) {
    return !landscape.placement().operatingSystem(nodeClass).equals("linux");
  }

  @Override
  void explainPower(Landscape landscape, int podClass, PodPowers powers, EvidenceSink evidence) {
    PodEvidence.add(
        landscape, podClass, "securityContext.windowsOptions.hostProcess", "true", evidence);
  }
}
