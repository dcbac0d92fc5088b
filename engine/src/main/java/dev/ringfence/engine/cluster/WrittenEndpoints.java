package dev.ringfence.engine.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints of a Service that no controller keeps: an EndpointSlice, or Endpoints of old.
 *
 * @param service by name, in the object's namespace
 */
public record WrittenEndpoints(
    ObjectMeta meta, String service, List<Address> addresses, List<Port> ports) {

  /**
   * An address.
   *
   * @param field where it stands
   * @param pod whose address it says that it is, or null; proxies look at the address alone
   */
  public record Address(String field, String address, @Nullable ObjectReference pod) {}

  /**
   * A port, which goes with the Service's port of that name.
   *
   * @param number 0 where unset, which means every port
   */
  public record Port(String name, String protocol, int number) {}

  public WrittenEndpoints {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
  }
}
