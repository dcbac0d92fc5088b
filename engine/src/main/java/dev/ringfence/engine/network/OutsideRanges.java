package dev.ringfence.engine.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All addresses, cut into the fewest sets that behave alike towards some pods: what one of a set
 * may send or be sent, all of it may. They are addresses as such: a pod that happens to have one is
 * another matter.
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
  private final BitSet senders;
  private final BitSet receivers;
  private final int doubtsGranted;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param senders the pods that are asked what they may send, of each group one
   * @param receivers those that are asked what they may receive, of each group and set of names one
   * @param doubtsGranted what is settled in favour of the connection, see {@link Doubt}
   */
  OutsideRanges(
      Endpoints endpoints,
      Peers peers,
      Isolation ingress,
      Isolation egress,
      BitSet senders,
      BitSet receivers,
      int doubtsGranted) {
    this.doubtsGranted = doubtsGranted;
    this.senders = examples(senders, end -> egress.groupOf(end));
    this.receivers =
        examples(receivers, end -> List.of(ingress.groupOf(end), endpoints.nameSetOf(end)));
    this.endpoints = endpoints;
    this.peers = peers;
    this.ingress = ingress;
    this.egress = egress;
    cut();
  }

  /** One of all that are alike. */
  private static BitSet examples(BitSet ends, IntFunction<Object> kind) {
    Set<Object> known = new HashSet<>();
    BitSet examples = new BitSet();
    ends.stream().filter(end -> known.add(kind.apply(end))).forEach(examples::set);
    return examples;
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
      } else if (!peers.get(peer).block().isEmpty() && peers.get(peer).meansBlock(doubtsGranted)) {
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

  /** What each may send and receive, without the family, which two parts may share. */
  private List<Object> behaviour(BitSet holding, boolean ipv4) {
    List<Object> behaviour = new ArrayList<>();
    senders.stream().forEach(end -> behaviour.add(sent(end, holding)));
    receivers.stream().forEach(end -> behaviour.add(received(end, holding)));
    behaviour.add(ipv4);
    return behaviour;
  }

  private PortSet sent(int end, BitSet holding) {
    return egress.isolates(end)
        ? granted(egress, egress.groupOf(end), holding, null).anyFamily()
        : PortSet.ALL;
  }

  private PortSet received(int end, BitSet holding) {
    return ingress.isolates(end)
        ? granted(ingress, ingress.groupOf(end), holding, endpoints.get(end)).anyFamily()
        : PortSet.ALL;
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

  /** What the egress policies of one of the senders let it send to any address of the part. */
  public PortSet sentBy(int endpoint, int part) {
    return sent(endpoint, parts.get(part).peers());
  }

  /** What the ingress policies of one of the receivers let it receive from there. */
  public PortSet receivedBy(int endpoint, int part) {
    return received(endpoint, parts.get(part).peers());
  }
}
