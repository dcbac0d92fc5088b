package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import java.util.Map;

/** From a Service to the ports of the pods behind it. */
final class ServicePorts {

  private ServicePorts() {}

  static PortSet of(Cluster cluster, Service service, PodClass podClass) {
    PortSet ports = PortSet.NONE;
    if (selects(cluster, service, podClass)) {
      for (Service.Port port : service.ports()) {
        ports = ports.or(target(port, podClass));
      }
    }
    return ports;
  }

  /** A Service without selector has endpoints that somebody else writes. */
  static boolean selects(Cluster cluster, Service service, PodClass podClass) {
    String namespace = cluster.namespaces().get(podClass.namespace()).name();
    if (service.selector().isEmpty() || !service.meta().namespace().equals(namespace)) {
      return false;
    }
    for (Map.Entry<String, String> entry : service.selector().entrySet()) {
      if (!entry.getValue().equals(podClass.labels().get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** The target is a number, or the name of a container port, which each pod resolves. */
  static PortSet target(Service.Port port, PodClass podClass) {
    PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
    if (protocol == null) {
      return PortSet.NONE;
    }
    String target = port.targetPort();
    if (target.matches("[0-9]{1,5}")) {
      return PortSet.of(protocol, Integer.parseInt(target));
    }
    PortSet ports = PortSet.NONE;
    for (Container container : podClass.spec().containers()) {
      for (Container.Port declared : container.ports()) {
        if (declared.name().equals(target) && declared.protocol().equals(port.protocol())) {
          ports = ports.or(PortSet.of(protocol, declared.containerPort()));
        }
      }
    }
    return ports;
  }
}
