package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Parts;
import dev.ringfence.engine.catalogue.RowOfParts;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;
import java.util.Set;

/**
 * N2: goes round policies by way of a node.
 *
 * <p>Premises, one of: the host network of a node, from which the node's own pods cannot be closed
 * (probes come from there); a place on the node of a pod that is on the host network; a node port
 * or host port of the pod, which may hide where the connection comes from (how a policy sees it is
 * left open by the API: an assumption). Breaks: none.
 */
final class NodeWaysRound implements RowOfParts {

  @Override
  public String id() {
    return "N2";
  }

  @Override
  public String title() {
    return "goes round policies by way of a node";
  }

  @Override
  public Set<FactKind> factByFact() {
    return Set.of(FactKind.SENDS_TO);
  }

  @Override
  public void derive(Landscape landscape, StepSink steps, Parts parts) {
    Facts facts = landscape.facts();
    Routes routes = new Routes(landscape);
    int allPorts = routes.numberOf(PortSet.ALL);
    for (PodClass podClass : landscape.cluster().podClasses()) {
      if (!parts.receiving(landscape.network().endpointOf(podClass.id()))) {
        continue;
      }
      int connect = facts.fact(FactKind.CONNECT, podClass.id(), allPorts);
      boolean hostNetwork = podClass.spec().hostNetwork();
      boolean policed = routes.isPoliced(podClass);
      PortSet hostPorts = hostPorts(podClass);
      for (int nodeClass : landscape.placement().ever(podClass)) {
        if (hostNetwork) {
          steps.to(connect).from(facts.fact(FactKind.OWN_NODE, nodeClass)).add();
        }
        if (policed) {
          steps.to(connect).from(facts.fact(FactKind.HOST_NETWORK, nodeClass)).add();
        }
        if (!hostPorts.isEmpty()) {
          steps
              .to(routes.arrival(podClass.id(), hostPorts))
              .from(facts.fact(FactKind.NODE_NETWORK, nodeClass))
              .assuming(NetworkAssumptions.SOURCES_HIDDEN)
              .add();
        }
      }
    }
    if (parts.areAll()) {
      throughNodePorts(landscape, steps, routes);
    }
    new GrantedNodePorts(landscape, routes).derive(steps, parts);
  }

  private static void throughNodePorts(Landscape landscape, StepSink steps, Routes routes) {
    Facts facts = landscape.facts();
    int nodePorts = facts.fact(FactKind.NODE_PORTS);
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      steps.to(nodePorts).from(facts.fact(FactKind.NODE_NETWORK, nodeClass.id())).add();
    }
    ServicesToPods services = new ServicesToPods(landscape);
    services.forEach(
        NodeWaysRound::opensNodePorts,
        (service, podClass, ports) ->
            steps
                .to(routes.arrival(podClass.id(), ports))
                .from(nodePorts)
                .assuming(NetworkAssumptions.SOURCES_HIDDEN)
                .add());
  }

  /** A load balancer's Service opens node ports too, unless it says otherwise. */
  static boolean opensNodePorts(Service service) {
    boolean given = service.ports().stream().anyMatch(port -> port.nodePort() != 0);
    return service.type().equals("NodePort")
        || (service.type().equals("LoadBalancer") && (given || service.front().nodePorts()));
  }

  /** The container ports behind host ports. */
  static PortSet hostPorts(PodClass podClass) {
    PortSet ports = PortSet.NONE;
    if (podClass.spec().hostNetwork()) {
      return ports;
    }
    for (Container container : podClass.spec().containers()) {
      for (Container.Port port : container.ports()) {
        PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
        if (port.hostPort() != 0 && protocol != null) {
          ports = ports.or(PortSet.of(protocol, port.containerPort()));
        }
      }
    }
    return ports;
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink sink) {
    Facts facts = landscape.facts();
    NetworkEvidence evidence = new NetworkEvidence(landscape, sink);
    int podClass = facts.a(step.conclusion());
    switch (facts.kind(step.premise(0))) {
      case OWN_NODE -> evidence.pod(podClass, "hostNetwork", "true");
      case HOST_NETWORK ->
          evidence.pod(podClass, "", "no NetworkPolicy closes the way from a node to its own pods");
      case NODE_NETWORK -> {
        if (facts.kind(step.conclusion()) != FactKind.NODE_PORTS) {
          evidence.pod(podClass, "containers", "hostPort to " + ports(landscape, step));
        }
      }
      case SENDS_TO -> {
        if (facts.kind(step.conclusion()) != FactKind.NODE_PORTS) {
          evidence.pod(podClass, "containers", "a host port that an egress rule lets through to");
        }
      }
      case NODE_PORTS ->
          new ServicesToPods(landscape)
              .forEach(
                  NodeWaysRound::opensNodePorts,
                  (service, found, ports) -> {
                    if (found.id() == podClass) {
                      sink.add(service.meta(), "spec.type", service.type() + " to " + ports);
                    }
                  });
      default -> {}
    }
  }

  private static PortSet ports(Landscape landscape, StepView step) {
    return landscape.network().portSet(landscape.facts().b(step.conclusion()));
  }
}
