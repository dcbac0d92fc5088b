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

  /** Texts of which each is an address. */
  static List<String> checked(Fields parent, String field) {
    List<String> addresses = parent.texts(field);
    for (String address : addresses) {
      check(parent, field, address);
    }
    return addresses;
  }

  private static void check(Fields parent, String field, String address) {
    if (!Cidr.isAddress(address)) {
      throw ShapeException.refused(parent, field, "is no IP address: \"" + address + "\"");
    }
  }

  /**
   * One address.
   *
   * @param parent where it stands, in {@code field}
   */
  static WrittenEndpoints.Address of(
      Fields parent, String field, String path, String address, Fields target, String namespace) {
    check(parent, field, address);
    InetAddress parsed = InetAddress.ofLiteral(address);
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
