package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Services, Gateways, Tiers and nodes that Ingresses, routes, written endpoints, policies and host
 * endpoints name, and that are not there.
 */
final class LooseFronts {

  private final Cluster cluster;

  LooseFronts(Cluster cluster) {
    this.cluster = cluster;
  }

  /** One sentence each. */
  List<String> all() {
    List<String> ends = new ArrayList<>();
    Set<String> services = new HashSet<>();
    cluster.services().forEach(each -> services.add(key(each.meta())));
    routes(services, ends);
    writtenEndpoints(services, ends);
    tiers(ends);
    hostEndpoints(ends);
    return ends;
  }

  private void routes(Set<String> services, List<String> ends) {
    Set<String> gateways = new HashSet<>();
    cluster.gateways().forEach(each -> gateways.add(key(each.meta())));
    for (Routing.Route route : cluster.routes()) {
      for (Routing.Target backend : route.backends()) {
        missing(route.meta(), backend, "Service", services, "nowhere", ends);
      }
      for (Routing.Target gateway : route.gateways()) {
        missing(
            route.meta(),
            gateway,
            "Gateway",
            gateways,
            "to nothing here, and whatever that Gateway is may take it",
            ends);
      }
    }
  }

  private void writtenEndpoints(Set<String> services, List<String> ends) {
    for (WrittenEndpoints endpoints : cluster.writtenEndpoints()) {
      String service = endpoints.meta().namespace() + "/" + endpoints.service();
      if (!services.contains(service)) {
        ends.add(
            LooseEnds.place(endpoints.meta())
                + ": its Service "
                + service
                + " is not there: nothing leads to them");
      }
    }
  }

  private void tiers(List<String> ends) {
    for (TieredPolicy policy : cluster.tieredPolicies()) {
      if (policy.isUnplaced()) {
        ends.add(
            LooseEnds.place(policy.meta())
                + ": spec.tier names a Tier that is not there, or whose place depends on the version:"
                + " what it allows may come first, and what it denies may not be denied");
      }
    }
  }

  private void hostEndpoints(List<String> ends) {
    Set<String> nodes = new HashSet<>();
    cluster.nodes().forEach(each -> nodes.add(each.name()));
    for (HostEndpoint endpoint : cluster.hostEndpoints()) {
      if (!nodes.contains(endpoint.node())) {
        ends.add(
            LooseEnds.place(endpoint.meta())
                + ": spec.node names Node "
                + endpoint.node()
                + ", which is not there: it protects nothing");
      }
    }
  }

  private static String key(ObjectMeta meta) {
    return meta.namespace() + "/" + meta.name();
  }

  private static void missing(
      ObjectMeta route,
      Routing.Target target,
      String kind,
      Set<String> there,
      String where,
      List<String> ends) {
    String name = target.namespace() + "/" + target.name();
    if (!there.contains(name)) {
      ends.add(
          LooseEnds.place(route)
              + ": "
              + (target.field().isEmpty() ? "spec" : target.field())
              + " names "
              + kind
              + " "
              + name
              + ", which is not there: it leads "
              + where);
    }
  }
}
