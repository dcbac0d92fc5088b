package dev.ringfence.policy.fence;

import java.util.List;
import java.util.Map;

/**
 * A published Service: who may connect to which pods on which ports.
 *
 * @param tenant whose it is
 * @param selector of the pods behind it
 * @param ports of the pods; {@code port} is a number or a name, as the Service's targetPort
 * @param to tenants; empty for everybody
 */
public record Opening(
    String tenant,
    String namespace,
    String service,
    Map<String, String> selector,
    List<Port> ports,
    List<String> to) {

  /** One port of the pods. */
  public record Port(String protocol, String port) {}

  public Opening {
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
    to = List.copyOf(to);
  }

  /** Whether a tenant may use it. */
  public boolean isFor(String other) {
    return !other.equals(tenant) && (to.isEmpty() || to.contains(other));
  }
}
