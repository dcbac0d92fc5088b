package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.LabelSet;
import java.util.List;

/**
 * What a policy can tell apart as one end of a connection.
 *
 * @param id the index in {@link Endpoints}
 * @param namespace of pods and crafted pods; -1 for nodes
 * @param labels of pods; empty for crafted pods, which have any, and for nodes
 * @param namedPorts of pods: those ports whose name some policy uses; of nodes: those of their host
 *     endpoint
 * @param addresses known addresses, of nodes and, only where pod ranges are unknown, of pods
 */
record Endpoint(
    int id,
    Kind kind,
    int namespace,
    LabelSet labels,
    List<NamedPort> namedPorts,
    AddressRanges addresses) {

  enum Kind {
    /** A pod with an address of its own. */
    POD,
    /** A pod on its node's network: to most enforcers its traffic is the node's. */
    HOST_NETWORK_POD,
    /** A pod that an attacker makes up in the namespace, with whatever labels suit. */
    CRAFTED,
    /** A node itself. */
    NODE
  }

  /** A container port by name. */
  record NamedPort(String name, PortSet.Protocol protocol, int port) {}

  Endpoint {
    namedPorts = List.copyOf(namedPorts);
  }

  /** The same with other names for its ports. */
  Endpoint withNamedPorts(List<NamedPort> others) {
    return new Endpoint(id, kind, namespace, labels, others, addresses);
  }

  boolean isPod() {
    return kind == Kind.POD || kind == Kind.HOST_NETWORK_POD;
  }

  /** The ports that a name and protocol stand for here; several containers may use one name. */
  PortSet named(String name, PortSet.Protocol protocol) {
    PortSet ports = PortSet.NONE;
    for (NamedPort port : namedPorts) {
      if (port.name().equals(name) && port.protocol() == protocol) {
        ports = ports.or(PortSet.of(protocol, port.port()));
      }
    }
    return ports;
  }
}
