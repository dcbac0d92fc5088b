package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.network.PortSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Services and the pods behind them, namespace by namespace. */
final class ServicesToPods {

  /** Takes a Service, a pod class behind it, and the ports of the pods on which it reaches them. */
  interface Each {
    void accept(Service service, PodClass podClass, PortSet ports);
  }

  private final Landscape landscape;
  private final List<List<PodClass>> byNamespace = new ArrayList<>();

  ServicesToPods(Landscape landscape) {
    this(landscape, landscape.cluster().podClasses());
  }

  /** Only those behind which some pods stand. */
  ServicesToPods(Landscape landscape, List<PodClass> pods) {
    this.landscape = landscape;
    landscape.cluster().namespaces().forEach(ignored -> byNamespace.add(new ArrayList<>()));
    for (PodClass podClass : pods) {
      byNamespace.get(podClass.namespace()).add(podClass);
    }
  }

  void forEach(Predicate<Service> which, Each action) {
    for (Service service : landscape.cluster().services()) {
      int namespace = landscape.cluster().namespaceIndex(service.meta().namespace());
      if (!byNamespace.get(namespace).isEmpty() && which.test(service)) {
        for (PodClass podClass : byNamespace.get(namespace)) {
          PortSet ports = landscape.network().servicePorts(service, podClass);
          if (!ports.isEmpty()) {
            action.accept(service, podClass, ports);
          }
        }
      }
    }
  }
}
