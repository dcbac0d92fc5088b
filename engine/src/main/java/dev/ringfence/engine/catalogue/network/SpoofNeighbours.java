package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Boundaries;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.placement.NodeClass;
import java.util.List;

/**
 * N8: spoofs ARP or DNS answers on a bridge, with NET_RAW.
 *
 * <p>Outline: code in a pod with NET_RAW, which is in the default set of container runtimes; all
 * traffic. Breaks: {@code network-policy} of what enforces on the node, where something does.
 */
final class SpoofNeighbours extends NotExaminedYet {

  SpoofNeighbours() {
    super("N8", "spoofs addresses of neighbours");
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

  private void spoof(Landscape landscape, Routes routes, StepSink steps, int code, int nodeClass) {
    int traffic = everyTraffic(landscape.facts());
    for (int enforcement : routes.enforcementsOn(nodeClass)) {
      Enforcement passed = landscape.network().enforcement(enforcement);
      if (passed.state() != Enforcement.State.ENFORCED) {
        step(steps, traffic, code);
      } else {
        steps
            .to(traffic)
            .from(code)
            .breaking(Boundaries.networkPolicy(passed.product()))
            .assuming(assumption())
            .add();
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
}
