package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.Outward;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;

/**
 * N2 by a rule that lets through to a node's address on a host port or node port alone: who may not
 * connect to the node's own ports still gets to the pods behind these.
 */
final class GrantedNodePorts {

  private final Landscape landscape;
  private final Routes routes;
  private final Facts facts;
  private final Outward towards;

  GrantedNodePorts(Landscape landscape, Routes routes) {
    this.landscape = landscape;
    this.routes = routes;
    this.facts = landscape.facts();
    this.towards = landscape.network().towardsAddresses();
  }

  void derive(StepSink steps, Parts parts) {
    int[] grants = facts.ofKind(FactKind.SENDS_TO, parts.firstFact());
    if (grants.length == 0) {
      return;
    }
    PortSet nodePorts = nodePorts();
    PortSet wanted = nodePorts;
    for (PodClass podClass : landscape.cluster().podClasses()) {
      wanted = wanted.or(hostPorts(podClass));
    }
    if (wanted.isEmpty()) {
      return;
    }
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      Outward.Target target = towards.nodes(nodeClass.members());
      for (int fact : grants) {
        Outward.Ports open = towards.granted(facts.a(fact), target);
        if (!open.ifAddressed().and(wanted).isEmpty()) {
          granted(steps, fact, nodeClass.id(), open, nodePorts);
        }
      }
    }
  }

  private void granted(
      StepSink steps, int fact, int nodeClass, Outward.Ports open, PortSet nodePorts) {
    to(steps, facts.fact(FactKind.NODE_PORTS), fact, open, nodePorts, false);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      PortSet hostPorts = hostPorts(podClass);
      if (!hostPorts.isEmpty() && landscape.placement().isEver(podClass, nodeClass)) {
        int arrival = routes.arrival(podClass.id(), NodeWaysRound.hostPorts(podClass));
        to(steps, arrival, fact, open, hostPorts, true);
      }
    }
  }

  private static void to(
      StepSink steps, int conclusion, int fact, Outward.Ports open, PortSet ports, boolean hidden) {
    if (open.ifAddressed().and(ports).isEmpty()) {
      return;
    }
    StepSink.Draft draft = steps.to(conclusion).from(fact);
    if (hidden) {
      draft = draft.assuming(NetworkAssumptions.SOURCES_HIDDEN);
    }
    boolean certain = !open.certain().and(ports).isEmpty();
    (certain ? draft : draft.assuming(NetworkAssumptions.POD_ADDRESSES)).add();
  }

  private PortSet nodePorts() {
    PortSet ports = PortSet.NONE;
    for (Service service : landscape.cluster().services()) {
      if (NodeWaysRound.opensNodePorts(service)) {
        for (Service.Port port : service.ports()) {
          PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
          if (protocol != null) {
            ports =
                ports.or(
                    port.nodePort() == 0
                        ? PortSet.of(
                            protocol,
                            NodePortPolicies.FIRST_NODE_PORT,
                            NodePortPolicies.LAST_NODE_PORT)
                        : PortSet.of(protocol, port.nodePort()));
          }
        }
      }
    }
    return ports;
  }

  /** As they are asked for at the node. */
  private static PortSet hostPorts(PodClass podClass) {
    PortSet ports = PortSet.NONE;
    if (!podClass.spec().hostNetwork()) {
      for (Container container : podClass.spec().containers()) {
        for (Container.Port port : container.ports()) {
          PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
          if (port.hostPort() != 0 && protocol != null) {
            ports = ports.or(PortSet.of(protocol, port.hostPort()));
          }
        }
      }
    }
    return ports;
  }
}
