package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.Map;

/**
 * A Service.
 *
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param selector empty where it has none: its endpoints are written by hand
 * @param clusterIps {@code None} for headless ones
 */
public record Service(
    ObjectMeta meta,
    String type,
    Map<String, String> selector,
    List<Port> ports,
    List<String> clusterIps,
    List<String> externalIps,
    String externalName) {

  /**
   * A port; {@code targetPort} is a number or a name, as written, defaulted to the port.
   *
   * @param nodePort 0 where there is none
   */
  public record Port(String name, String protocol, int port, String targetPort, int nodePort) {}

  public Service {
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
    clusterIps = List.copyOf(clusterIps);
    externalIps = List.copyOf(externalIps);
  }
}
