package dev.ringfence.policy.fence;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where names are asked: the Services for DNS that the platform publishes, and caches beside the
 * pods, as they are here. A fence that guesses them closes the way to names, and with it all else:
 * OpenShift's stand in a namespace of their own and listen on 5353, and a cache on the node answers
 * at an address that belongs to no pod.
 *
 * @param pods never empty; by namespace, each kind of pods once
 * @param addresses of caches that listen on the node itself; mostly none
 */
public record Resolvers(List<Opening> pods, List<String> addresses) {

  /** The port of names, as everybody asks for it. */
  public static final int DNS = 53;

  /** The same of pods, by both protocols. */
  static final List<Opening.Port> PORTS =
      List.of(new Opening.Port("UDP", "53"), new Opening.Port("TCP", "53"));

  /** What installers agree on; used where the source shows no Service for DNS. */
  private static final Opening USUAL =
      new Opening(
          "platform", "kube-system", "kube-dns", Map.of("k8s-app", "kube-dns"), PORTS, List.of());

  public Resolvers {
    pods = List.copyOf(pods);
    addresses = List.copyOf(addresses);
  }

  /** Those of a cluster. */
  public static Resolvers of(Cluster cluster, Tenancy tenancy) {
    Tenant platform = tenancy.tenant(tenancy.platform());
    List<Opening> resolvers = new ArrayList<>();
    for (Service service : cluster.services()) {
      for (Tenant.Publication publication : platform.publishes()) {
        if (publication.isOf(service) && !service.selector().isEmpty()) {
          add(
              new Opening(
                  platform.name(),
                  publication.namespace(),
                  publication.service(),
                  service.selector(),
                  PodPorts.of(service, cluster, port -> port.port() == DNS),
                  publication.to()),
              resolvers);
        }
      }
    }
    if (resolvers.isEmpty()) {
      resolvers.add(USUAL);
    }
    NodeCaches caches = NodeCaches.of(cluster, tenancy);
    caches.pods().forEach(pods -> add(pods, resolvers));
    return new Resolvers(resolvers, caches.addresses());
  }

  private static void add(Opening resolver, List<Opening> resolvers) {
    boolean known =
        resolvers.stream()
            .anyMatch(
                other ->
                    other.namespace().equals(resolver.namespace())
                        && other.selector().equals(resolver.selector())
                        && other.ports().equals(resolver.ports())
                        && other.to().equals(resolver.to()));
    if (!resolver.ports().isEmpty() && !known) {
      resolvers.add(resolver);
    }
  }

  /** Whether a Service answers names, and so stands among these already. */
  static boolean isOne(Service service) {
    return service.ports().stream().anyMatch(port -> port.port() == DNS);
  }
}
