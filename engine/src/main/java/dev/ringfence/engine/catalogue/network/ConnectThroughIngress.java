package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * N1 through an ingress: connects from outside to what an Ingress or a route publishes.
 *
 * <p>Premises: a place outside; an Ingress, or a route that its Gateway takes; a Service that it
 * leads to, in another namespace only where a ReferenceGrant lets it. Where it leads to what is no
 * Service, or is of a kind that is not read, every Service of its namespace: an assumption. That
 * the front itself may be kept from the pods by policies is not counted. Breaks: none. Source:
 * Gateway API, cross-namespace references.
 */
final class ConnectThroughIngress implements Row {

  private interface Each {
    void connects(
        ObjectMeta route, PodClass podClass, PortSet ports, @Nullable Assumption assumption);
  }

  @Override
  public String id() {
    return "N1-ingress";
  }

  @Override
  public String title() {
    return "connects from outside through an ingress";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    forEach(
        landscape,
        (route, podClass, ports, assumption) -> {
          StepSink.Draft draft =
              steps
                  .to(
                      landscape
                          .facts()
                          .fact(
                              FactKind.CONNECT,
                              podClass.id(),
                              landscape.network().portSets().id(ports)))
                  .from(landscape.facts().outside());
          (assumption == null ? draft : draft.assuming(assumption)).add();
        });
  }

  private static void forEach(Landscape landscape, Each each) {
    Published published = new Published(landscape);
    ServicesToPods services = new ServicesToPods(landscape);
    for (Routing.Route route : landscape.cluster().routes()) {
      if (published.isServed(route)) {
        for (Routing.Target backend : route.backends()) {
          if (published.mayLeadTo(route.meta().namespace(), backend)) {
            services.forEach(
                service -> Published.isService(service, backend),
                (service, podClass, all) -> {
                  PortSet ports =
                      landscape
                          .network()
                          .servicePorts(Published.narrowed(service, backend), podClass);
                  if (!ports.isEmpty()) {
                    each.connects(route.meta(), podClass, ports, null);
                  }
                });
          }
        }
        if (!route.whole()) {
          everyService(services, route.meta(), each);
        }
      }
    }
    published.unreadRoutes().forEach(route -> everyService(services, route, each));
  }

  private static void everyService(ServicesToPods services, ObjectMeta route, Each each) {
    Predicate<Service> own =
        service -> service.meta().namespace().equals(route.namespace());
    services.forEach(
        own,
        (service, podClass, ports) ->
            each.connects(route, podClass, ports, NetworkAssumptions.INGRESS_BACKENDS));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.conclusion());
    PortSet wanted = landscape.network().portSet(landscape.facts().b(step.conclusion()));
    boolean[] shown = {false};
    forEach(
        landscape,
        (route, found, ports, assumption) -> {
          if (!shown[0] && found.id() == podClass && ports.equals(wanted)) {
            shown[0] = true;
            evidence.add(route, "spec", "leads from outside to " + ports + " of these pods");
          }
        });
  }
}
