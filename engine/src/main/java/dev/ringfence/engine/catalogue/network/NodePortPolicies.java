package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.network.NodeGuards;
import dev.ringfence.engine.network.PortSet;
import java.util.ArrayList;
import java.util.List;

/** What policies of nodes that look at packets as they arrive make of node ports, from outside. */
final class NodePortPolicies {

  /** Where the API server takes node ports from unless it is told another range. */
  static final int FIRST_NODE_PORT = 30_000;

  static final int LAST_NODE_PORT = 32_767;

  private final PortSet closed;
  private final PortSet narrowed;
  private final PortSet closedByNamed;
  private final PortSet narrowedByNamed;

  NodePortPolicies(Landscape landscape) {
    NodeGuards guards = landscape.network().nodeGuards();
    this.closed = guards.closedBeforeTranslation(true, false);
    this.narrowed = guards.closedBeforeTranslation(false, false);
    this.closedByNamed = guards.closedBeforeTranslation(true, true);
    this.narrowedByNamed = guards.closedBeforeTranslation(false, true);
  }

  /** Whether they close the Service's node ports to everybody, on every node. */
  boolean close(Service service) {
    return areAllIn(closed, service);
  }

  /**
   * What must be as feared for somebody to get past them, each enough by itself: an address that
   * they let through, or an interface of a node that no host endpoint names. Empty where they close
   * nothing.
   */
  List<Assumption> doubtsOf(Service service) {
    List<Assumption> doubts = new ArrayList<>();
    boolean byAnotherInterface = areAllIn(narrowedByNamed, service) && !areAllIn(narrowed, service);
    if (byAnotherInterface) {
      doubts.add(NetworkAssumptions.HOST_INTERFACES);
    }
    if (areAllIn(narrowedByNamed, service) && !areAllIn(closedByNamed, service)) {
      doubts.add(NetworkAssumptions.NODE_PORT_SOURCES);
    }
    return doubts;
  }

  private static boolean areAllIn(PortSet closed, Service service) {
    return service.ports().stream()
        .allMatch(
            port -> {
              PortSet.Protocol protocol = PortSet.Protocol.named(port.protocol());
              return protocol != null
                  && closed.containsAll(
                      port.nodePort() == 0
                          ? PortSet.of(protocol, FIRST_NODE_PORT, LAST_NODE_PORT)
                          : PortSet.of(protocol, port.nodePort()));
            });
  }
}
