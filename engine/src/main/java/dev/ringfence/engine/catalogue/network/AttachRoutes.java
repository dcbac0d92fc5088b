package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.identity.GrantRow;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.fact.FactKind;

/**
 * N6: attaches a route to a Gateway that takes those of others.
 *
 * <p>Premises: an identity that may write routes in some namespace; a place from which API requests
 * can be made; a Gateway whose allowedRoutes take routes of that namespace, on which routes of
 * another hang: a more specific match takes their traffic. Or a ReferenceGrant of another namespace
 * that lets routes of this one lead to its Services: a connection to their pods, from the front. A
 * Gateway that is not among the objects may take any: an assumption. Breaks: none. Source: Gateway
 * API, HTTPRoute matching and ReferenceGrant.
 */
final class AttachRoutes extends GrantRow {

  AttachRoutes() {
    super(Permission.WRITE_ROUTES);
  }

  @Override
  public String id() {
    return "N6";
  }

  @Override
  public String title() {
    return "attaches routes to a Gateway of others";
  }

  @Override
  protected void conclude(Landscape landscape, int scope, String name, Conclusions to) {
    Cluster cluster = landscape.cluster();
    Published published = new Published(landscape);
    for (Routing.Route route : cluster.routes()) {
      int victim = cluster.namespaceIndex(route.meta().namespace());
      int traffic = landscape.facts().fact(FactKind.TRAFFIC, victim);
      for (Routing.Gateway gateway : cluster.gateways()) {
        if (published.hangsOn(route, gateway) && takes(cluster, gateway, scope)) {
          to.fact(traffic);
        }
      }
      if (published.hangsOnUnread(route)) {
        to.fact(traffic, NetworkAssumptions.GATEWAY_ROUTES);
      }
    }
    for (Routing.ReferenceGrant grant : cluster.referenceGrants()) {
      if (isEverywhere(scope)
          || grant.fromNamespaces().contains(cluster.namespaces().get(scope).name())) {
        connect(landscape, grant, to);
      }
    }
  }

  private static boolean takes(Cluster cluster, Routing.Gateway gateway, int scope) {
    if (!isEverywhere(scope)) {
      return gateway.takesRoutesOf(cluster.namespaces().get(scope));
    }
    for (Namespace namespace : cluster.namespaces()) {
      if (gateway.takesRoutesOf(namespace)) {
        return true;
      }
    }
    return false;
  }

  private static void connect(Landscape landscape, Routing.ReferenceGrant grant, Conclusions to) {
    new ServicesToPods(landscape)
        .forEach(
            service ->
                service.meta().namespace().equals(grant.meta().namespace())
                    && (grant.services().isEmpty()
                        || grant.services().contains(service.meta().name())),
            (service, podClass, ports) ->
                to.fact(
                    landscape
                        .facts()
                        .fact(
                            FactKind.CONNECT,
                            podClass.id(),
                            landscape.network().portSets().id(ports))));
  }
}
