package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.network.PortSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * N5, as it stands: reaches another's Service through a front, by a Service of type ExternalName
 * that names it.
 *
 * <p>Premises: a place outside; an Ingress, or a route that its Gateway takes, before a Service of
 * type ExternalName whose name is a Service's or a pod's in the cluster. Whether the front follows
 * such names cannot be seen: an assumption. A name of no Service here is taken to lead outside the
 * cluster. Breaks: none. From a pod nothing is gained: it is a name, which everybody may look up.
 * Source: Services of type ExternalName.
 */
final class FollowExternalNames implements Row {

  private static final Pattern OF_SERVICE =
      Pattern.compile(
          "(?:[a-z0-9-]+\\.)?([a-z0-9]([-a-z0-9]*[a-z0-9])?)\\.([a-z0-9]([-a-z0-9]*[a-z0-9])?)"
              + "\\.svc(\\..*)?");

  private interface Each {
    void leads(Routing.Route route, Service alias, Service named, PodClass pods, PortSet ports);
  }

  @Override
  public String id() {
    return "N5-name";
  }

  @Override
  public String title() {
    return "follows an external name through a front";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    forEach(
        landscape,
        (route, alias, named, pods, ports) ->
            steps
                .to(
                    landscape
                        .facts()
                        .fact(
                            FactKind.CONNECT, pods.id(), landscape.network().portSets().id(ports)))
                .from(landscape.facts().outside())
                .assuming(NetworkAssumptions.EXTERNAL_NAMES)
                .add());
  }

  private static void forEach(Landscape landscape, Each each) {
    Published published = new Published(landscape);
    ServicesToPods services = new ServicesToPods(landscape);
    for (Service alias : landscape.cluster().services()) {
      Matcher name = OF_SERVICE.matcher(alias.externalName());
      if (!alias.type().equals("ExternalName") || !name.matches()) {
        continue;
      }
      for (Routing.Route route : landscape.cluster().routes()) {
        if (published.isServed(route) && leadsTo(published, route, alias)) {
          services.forEach(
              service ->
                  service.meta().name().equals(name.group(1))
                      && service.meta().namespace().equals(name.group(3)),
              (service, pods, ports) -> each.leads(route, alias, service, pods, ports));
        }
      }
    }
  }

  private static boolean leadsTo(Published published, Routing.Route route, Service alias) {
    return route.backends().stream()
        .anyMatch(
            backend ->
                Published.isService(alias, backend)
                    && published.mayLeadTo(route.meta().namespace(), backend));
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int podClass = landscape.facts().a(step.conclusion());
    boolean[] shown = {false};
    forEach(
        landscape,
        (route, alias, named, pods, ports) -> {
          if (!shown[0] && pods.id() == podClass) {
            shown[0] = true;
            evidence.add(route.meta(), "spec", "leads from outside to " + alias.meta().reference());
            evidence.add(alias.meta(), "spec.externalName", alias.externalName());
            evidence.add(named.meta(), "spec.selector", ports + " of these pods");
          }
        });
  }
}
