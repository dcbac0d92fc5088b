package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.placement.NodeClass;
import java.util.List;
import java.util.Set;

/**
 * N8: spoofs ARP or DNS answers on a bridge, with NET_RAW.
 *
 * <p>Premises: code in a pod with NET_RAW, which is in the default set of container runtimes, on a
 * node where pods share a bridge: an assumption, unless the network there is known to give each pod
 * a link of its own; then that check, {@code network-policy}, has to fail. Traffic of every
 * namespace, since one that answers for DNS sends clients where it likes.
 */
final class SpoofNeighbours implements Row {

  /** Each pod has a link of its own there, and what it sends is checked against its address. */
  private static final Set<String> WITHOUT_BRIDGE =
      Set.of("calico", "cilium", "antrea", "ovn-kubernetes", "aws-network-policy-agent");

  @Override
  public String id() {
    return "N8";
  }

  @Override
  public String title() {
    return "spoofs addresses of neighbours";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    Routes routes = new Routes(landscape);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (hasRawSockets(podClass)) {
        for (int nodeClass : landscape.placement().ever(podClass)) {
          spoof(landscape, routes, steps, facts.codeOn(podClass.id(), nodeClass), nodeClass);
        }
      }
    }
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      int crafted = facts.fact(FactKind.CRAFTED_ON, nodeClass.id());
      spoof(landscape, routes, steps, crafted, nodeClass.id());
    }
  }

  private static void spoof(
      Landscape landscape, Routes routes, StepSink steps, int code, int nodeClass) {
    int traffic = Traffic.ofEveryNamespace(landscape.facts());
    for (int enforcement : routes.enforcementsOn(nodeClass)) {
      Enforcement found = landscape.network().enforcement(enforcement);
      if (WITHOUT_BRIDGE.contains(found.product())) {
        steps.to(traffic).from(code).breaking(Boundaries.networkPolicy(found.product())).add();
      } else {
        steps.to(traffic).from(code).assuming(NetworkAssumptions.SHARED_BRIDGE).add();
      }
    }
  }

  /** Dropped only where every container drops it or ALL and does not add it again. */
  private static boolean hasRawSockets(PodClass podClass) {
    for (Container container : podClass.spec().containers()) {
      List<String> dropped = container.securityContext().droppedCapabilities();
      List<String> added = container.securityContext().addedCapabilities();
      boolean gone = names(dropped, "NET_RAW") || names(dropped, "ALL");
      if (!gone
          || names(added, "NET_RAW")
          || names(added, "ALL")
          || container.securityContext().isPrivileged()) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(List<String> capabilities, String name) {
    return capabilities.stream()
        .anyMatch(each -> each.equalsIgnoreCase(name) || each.equalsIgnoreCase("CAP_" + name));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    if (facts.kind(step.premise(0)) == FactKind.CODE_ON) {
      evidence.pod(
          facts.a(step.premise(0)),
          "containers",
          "securityContext.capabilities does not drop NET_RAW");
      for (int enforcement : new Routes(landscape).enforcementsOn(facts.b(step.premise(0)))) {
        evidence.enforcement(enforcement);
      }
    }
  }
}
