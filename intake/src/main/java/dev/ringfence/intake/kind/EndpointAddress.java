package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.WrittenEndpoints;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.ShapeException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Addresses and ports of endpoints; refuses what the API server refuses as an address. */
final class EndpointAddress {

  private EndpointAddress() {}

  /** The ports of a slice or of a subset. */
  static List<WrittenEndpoints.Port> ports(Fields of) {
    Items items = of.items("ports");
    List<WrittenEndpoints.Port> ports = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields port = items.fields(i);
      ports.add(
          new WrittenEndpoints.Port(
              port.text("name"), port.text("protocol", "TCP"), port.integer("port", 0)));
    }
    return ports;
  }

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
