package dev.ringfence.engine.network;

import java.util.List;

/**
 * What one rule lets one of its peers do: the smallest unit that policies are made of.
 *
 * @param peer the index in {@link Peers}
 * @param ports the ports given by number, already clipped to the families of the peer
 * @param names the ports given by name, which each destination pod resolves for itself
 */
record Grant(int peer, PortSet ports, List<Name> names) {

  /** A port by name; protocols apart, because one name may stand for two. */
  record Name(String name, PortSet.Protocol protocol) {}

  Grant {
    names = List.copyOf(names);
  }

  /** The ports at one destination. */
  PortSet at(Endpoint destination, Peer peerOfGrant) {
    PortSet all = ports;
    for (Name name : names) {
      all = all.or(destination.named(name.name(), name.protocol()).and(peerOfGrant.families()));
    }
    return all;
  }
}
