package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;
import org.jspecify.annotations.Nullable;

/**
 * N4, as it stands: reaches what endpoints written by hand name, through a way in from outside.
 *
 * <p>Premises: a place outside, or a connection to node ports; a Service with a load balancer,
 * external addresses or node ports, or an Ingress or route before one; endpoints of it that no
 * controller keeps, which name a pod's address, a node's, the control plane's or a metadata
 * service's. From a pod nothing is gained: policies look at the address behind the Service. Through
 * a load balancer or node port the pods' policies see a node (an assumption); through an ingress
 * they are not counted, as in N1-ingress. Breaks: none. Source: Services without selectors;
 * EndpointSlice, validation of addresses (link-local ones are refused).
 */
final class ReachWrittenEndpoints implements Row {

  /**
   * @param proxied whether something in between connects in its own name, as an ingress does
   */
  private interface Each {
    void leads(Service service, WrittenTargets.Target target, int from, boolean proxied);
  }

  @Override
  public String id() {
    return "N4-written";
  }

  @Override
  public String title() {
    return "reaches what hand-written endpoints name";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Routes routes = new Routes(landscape);
    forEach(
        landscape,
        (service, target, from, proxied) -> {
          conclude(landscape, target, (fact, under) -> add(steps.to(fact).from(from), under));
          for (int podClass : target.podClasses()) {
            toPods(landscape, routes, steps, target, podClass, from, proxied);
          }
        });
  }

  private static void toPods(
      Landscape landscape,
      Routes routes,
      StepSink steps,
      WrittenTargets.Target target,
      int podClass,
      int from,
      boolean proxied) {
    Assumption some = target.some() ? NetworkAssumptions.WRITTEN_ENDPOINTS : null;
    PodClass pods = landscape.cluster().podClasses().get(podClass);
    if (proxied) {
      add(steps.to(proxiedTo(landscape, podClass, target)).from(from), some);
      return;
    }
    int arrival = routes.arrival(podClass, target.ports());
    if (!routes.isPoliced(pods)) {
      add(steps.to(arrival).from(from), some);
      return;
    }
    add(steps.to(arrival).from(from).assuming(NetworkAssumptions.SOURCES_HIDDEN), some);
    for (int enforcement : routes.enforcementsBefore(pods)) {
      routes.past(steps, arrival, from, enforcement);
    }
  }

  private static int proxiedTo(Landscape landscape, int podClass, WrittenTargets.Target target) {
    return landscape
        .facts()
        .fact(FactKind.CONNECT, podClass, landscape.network().portSets().id(target.ports()));
  }

  private static void add(StepSink.Draft draft, @Nullable Assumption under) {
    (under == null ? draft : draft.assuming(under)).add();
  }

  private static void forEach(Landscape landscape, Each each) {
    WrittenTargets written = new WrittenTargets(landscape);
    if (written.isEmpty()) {
      return;
    }
    Facts facts = landscape.facts();
    Published published = new Published(landscape);
    for (Service service : landscape.cluster().services()) {
      for (WrittenTargets.Target target : written.of(service)) {
        if (ConnectFromOutside.isPublished(service)) {
          each.leads(service, target, facts.outside(), false);
        }
        if (NodeWaysRound.opensNodePorts(service)) {
          each.leads(service, target, facts.fact(FactKind.NODE_PORTS), false);
        }
        if (isRouted(landscape, published, service)) {
          each.leads(service, target, facts.outside(), true);
        }
      }
    }
  }

  private static boolean isRouted(Landscape landscape, Published published, Service service) {
    for (Routing.Route route : landscape.cluster().routes()) {
      if (published.isServed(route)) {
        boolean whole =
            !route.whole() && route.meta().namespace().equals(service.meta().namespace());
        if (whole
            || route.backends().stream()
                .anyMatch(
                    backend ->
                        Published.isService(service, backend)
                            && published.mayLeadTo(route.meta().namespace(), backend))) {
          return true;
        }
      }
    }
    return false;
  }

  private interface Conclusions {
    void fact(int fact, @Nullable Assumption assumption);
  }

  /** What is no pod: nodes are protected by none of the policies that look at sources. */
  private static void conclude(Landscape landscape, WrittenTargets.Target target, Conclusions to) {
    Facts facts = landscape.facts();
    ApiEndpoint endpoint = new ApiEndpoint(landscape);
    for (int nodeClass : target.nodeClasses()) {
      NodeClass nodes = landscape.placement().nodeClasses().get(nodeClass);
      if (!target.ports().and(ConnectToKubelets.PORTS).isEmpty()) {
        to.fact(facts.fact(FactKind.NODE_NETWORK, nodeClass), null);
        to.fact(facts.fact(FactKind.KUBELET_PORT, nodeClass), null);
      }
      if (endpoint.standsOn(nodes) && !target.ports().and(endpoint.ports()).isEmpty()) {
        to.fact(facts.apiPlace(), null);
      }
      if (endpoint.standsOn(nodes)
          && !target.ports().and(PortSet.of(PortSet.Protocol.TCP, 2379)).isEmpty()) {
        to.fact(facts.fact(FactKind.NODE_NETWORK, nodeClass), null);
      }
    }
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      Provider provider = Provider.of(landscape.cluster(), nodeClass);
      if (provider != null && provider.addresses().contains(target.address().address())) {
        to.fact(
            facts.fact(FactKind.METADATA, nodeClass.id()),
            provider.known() ? null : NetworkAssumptions.METADATA_EXISTS);
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    boolean[] shown = {false};
    forEach(
        landscape,
        (service, target, from, proxied) -> {
          boolean[] leads = {target.podClasses().contains(facts.a(step.conclusion()))};
          conclude(landscape, target, (fact, under) -> leads[0] |= fact == step.conclusion());
          if (!shown[0] && leads[0] && from == step.premise(0)) {
            shown[0] = true;
            evidence.add(service.meta(), "spec", "is led to from outside");
            evidence.add(
                target.endpoints().meta(),
                target.address().field(),
                target.address().address() + ", " + target.ports());
          }
        });
  }
}
