package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.Devices;
import org.jspecify.annotations.Nullable;

/**
 * E19, of network cards. Code in a pod that has a card of its node or a virtual function of one
 * (SR-IOV, RDMA, by the resource's name), or a pod of one's own making on a node that offers some →
 * it sends past every policy on what leaves pods, because the CNI's enforcer does not see that
 * interface: an assumption, since which network it is on, and what keeps that apart, is not in the
 * API. Where policies on what arrives stand, they stand here too.
 *
 * <p>Source: the SR-IOV network device plug-in's documents; Kubernetes documentation, "Network
 * Policies": the plug-in that makes the pod's network enforces them.
 */
final class NetworkCard implements Row {

  static final Assumption BESIDE_POLICIES =
      new Assumption(
          "network-cards-past-policies",
          "Network cards and virtual functions that pods have by device plug-ins may be on a network"
              + " from which the cluster's pods and nodes are reached past NetworkPolicies.",
          "past");

  @Override
  public String id() {
    return "E19";
  }

  @Override
  public String title() {
    return "sends past policies by a network card";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    int free = facts.fact(FactKind.SENDS_FREELY);
    Devices devices = Devices.of(landscape.cluster());
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (devices.of(podClass).stream().anyMatch(Devices::isNetworkCard)) {
        steps.to(free).from(facts.code(podClass.id())).assuming(BESIDE_POLICIES).add();
      }
    }
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      if (offers(landscape, nodeClass) != null) {
        steps
            .to(free)
            .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
            .assuming(BESIDE_POLICIES)
            .add();
      }
    }
  }

  /** A card that a node of the class offers to whoever asks, or null. */
  private static @Nullable String offers(Landscape landscape, int nodeClass) {
    for (int member : landscape.placement().nodeClasses().get(nodeClass).members()) {
      Node node = landscape.cluster().nodes().get(member);
      for (String resource : node.allocatable().keySet()) {
        if (Devices.isDevice(resource) && Devices.isNetworkCard(resource)) {
          return resource;
        }
      }
    }
    return null;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    var facts = landscape.facts();
    int premise = step.premise(0);
    if (facts.kind(premise) == FactKind.CODE) {
      int podClass = facts.a(premise);
      Devices.of(landscape.cluster()).of(landscape.cluster().podClasses().get(podClass)).stream()
          .filter(Devices::isNetworkCard)
          .forEach(device -> PodEvidence.add(landscape, podClass, "resources", device, evidence));
      return;
    }
    String resource = offers(landscape, facts.a(premise));
    if (resource != null) {
      PodEvidence.addNode(
          landscape, facts.a(premise), "status.allocatable[" + resource + "]", "offered", evidence);
    }
  }
}
