package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.Map;

/**
 * A Service.
 *
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param selector empty where it has none: its endpoints are written by hand
 * @param clusterIps {@code None} for headless ones
 * @param front what narrows the ways in from outside
 */
public record Service(
    ObjectMeta meta,
    String type,
    Map<String, String> selector,
    List<Port> ports,
    List<String> clusterIps,
    List<String> externalIps,
    String externalName,
    Front front) {

  /**
   * What narrows the ways in from outside.
   *
   * @param sourceRanges {@code loadBalancerSourceRanges}; empty for everybody
   * @param keepsSources {@code externalTrafficPolicy: Local}: pods see who connects
   * @param nodePorts whether a load balancer's node ports are opened too
   */
  public record Front(List<String> sourceRanges, boolean keepsSources, boolean nodePorts) {
    public static final Front WIDE = new Front(List.of(), false, true);

    public Front {
      sourceRanges = List.copyOf(sourceRanges);
    }

    /** Whether only some clients may come through the load balancer. */
    public boolean isForSome() {
      return !sourceRanges.isEmpty()
          && sourceRanges.stream().noneMatch(range -> range.endsWith("/0"));
    }
  }

  /** A Service whose ways in nothing narrows. */
  public Service(
      ObjectMeta meta,
      String type,
      Map<String, String> selector,
      List<Port> ports,
      List<String> clusterIps,
      List<String> externalIps,
      String externalName) {
    this(meta, type, selector, ports, clusterIps, externalIps, externalName, Front.WIDE);
  }

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
