package dev.ringfence.engine.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All addresses, cut into the fewest sets that no policy tells apart: what one of a set may send or
 * be sent, all of it may. They are addresses as such: a pod that happens to have one is another
 * matter.
 */
public final class OutsideRanges {

  /**
   * Addresses that behave alike.
   *
   * @param peers the peers that hold them, those that are everyone included
   */
  private record Part(AddressRanges addresses, BitSet peers) {}

  private record Key(BitSet peers, boolean ipv4) {}

  private final Endpoints endpoints;
  private final Peers peers;
  private final Isolation ingress;
  private final Isolation egress;
  private final List<Part> parts = new ArrayList<>();

  OutsideRanges(Endpoints endpoints, Peers peers, Isolation ingress, Isolation egress) {
    this.endpoints = endpoints;
    this.peers = peers;
    this.ingress = ingress;
    this.egress = egress;
    cut();
  }

  private void cut() {
    BitSet everyone = new BitSet();
    List<Integer> blocks = new ArrayList<>();
    TreeSet<BigInteger> borders = new TreeSet<>();
    borders.add(AddressRanges.FIRST_IPV6);
    borders.add(AddressRanges.FIRST_IPV4);
    borders.add(AddressRanges.END);
    for (int peer = 0; peer < peers.count(); peer++) {
      if (peers.get(peer).everyone()) {
        everyone.set(peer);
      } else if (!peers.get(peer).block().isEmpty()) {
        blocks.add(peer);
        peers.get(peer).block().addBorders(borders);
      }
    }
    Map<Key, List<AddressRanges>> alike = new LinkedHashMap<>();
    BigInteger first = borders.first();
    for (BigInteger end : borders.tailSet(first, false)) {
      AddressRanges piece = AddressRanges.between(first, end);
      BitSet holding = (BitSet) everyone.clone();
      for (int peer : blocks) {
        if (peers.get(peer).block().containsAll(piece)) {
          holding.set(peer);
        }
      }
      alike
          .computeIfAbsent(new Key(holding, piece.hasIpv4()), ignored -> new ArrayList<>())
          .add(piece);
      first = end;
    }
    merge(alike);
  }

  /** Peers may differ and yet grant the same everywhere. */
  private void merge(Map<Key, List<AddressRanges>> alike) {
    Map<List<Object>, List<AddressRanges>> pieces = new LinkedHashMap<>();
    Map<List<Object>, BitSet> holding = new LinkedHashMap<>();
    alike.forEach(
        (key, ranges) -> {
          List<Object> behaviour = behaviour(key.peers(), key.ipv4());
          pieces.computeIfAbsent(behaviour, ignored -> new ArrayList<>()).addAll(ranges);
          holding.putIfAbsent(behaviour, key.peers());
        });
    pieces.forEach(
        (behaviour, ranges) ->
            parts.add(
                new Part(
                    AddressRanges.union(ranges), Objects.requireNonNull(holding.get(behaviour)))));
    parts.sort(Comparator.comparing(Part::addresses, AddressRanges.BY_FIRST_ADDRESS));
  }

  /** What every group of either direction grants, without the family, which two parts may share. */
  private List<Object> behaviour(BitSet holding, boolean ipv4) {
    List<Object> behaviour = new ArrayList<>();
    for (int group = 1; group < egress.groupCount(); group++) {
      behaviour.add(granted(egress, group, holding, null).anyFamily());
    }
    for (int group = 1; group < ingress.groupCount(); group++) {
      List<Object> byGrant = new ArrayList<>();
      for (int grant : ingress.grantsOfGroup(group)) {
        Grant each = ingress.grant(grant);
        if (holding.get(each.peer())) {
          byGrant.add(each.ports().anyFamily());
          byGrant.add(each.names());
        }
      }
      behaviour.add(byGrant);
    }
    behaviour.add(ipv4);
    return behaviour;
  }

  /**
   * @param destination whose named ports count; null where it is no pod
   */
  private PortSet granted(
      Isolation isolation, int group, BitSet holding, @Nullable Endpoint destination) {
    PortSet ports = PortSet.NONE;
    for (int grant : isolation.grantsOfGroup(group)) {
      Grant each = isolation.grant(grant);
      if (holding.get(each.peer())) {
        ports =
            ports.or(
                destination == null ? each.ports() : each.at(destination, peers.get(each.peer())));
      }
    }
    return ports;
  }

  public int count() {
    return parts.size();
  }

  public AddressRanges addresses(int part) {
    return parts.get(part).addresses();
  }

  /** What an endpoint's egress policies let it send to any address of the part. */
  public PortSet sentBy(int endpoint, int part) {
    return egress.isolates(endpoint)
        ? granted(egress, egress.groupOf(endpoint), parts.get(part).peers(), null).anyFamily()
        : PortSet.ALL;
  }

  /** What a pod's ingress policies let it receive from any address of the part. */
  public PortSet receivedBy(int endpoint, int part) {
    return ingress.isolates(endpoint)
        ? granted(
                ingress,
                ingress.groupOf(endpoint),
                parts.get(part).peers(),
                endpoints.get(endpoint))
            .anyFamily()
        : PortSet.ALL;
  }
}
