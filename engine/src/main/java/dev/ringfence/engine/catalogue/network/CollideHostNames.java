package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.HashSet;
import java.util.Set;

/**
 * N5: claims another's host name on a shared ingress class, or puts an ExternalName or a snippet
 * there; and whatever an Ingress or a route publishes can be connected to from outside.
 *
 * <p>Outline: a place from which API requests can be made; all traffic. Outside; every pod behind a
 * Service of a namespace with an Ingress or a route. Breaks: none.
 */
final class CollideHostNames extends NotExaminedYet {

  CollideHostNames() {
    super("N5", "claims a host name or snippet on a shared ingress");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    step(steps, everyTraffic(facts), facts.apiPlace());
    Set<String> published = new HashSet<>();
    for (ObjectMeta other : landscape.cluster().others()) {
      String kind = other.reference().kind();
      if (kind.equals("Ingress") || kind.endsWith("Route")) {
        published.add(other.namespace());
      }
    }
    new ServicesToPods(landscape)
        .forEach(
            service -> published.contains(service.meta().namespace()),
            (service, podClass, ports) ->
                step(
                    steps,
                    facts.fact(
                        FactKind.CONNECT, podClass.id(), landscape.network().portSets().id(ports)),
                    facts.outside()));
  }
}
