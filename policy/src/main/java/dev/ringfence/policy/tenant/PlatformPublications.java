package dev.ringfence.policy.tenant;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The platform publishes DNS to all: without names nothing runs. */
final class PlatformPublications {

  private PlatformPublications() {}

  static List<Tenant.Publication> of(Cluster cluster, Set<Integer> namespaces) {
    List<Tenant.Publication> publications = new ArrayList<>();
    for (Service service : cluster.services()) {
      int namespace = cluster.namespaceIndex(service.meta().namespace());
      if (namespaces.contains(namespace) && ClusterDns.isOne(service)) {
        publications.add(
            new Tenant.Publication(service.meta().namespace(), service.meta().name(), List.of()));
      }
    }
    return publications;
  }
}
