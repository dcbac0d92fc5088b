package dev.ringfence.policy.fence;

import dev.ringfence.engine.catalogue.network.NetworkAssumptions;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.policy.Resolution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tenants and the platform publish, as openings in fences. */
final class Openings {

  private static final String HIDDEN = NetworkAssumptions.SOURCES_HIDDEN.id();

  private final Cluster cluster;
  private final List<String> remarks;

  private Openings(Cluster cluster, List<String> remarks) {
    this.cluster = cluster;
    this.remarks = remarks;
  }

  /**
   * All but DNS, which {@link Resolvers} opens.
   *
   * @param remarks gets what is not opened, and what is open beside
   */
  static List<Opening> of(Resolution resolution, List<String> remarks) {
    Openings found = new Openings(resolution.cluster(), remarks);
    List<Opening> openings = new ArrayList<>();
    for (Tenant tenant : resolution.tenancy().tenants()) {
      if (tenant.kind() == Tenant.Kind.DECLARED || tenant.isPlatform()) {
        for (Tenant.Publication publication : tenant.publishes()) {
          found.add(tenant, publication, openings);
        }
      }
    }
    return openings;
  }

  private void add(Tenant tenant, Tenant.Publication publication, List<Opening> openings) {
    Service service = service(publication);
    if (service == null || service.selector().isEmpty()) {
      remarks.add(
          title(tenant, publication)
              + ", "
              + (service == null ? "which is not there" : "which selects no pods")
              + ": nothing is opened for it");
      return;
    }
    if (tenant.isPlatform() && Resolvers.isOne(service)) {
      return;
    }
    if (!publication.to().isEmpty() && hidesSources(service)) {
      remarks.add(
          title(tenant, publication)
              + " to "
              + String.join(", ", publication.to())
              + " alone, but it is a "
              + front(service)
              + ": who gets to its front may arrive with the address of the pod's own node, which no"
              + " NetworkPolicy refuses ("
              + HIDDEN
              + "). Make it a ClusterIP, or a LoadBalancer with externalTrafficPolicy: Local and"
              + " allocateLoadBalancerNodePorts: false, or publish it to everybody");
    }
    openings.add(
        new Opening(
            tenant.name(),
            publication.namespace(),
            publication.service(),
            service.selector(),
            PodPorts.of(service, cluster),
            publication.to()));
  }

  private static String title(Tenant tenant, Tenant.Publication publication) {
    return "Tenant "
        + tenant.name()
        + " publishes Service "
        + publication.namespace()
        + "/"
        + publication.service();
  }

  /** Whether others may arrive with a node's address; the proof calls that {@link #HIDDEN}. */
  private static boolean hidesSources(Service service) {
    boolean apart = service.front().keepsSources() && !service.front().nodePorts();
    return service.type().equals("NodePort")
        || (service.type().equals("LoadBalancer") && !apart)
        || !service.externalIps().isEmpty();
  }

  private static String front(Service service) {
    return service.externalIps().isEmpty() ? service.type() : service.type() + " with externalIPs";
  }

  private @Nullable Service service(Tenant.Publication publication) {
    return cluster.services().stream().filter(publication::isOf).findFirst().orElse(null);
  }
}
