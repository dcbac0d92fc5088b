package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.WrittenEndpoints;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import java.net.InetAddress;

/** Refuses what the API server refuses as the address of an endpoint. */
final class EndpointAddress {

  private EndpointAddress() {}

  /**
   * One address.
   *
   * @param parent where it stands, in {@code field}
   */
  static WrittenEndpoints.Address of(
      Fields parent, String field, String path, String address, Fields target, String namespace) {
    InetAddress parsed;
    try {
      parsed = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException notOne) {
      throw ShapeException.refused(parent, field, "is no IP address: \"" + address + "\"");
    }
    if (parsed.isLoopbackAddress()
        || parsed.isLinkLocalAddress()
        || parsed.isAnyLocalAddress()
        || parsed.isMCLinkLocal()) {
      throw ShapeException.refused(
          parent,
          field,
          "has "
              + address
              + ": no endpoint may be in the loopback, link-local or unspecified ranges");
    }
    return new WrittenEndpoints.Address(
        path,
        address,
        target.text("kind").equals("Pod") && !target.text("name").isEmpty()
            ? new ObjectReference("Pod", target.text("namespace", namespace), target.text("name"))
            : null);
  }
}
