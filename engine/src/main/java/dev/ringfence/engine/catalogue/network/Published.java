package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Routing;
import dev.ringfence.engine.cluster.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What Ingresses and routes publish: which namespaces, through which Gateways, which Services. */
final class Published {

  private final Cluster cluster;

  Published(Landscape landscape) {
    this.cluster = landscape.cluster();
  }

  /** Kinds of ingress controllers' own that are known by name only. */
  static boolean isUnreadRoute(ObjectMeta other, Set<ObjectMeta> read) {
    String kind = other.reference().kind();
    boolean routes =
        kind.endsWith("Route") || kind.equals("VirtualService") || kind.equals("HTTPProxy");
    return routes && !read.contains(other);
  }

  /** Objects that publish something of their namespace, of kinds that are not read. */
  List<ObjectMeta> unreadRoutes() {
    Set<ObjectMeta> read = new HashSet<>();
    cluster.routes().forEach(route -> read.add(route.meta()));
    return cluster.others().stream().filter(other -> isUnreadRoute(other, read)).toList();
  }

  /** The namespaces that have an Ingress, or a route that is none of the Gateway API. */
  Set<Integer> byIngress() {
    Set<Integer> found = new TreeSet<>();
    for (Routing.Route route : cluster.routes()) {
      if (route.isIngress()) {
        found.add(namespace(route.meta()));
      }
    }
    unreadRoutes().forEach(other -> found.add(namespace(other)));
    found.remove(-1);
    return found;
  }

  /** All namespaces that publish something. */
  Set<Integer> namespaces() {
    Set<Integer> found = new TreeSet<>(byIngress());
    for (Routing.Route route : cluster.routes()) {
      found.add(namespace(route.meta()));
    }
    found.remove(-1);
    return found;
  }

  private int namespace(ObjectMeta meta) {
    return cluster.namespaceIndex(meta.namespace());
  }

  /** Whether a route hangs on the Gateway, and it takes it. */
  boolean hangsOn(Routing.Route route, Routing.Gateway gateway) {
    return names(route, gateway.meta()) && gateway.takesRoutesOf(namespaceOf(route.meta()));
  }

  private static boolean names(Routing.Route route, ObjectMeta gateway) {
    return route.gateways().stream()
        .anyMatch(
            each ->
                each.name().equals(gateway.name()) && each.namespace().equals(gateway.namespace()));
  }

  private Namespace namespaceOf(ObjectMeta meta) {
    return cluster.namespaces().get(namespace(meta));
  }

  /** Whether a route names a Gateway that is not among the objects. */
  boolean hangsOnUnread(Routing.Route route) {
    return route.gateways().stream()
        .anyMatch(
            named ->
                cluster.gateways().stream()
                    .noneMatch(
                        gateway ->
                            gateway.meta().name().equals(named.name())
                                && gateway.meta().namespace().equals(named.namespace())));
  }

  /**
   * Whether something serves the route: any controller an Ingress, a Gateway that takes it others.
   */
  boolean isServed(Routing.Route route) {
    return route.isIngress()
        || route.gateways().isEmpty()
        || hangsOnUnread(route)
        || cluster.gateways().stream().anyMatch(gateway -> hangsOn(route, gateway));
  }

  /** Whether a route of the namespace may lead to the Service. */
  boolean mayLeadTo(String fromNamespace, Routing.Target backend) {
    return fromNamespace.equals(backend.namespace())
        || cluster.referenceGrants().stream()
            .anyMatch(
                grant ->
                    grant.meta().namespace().equals(backend.namespace())
                        && grant.lets(fromNamespace, backend.name()));
  }

  /** The Service with only the port that the backend names; itself where none matches. */
  static Service narrowed(Service service, Routing.Target backend) {
    List<Service.Port> ports =
        service.ports().stream()
            .filter(
                port ->
                    port.name().equals(backend.port())
                        || Integer.toString(port.port()).equals(backend.port()))
            .toList();
    return ports.isEmpty()
        ? service
        : new Service(
            service.meta(),
            service.type(),
            service.selector(),
            ports,
            service.clusterIps(),
            service.externalIps(),
            service.externalName(),
            service.front());
  }

  static boolean isService(Service service, Routing.Target backend) {
    return service.meta().namespace().equals(backend.namespace())
        && service.meta().name().equals(backend.name());
  }
}
