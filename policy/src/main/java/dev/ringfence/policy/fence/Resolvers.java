package dev.ringfence.policy.fence;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where names are asked: the Services for DNS that the platform publishes, as they are here. A
 * fence that guesses them closes the way to names, and with it all else: OpenShift's stand in a
 * namespace of their own and listen on 5353.
 */
final class Resolvers {

  private static final int DNS = 53;

  /** What installers agree on; used where the source shows no Service for DNS. */
  private static final Opening USUAL =
      new Opening(
          "platform",
          "kube-system",
          "kube-dns",
          Map.of("k8s-app", "kube-dns"),
          List.of(new Opening.Port("UDP", "53"), new Opening.Port("TCP", "53")),
          List.of());

  private Resolvers() {}

  /** Never empty; by namespace, each kind of pods once. */
  static List<Opening> of(Cluster cluster, Tenancy tenancy) {
    Tenant platform = tenancy.tenant(tenancy.platform());
    List<Opening> resolvers = new ArrayList<>();
    for (Service service : cluster.services()) {
      for (Tenant.Publication publication : platform.publishes()) {
        if (service.meta().namespace().equals(publication.namespace())
            && service.meta().name().equals(publication.service())
            && !service.selector().isEmpty()) {
          List<Opening.Port> ports = ports(service, cluster);
          boolean known =
              resolvers.stream()
                  .anyMatch(
                      other ->
                          other.namespace().equals(publication.namespace())
                              && other.selector().equals(service.selector())
                              && other.ports().equals(ports)
                              && other.to().equals(publication.to()));
          if (!ports.isEmpty() && !known) {
            resolvers.add(
                new Opening(
                    platform.name(),
                    publication.namespace(),
                    publication.service(),
                    service.selector(),
                    ports,
                    publication.to()));
          }
        }
      }
    }
    return resolvers.isEmpty() ? List.of(USUAL) : resolvers;
  }

  private static List<Opening.Port> ports(Service service, Cluster cluster) {
    List<Opening.Port> ports = new ArrayList<>();
    for (Service.Port port : service.ports()) {
      if (port.port() == DNS) {
        Opening.Port target =
            new Opening.Port(port.protocol(), number(service, port.targetPort(), cluster));
        if (!ports.contains(target)) {
          ports.add(target);
        }
      }
    }
    return ports;
  }

  /** As a number where pods show it: not all that enforce policies know names of ports. */
  private static String number(Service service, String target, Cluster cluster) {
    int namespace = cluster.namespaceIndex(service.meta().namespace());
    LabelSelector selector = new LabelSelector(service.selector(), List.of());
    for (PodClass pods : cluster.podClasses()) {
      if (pods.namespace() == namespace && selector.matches(pods.labels())) {
        for (Container container : pods.spec().containers()) {
          for (Container.Port port : container.ports()) {
            if (port.name().equals(target)) {
              return Integer.toString(port.containerPort());
            }
          }
        }
      }
    }
    return target;
  }
}
