package dev.ringfence.policy.fence;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.Workload;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The ports of the pods behind a Service, as numbers where pods show them. Not all that enforce
 * policies know names of ports: OVN-Kubernetes opens every port of the protocol for one
 * (ovn-kubernetes#2117), Cilium passes a rule over where pods use one name for several numbers
 * (cilium#30003).
 */
public final class PodPorts {

  private PodPorts() {}

  /** Each once, in the Service's order; of a name that no pod has, the name. */
  public static List<Opening.Port> of(Service service, Cluster cluster) {
    return of(service, cluster, port -> true);
  }

  /** The same of some of its ports. */
  static List<Opening.Port> of(Service service, Cluster cluster, Predicate<Service.Port> wanted) {
    return service.ports().stream()
        .filter(wanted)
        .flatMap(port -> of(service, port, cluster).stream())
        .distinct()
        .toList();
  }

  /** Of one port several where pods differ. */
  private static List<Opening.Port> of(Service service, Service.Port port, Cluster cluster) {
    String target = port.targetPort();
    if (target.chars().allMatch(Character::isDigit)) {
      return List.of(new Opening.Port(port.protocol(), target));
    }
    TreeSet<Integer> numbers = new TreeSet<>();
    int namespace = cluster.namespaceIndex(service.meta().namespace());
    LabelSelector selector = new LabelSelector(service.selector(), List.of());
    for (PodClass pods : cluster.podClasses()) {
      if (pods.namespace() == namespace) {
        add(selector, pods.labels(), pods.spec(), target, port.protocol(), numbers);
      }
    }
    for (Workload workload : cluster.workloads()) {
      if (Objects.equals(workload.meta().namespace(), service.meta().namespace())) {
        add(
            selector,
            workload.templateLabels(),
            workload.template(),
            target,
            port.protocol(),
            numbers);
      }
    }
    return numbers.isEmpty()
        ? List.of(new Opening.Port(port.protocol(), target))
        : numbers.stream()
            .map(number -> new Opening.Port(port.protocol(), Integer.toString(number)))
            .toList();
  }

  private static void add(
      LabelSelector selector,
      LabelSet labels,
      PodSpec spec,
      String name,
      String protocol,
      Set<Integer> numbers) {
    if (!selector.matches(labels)) {
      return;
    }
    for (Container container : spec.containers()) {
      for (Container.Port port : container.ports()) {
        if (port.name().equals(name) && port.protocol().equals(protocol)) {
          numbers.add(port.containerPort());
        }
      }
    }
  }
}
