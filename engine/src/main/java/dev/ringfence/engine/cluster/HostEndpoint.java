package dev.ringfence.engine.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Calico {@code HostEndpoint}: interfaces of a node that policies can be told to hold for.
 *
 * @param meta its labels are those that selectors of policies read
 * @param node by name
 * @param everyInterface {@code interfaceName: "*"}; else it is one interface of several
 * @param addressed whether it says its addresses, without which selectors of rules do not find it
 * @param profiles what holds where no policy selects it, by name
 */
public record HostEndpoint(
    ObjectMeta meta,
    String node,
    boolean everyInterface,
    boolean addressed,
    List<String> profiles,
    List<Port> ports) {

  /** The profile that lets everything through where no policy selects the endpoint. */
  public static final String ALLOWING_PROFILE = "projectcalico-default-allow";

  /** A port that policies may name. */
  public record Port(String name, String protocol, int port) {}

  public HostEndpoint {
    profiles = List.copyOf(profiles);
    ports = List.copyOf(ports);
  }

  /** What Calico's controllers make of a node where they are told to: every interface, open. */
  private static HostEndpoint automatic(Node node, ObjectMeta configuration) {
    ObjectMeta meta =
        new ObjectMeta(
            new ObjectReference("HostEndpoint", null, node.name() + "-auto-hep"),
            node.labels().with("projectcalico.org/created-by", "calico-kube-controllers"),
            Map.of(),
            configuration.reference(),
            configuration.origin());
    return new HostEndpoint(
        meta, node.name(), true, !node.addresses().isEmpty(), List.of(ALLOWING_PROFILE), List.of());
  }

  /** Adds those of nodes that were read and have none yet. */
  static void addAutomatic(
      List<HostEndpoint> endpoints, List<Node> nodes, ObjectMeta configuration) {
    Set<String> done = new HashSet<>();
    endpoints.stream()
        .filter(HostEndpoint::everyInterface)
        .forEach(endpoint -> done.add(endpoint.node()));
    for (Node node : nodes) {
      if (!node.assumed() && done.add(node.name())) {
        endpoints.add(automatic(node, configuration));
      }
    }
  }
}
