package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.workload.DistributionAdvisory;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * E23. Whoever chooses a pod's image, volumes or subPath, in a sandbox too → {@code
 * container-manager} → its node: containerd, CRI-O and the kubelet unpack and mount outside any
 * sandbox. By a pod of one's own making, on any node; by changing a workload or adding an ephemeral
 * container, where its pods could be. At once where Kubernetes' own advisory on subPath names the
 * node's kubelet.
 *
 * <p>Source: CVE-2024-21626, CVE-2022-23648, CVE-2021-25741, each of that kind.
 */
final class ChosenImage implements Row {

  private static final Capability[] CHOOSING = {
    Capability.CHANGE_WORKLOADS, Capability.CHANGE_EPHEMERAL_CONTAINERS
  };

  @Override
  public String id() {
    return "E23";
  }

  @Override
  public String title() {
    return "has the node unpack an image or mount a volume that it chose";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int namespaces = landscape.cluster().namespaces().size();
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      Boundary manager =
          failed(landscape, nodeClass) == null
              ? Boundaries.containerManager(product(landscape, nodeClass))
              : null;
      int node = facts.node(nodeClass);
      int placed = facts.fact(FactKind.CRAFTED_ON, nodeClass);
      past(manager, steps.to(node).from(placed)).add();
      BitSet changed = new BitSet(namespaces);
      for (int podClass : landscape.placement().podClassesOn(nodeClass)) {
        changed.set(landscape.cluster().podClasses().get(podClass).namespace());
      }
      for (Capability choosing : CHOOSING) {
        int everywhere = facts.mayEverywhere(choosing);
        past(manager, steps.to(node).from(everywhere).from(facts.apiPlace())).add();
        changed.stream()
            .map(namespace -> facts.may(choosing, namespace))
            .forEach(may -> past(manager, steps.to(node).from(may).from(facts.apiPlace())).add());
      }
    }
  }

  /**
   * @param manager what stands there; null where it has failed already
   */
  private static StepSink.Draft past(@Nullable Boundary manager, StepSink.Draft draft) {
    return manager == null ? draft : draft.breaking(manager);
  }

  /** A node of the class whose kubelet mounts what it should not, by Kubernetes' own words. */
  private static @Nullable Node failed(Landscape landscape, int nodeClass) {
    for (int member : landscape.placement().nodeClasses().get(nodeClass).members()) {
      Node node = landscape.cluster().nodes().get(member);
      if (DistributionAdvisory.namesKubeletOf(node)) {
        return node;
      }
    }
    return null;
  }

  /**
   * {@code containerd} of {@code containerd://2.1.0}; containerd where the kubelet says nothing.
   */
  private static String product(Landscape landscape, int nodeClass) {
    String version = PodEvidence.node(landscape, nodeClass).info().containerRuntimeVersion();
    int end = version.indexOf("://");
    return end <= 0 ? "containerd" : version.substring(0, end);
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int nodeClass = landscape.facts().a(step.conclusion());
    Node failed = failed(landscape, nodeClass);
    if (failed != null) {
      evidence.add(
          failed.meta(),
          "status.nodeInfo.kubeletVersion",
          failed.info().kubeletVersion() + ": named by kubernetes/kubernetes#104980");
    }
    String version = PodEvidence.node(landscape, nodeClass).info().containerRuntimeVersion();
    if (version.isEmpty()) {
      PodEvidence.addNode(
          landscape,
          nodeClass,
          "status.nodeInfo.containerRuntimeVersion",
          "unknown, taken to be containerd",
          evidence);
    }
    BoundaryGrade.addManager(landscape, nodeClass, evidence);
  }
}
