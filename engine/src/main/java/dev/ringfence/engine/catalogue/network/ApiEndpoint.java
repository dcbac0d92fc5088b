package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.network.Doubt;
import dev.ringfence.engine.network.Outward;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.placement.NodeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Where the API server listens, as far as the cluster shows it. */
final class ApiEndpoint {

  private final Landscape landscape;
  private final int[] nodes;
  private final List<PodClass> pods = new ArrayList<>();
  private final PortSet ports;

  ApiEndpoint(Landscape landscape) {
    this.landscape = landscape;
    Cluster cluster = landscape.cluster();
    TreeSet<Integer> found = new TreeSet<>();
    for (int node = 0; node < cluster.nodes().size(); node++) {
      if (isControlPlane(cluster.nodes().get(node).labels())) {
        found.add(node);
      }
    }
    for (PodClass podClass : cluster.podClasses()) {
      if (podClass.spec().hostNetwork() && runsApiServer(podClass)) {
        pods.add(podClass);
        for (int pod : podClass.members()) {
          if (cluster.pods().node(pod) >= 0) {
            found.add(cluster.pods().node(pod));
          }
        }
      }
    }
    this.nodes = found.stream().mapToInt(Integer::intValue).toArray();
    this.ports = portsOf(cluster);
  }

  /** The labels that kubeadm, k3s and their like give; clouds hide these nodes. */
  private static boolean isControlPlane(LabelSet labels) {
    return labels.get("node-role.kubernetes.io/control-plane") != null
        || labels.get("node-role.kubernetes.io/master") != null;
  }

  private static boolean runsApiServer(PodClass podClass) {
    return podClass.spec().containers().stream()
        .anyMatch(container -> container.imageRepository().endsWith("/kube-apiserver"));
  }

  /** Policies see a connection to the {@code kubernetes} Service at its target port. */
  private static PortSet portsOf(Cluster cluster) {
    for (Service service : cluster.services()) {
      if (service.meta().namespace().equals("default")
          && service.meta().name().equals("kubernetes")) {
        for (Service.Port port : service.ports()) {
          if (port.targetPort().matches("[0-9]{1,5}")) {
            return PortSet.of(PortSet.Protocol.TCP, Integer.parseInt(port.targetPort()));
          }
        }
      }
    }
    return PortSet.of(PortSet.Protocol.TCP, 443).or(PortSet.of(PortSet.Protocol.TCP, 6443));
  }

  PortSet ports() {
    return ports;
  }

  boolean standsOn(NodeClass nodeClass) {
    for (int member : nodeClass.members()) {
      for (int node : nodes) {
        if (node == member) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a source's egress policies allow towards the endpoint. */
  Outward.Ports reachedFrom(int source) {
    Outward towards = landscape.network().towardsAddresses();
    Outward.Ports open =
        towards.towards(source, nodes.length > 0 ? towards.nodes(nodes) : towards.unknown());
    PortSet certain = open.certain();
    PortSet perhaps = open.ifAddressed();
    for (PodClass pod : pods) {
      // Seen as a pod, the endpoint is on the host network, which selectors may or may not match.
      perhaps =
          perhaps.or(
              landscape
                  .network()
                  .allowed(
                      source,
                      landscape.network().endpointOf(pod.id()),
                      Doubt.HOST_NETWORK_MATCHES));
    }
    return new Outward.Ports(certain, perhaps);
  }
}
