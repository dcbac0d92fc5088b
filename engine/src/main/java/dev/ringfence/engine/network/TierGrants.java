package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From tiers to grants: what a subject's ordered policies, with the grants of its NetworkPolicies
 * between them, let through comes out as grants to smaller peers. Whoever joins grants need not
 * know that there was an order.
 */
final class TierGrants {

  /** Stands for the one grant of every port to everybody. */
  private static final int EVERYTHING = -1;

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final GrantTable grants;
  private final GrantLists lists;
  private final TierMemory memory;

  /**
   * @param grants of this direction
   * @param lists of what NetworkPolicies grant
   */
  TierGrants(
      Direction direction, Endpoints endpoints, Peers peers, GrantTable grants, GrantLists lists) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
    this.grants = grants;
    this.lists = lists;
    this.memory = new TierMemory(grants, lists);
  }

  private TierGrants(TierGrants before, Peers peers, BitSet others) {
    this.direction = before.direction;
    this.endpoints = before.endpoints;
    this.peers = peers;
    this.grants = before.grants;
    this.lists = before.lists;
    this.memory = new TierMemory(before.memory, others, peers.count());
  }

  /**
   * The same among other labels.
   *
   * @param others the peers that mean others now
   */
  TierGrants with(Peers relabelled, BitSet others) {
    return new TierGrants(this, relabelled, others);
  }

  /**
   * The grants of one subject, ascending.
   *
   * @param list what its NetworkPolicies grant; negative where none isolates it
   */
  int[] of(TierLayer layer, int list, Endpoint subject, int traits) {
    boolean untouched = layer.leavesGrants();
    IntStream.Builder all = IntStream.builder();
    for (TierLayer.Atom atom : layer.atoms()) {
      TierOutcome outcome = list < 0 ? atom.open() : atom.ungranted();
      add(all, EVERYTHING, atom, outcome, subject, 0);
      if (list >= 0 && !untouched) {
        add(all, list, atom, atom.granted(), subject, traits);
      }
    }
    if (list >= 0 && untouched) {
      for (int grant : lists.get(list)) {
        all.add(grant);
      }
    }
    return all.build().sorted().distinct().toArray();
  }

  private void add(
      IntStream.Builder all,
      int list,
      TierLayer.Atom atom,
      TierOutcome outcome,
      Endpoint subject,
      int traits) {
    if (outcome.mayAccept().isEmpty()) {
      return;
    }
    TierMemory.Left key =
        new TierMemory.Left(list, traits, atom.extent(), outcome, atom.families(), atom.doubts());
    int[] known = memory.left(key);
    if (known == null) {
      known = found(list, atom, outcome, subject);
      memory.note(key, known);
    }
    for (int grant : known) {
      all.add(grant);
    }
  }

  private int[] found(int list, TierLayer.Atom atom, TierOutcome outcome, Endpoint subject) {
    List<Grant> found = new ArrayList<>();
    if (list == EVERYTHING) {
      add(found, Peers.EVERYONE, atom, PortSet.ALL, outcome);
    } else {
      for (int grant : lists.get(list)) {
        within(found, grants.get(grant), atom, subject);
      }
    }
    return found.stream().mapToInt(grants::idOf).toArray();
  }

  /** What one grant of a NetworkPolicy still lets through in an atom. */
  private void within(List<Grant> found, Grant grant, TierLayer.Atom atom, Endpoint subject) {
    if (grant.names().isEmpty()) {
      add(found, grant.peer(), atom, grant.ports(), atom.granted());
      return;
    }
    resolved(grant, peers.get(grant.peer()), atom, subject)
        .forEach((ports, part) -> add(found, grant.peer(), part, ports, part.granted()));
  }

  /** Of these ports what is certain, and what rests on the atom's doubts. */
  private void add(
      List<Grant> found, int peer, TierLayer.Atom atom, PortSet ports, TierOutcome outcome) {
    add(found, peer, atom, ports.and(outcome.accepted()), 0);
    if (!outcome.accepted().containsAll(outcome.mayAccept())) {
      add(found, peer, atom, ports.and(outcome.mayAccept()), atom.doubts());
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
  private void add(List<Grant> found, int peer, TierLayer.Atom atom, PortSet ports, int doubt) {
    if (ports.isEmpty()) {
      return;
    }
    TierMemory.Intersection key = new TierMemory.Intersection(peer, atom.extent(), doubt);
    Peer within = memory.intersection(key);
    if (within == null) {
      within = intersect(peers.get(peer), atom, doubt);
      memory.note(key, within);
    }
    PortSet clipped = ports.and(within.families()).and(atom.families());
    if (!clipped.isEmpty() && !isNobody(within)) {
      found.add(new Grant(within.id(), clipped, List.of()));
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
