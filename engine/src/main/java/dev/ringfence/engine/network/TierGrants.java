package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From tiers to grants: what a subject's ordered policies, with the grants of its NetworkPolicies
 * between them, let through comes out as grants to smaller peers. Whoever joins grants need not
 * know that there was an order.
 */
final class TierGrants {

  /**
   * @param ends the atom's, by identity, or its block
   */
  private record Intersection(int peer, Object ends, int doubt) {}

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final Map<Intersection, Peer> intersections = new HashMap<>();

  TierGrants(Direction direction, Endpoints endpoints, Peers peers) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
  }

  /**
   * The same among other labels.
   *
   * @param others the peers that mean others now
   */
  TierGrants with(Peers relabelled, BitSet others) {
    TierGrants result = new TierGrants(direction, endpoints, relabelled);
    intersections.forEach(
        (key, peer) -> {
          if (!others.get(key.peer())) {
            result.intersections.put(key, peer);
          }
        });
    return result;
  }

  /**
   * The grants of one subject.
   *
   * @param granted what its NetworkPolicies grant; null where none isolates it
   */
  List<Grant> of(TierLayer layer, @Nullable List<Grant> granted, Endpoint subject) {
    List<Grant> grants = new ArrayList<>();
    boolean untouched = layer.leavesGrants();
    for (TierLayer.Atom atom : layer.atoms()) {
      TierOutcome outcome = granted == null ? atom.open() : atom.ungranted();
      add(grants, Peers.EVERYONE, atom, PortSet.ALL, outcome);
      if (granted != null && !untouched) {
        for (Grant grant : granted) {
          within(grants, grant, atom, subject);
        }
      }
    }
    if (granted != null && untouched) {
      grants.addAll(granted);
    }
    return grants;
  }

  /** What one grant of a NetworkPolicy still lets through in an atom. */
  private void within(List<Grant> grants, Grant grant, TierLayer.Atom atom, Endpoint subject) {
    if (atom.granted().mayAccept().isEmpty()) {
      return;
    }
    if (grant.names().isEmpty()) {
      add(grants, grant.peer(), atom, grant.ports(), atom.granted());
      return;
    }
    resolved(grant, peers.get(grant.peer()), atom, subject)
        .forEach((ports, part) -> add(grants, grant.peer(), part, ports, part.granted()));
  }

  /** Of these ports what is certain, and what rests on the atom's doubts. */
  private void add(
      List<Grant> grants, int peer, TierLayer.Atom atom, PortSet ports, TierOutcome outcome) {
    add(grants, peer, atom, ports.and(outcome.accepted()), 0);
    if (!outcome.accepted().containsAll(outcome.mayAccept())) {
      add(grants, peer, atom, ports.and(outcome.mayAccept()), atom.doubts());
    }
  }

  /** Named ports as numbers: the atom's ends apart by what the names stand for there. */
  private Map<PortSet, TierLayer.Atom> resolved(
      Grant grant, Peer peer, TierLayer.Atom atom, Endpoint subject) {
    if (direction == Direction.INGRESS || atom.ends().length == 0) {
      return Map.of(
          atom.ends().length == 0 && direction == Direction.EGRESS
              ? grant.ports()
              : grant.at(subject, peer),
          atom);
    }
    Map<PortSet, List<Integer>> ends = new LinkedHashMap<>();
    for (int end : atom.ends()) {
      ends.computeIfAbsent(grant.at(endpoints.get(end), peer), ignored -> new ArrayList<>())
          .add(end);
    }
    Map<PortSet, TierLayer.Atom> parts = new LinkedHashMap<>();
    ends.forEach(
        (ports, list) ->
            parts.put(ports, atom.of(list.stream().mapToInt(Integer::intValue).toArray())));
    return parts;
  }

  /**
   * @param doubt 0, or what the whole grant rests on
   */
  private void add(List<Grant> grants, int peer, TierLayer.Atom atom, PortSet ports, int doubt) {
    if (ports.isEmpty()) {
      return;
    }
    Peer within =
        intersections.computeIfAbsent(
            new Intersection(peer, atom.ends().length == 0 ? atom.block() : atom.ends(), doubt),
            key -> intersect(peers.get(peer), atom, doubt));
    PortSet clipped = ports.and(within.families()).and(atom.families());
    if (!clipped.isEmpty() && !isNobody(within)) {
      grants.add(new Grant(within.id(), clipped, List.of()));
    }
  }

  private static boolean isNobody(Peer peer) {
    return peer.members().length == 0
        && peer.block().isEmpty()
        && Arrays.stream(peer.doubts()).allMatch(list -> list.length == 0);
  }

  private Peer intersect(Peer peer, TierLayer.Atom atom, int doubt) {
    if (atom.ends().length == 0) {
      AddressRanges block = peer.everyone() ? atom.block() : peer.block().and(atom.block());
      PortSet families = atom.block().hasIpv4() ? PortSet.ALL_IPV4 : PortSet.ALL_IPV6;
      return peers.add(families, block, doubt);
    }
    if (peer.everyone()) {
      return doubt == 0
          ? peers.add(atom.ends(), 0, new int[0], PortSet.ALL)
          : peers.add(new int[0], doubt, atom.ends(), PortSet.ALL);
    }
    int[] members = common(peer.members(), atom.ends());
    if (doubt != 0) {
      for (int[] more : peer.doubts()) {
        members = more.length == 0 ? members : union(members, common(more, atom.ends()));
      }
      return peers.add(new int[0], doubt, members, peer.families());
    }
    int[][] doubts = new int[Doubt.COUNT][];
    Arrays.setAll(doubts, bit -> common(peer.doubts()[bit], atom.ends()));
    return peers.add(members, doubts, peer.families());
  }

  private static int[] common(int[] some, int[] others) {
    int[] both = new int[Math.min(some.length, others.length)];
    int size = 0;
    int[] few = some.length <= others.length ? some : others;
    int[] many = some.length <= others.length ? others : some;
    for (int end : few) {
      if (Arrays.binarySearch(many, end) >= 0) {
        both[size++] = end;
      }
    }
    return Arrays.copyOf(both, size);
  }

  private static int[] union(int[] some, int[] others) {
    int[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return Arrays.stream(all).sorted().distinct().toArray();
  }
}
