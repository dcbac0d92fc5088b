package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.HostMount;
import dev.ringfence.engine.workload.HostPaths;

/**
 * E8. Code in a pod that may write its node's /var/log, and the right to read logs by the API → any
 * file of the node that the kubelet may read, so what it keeps for its pods.
 *
 * <p>Source: Aqua, "Kubernetes pod escape using log mounts" (2019).
 */
final class LogSymlink implements Row {

  @Override
  public String id() {
    return "E8";
  }

  @Override
  public String title() {
    return "has the kubelet read a link that it put under /var/log";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          if (powers.hostMounts().stream().noneMatch(LogSymlink::isWritableLog)) {
            return;
          }
          int[] grants = {
            facts.mayEverywhere(Capability.READ_POD_LOGS),
            facts.may(Capability.READ_POD_LOGS, podClass.namespace())
          };
          for (int grant : grants) {
            steps
                .to(facts.fact(FactKind.NODE_SECRETS, nodeClass))
                .from(facts.codeOn(podClass.id(), nodeClass))
                .from(grant)
                .from(facts.apiPlace())
                .add();
          }
        });
  }

  private static boolean isWritableLog(HostMount mount) {
    return !mount.readOnly() && HostPaths.overlaps(mount.path(), "/var/log");
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int premise = step.premise(0);
    if (landscape.facts().kind(premise) == FactKind.CODE_ON) {
      int podClass = landscape.facts().a(premise);
      landscape
          .workloads()
          .powers(landscape.cluster().podClasses().get(podClass))
          .hostMounts()
          .stream()
          .filter(LogSymlink::isWritableLog)
          .forEach(
              mount -> PodEvidence.add(landscape, podClass, mount.field(), mount.path(), evidence));
      PodEvidence.addPlace(landscape, podClass, landscape.facts().b(premise), evidence);
    }
  }
}
