package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * From tiers to grants: what a subject's ordered policies, with the grants of its NetworkPolicies
 * between them, let through comes out as grants to smaller peers. Whoever joins grants need not
 * know that there was an order.
 */
final class TierGrants {

  /**
   * What of a peer is in an atom.
   *
   * @param ends the atom's, by identity, or its block
   */
  private record Intersection(int peer, Object ends, int doubt) {}

  /**
   * What is left in an atom of some grants of NetworkPolicies.
   *
   * @param list of grants, or {@link #EVERYTHING}
   * @param traits of the subject, where names of its ports count; else 0
   * @param ends as above
   */
  private record Left(
      int list, int traits, Object ends, TierOutcome outcome, PortSet families, int doubts) {

    /** Spread: small numbers beside each other collide in a record's own hash. */
    @Override
    public int hashCode() {
      int hash = (list * 0x9E3779B1 + traits) * 0x85EBCA6B + ends.hashCode();
      return (hash * 31 + outcome.hashCode()) * 31 + families.hashCode() + doubts;
    }
  }

  /** Stands for the one grant of every port to everybody. */
  private static final int EVERYTHING = -1;

  /** After so many changes of labels one after the other all is found anew. */
  private static final int LONGEST = 16;

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final GrantTable grants;
  private final GrantLists lists;
  private final Map<Intersection, Peer> intersections = new HashMap<>();
  private final Map<Left, int[]> left = new HashMap<>();

  /** What is known among other labels; null where nothing is, or it has been taken over. */
  private final @Nullable TierGrants before;

  private final int depth;
  private final BitSet others;
  private final BitSet listsOfOthers;

  /** How many peers there were when labels became others: those are the same in both. */
  private final int shared;

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
    this.before = null;
    this.depth = 0;
    this.others = new BitSet();
    this.listsOfOthers = new BitSet();
    this.shared = 0;
  }

  private TierGrants(TierGrants before, Peers peers, BitSet others, BitSet listsOfOthers) {
    this.direction = before.direction;
    this.endpoints = before.endpoints;
    this.peers = peers;
    this.grants = before.grants;
    this.lists = before.lists;
    this.others = others;
    this.listsOfOthers = listsOfOthers;
    this.shared = peers.count();
    boolean deep = before.depth == LONGEST;
    this.before = deep ? null : before;
    this.depth = deep ? 0 : before.depth + 1;
  }

  /**
   * The same among other labels. What is known before is asked for there, as long as it is of peers
   * that mean the same and made of peers that there were at that time.
   *
   * @param others the peers that mean others now
   */
  TierGrants with(Peers relabelled, BitSet others) {
    BitSet listsOfOthers = new BitSet();
    for (int list = 0; list < lists.count() && !others.isEmpty(); list++) {
      for (int grant : lists.get(list)) {
        if (others.get(grants.get(grant).peer())) {
          listsOfOthers.set(list);
        }
      }
    }
    return new TierGrants(this, relabelled, others, listsOfOthers);
  }

  private @Nullable Peer intersection(Intersection key) {
    Peer own = intersections.get(key);
    if (own != null || before == null || key.peer() >= shared || others.get(key.peer())) {
      return own;
    }
    Peer known = before.intersection(key);
    return known != null && known.id() < shared ? known : null;
  }

  private int @Nullable [] left(Left key) {
    int[] own = left.get(key);
    if (own != null || before == null) {
      return own;
    }
    boolean same =
        key.list() == EVERYTHING
            || (!listsOfOthers.get(key.list()) && areShared(lists.get(key.list())));
    int[] known = same ? before.left(key) : null;
    return known != null && areShared(known) ? known : null;
  }

  private boolean areShared(int[] some) {
    for (int grant : some) {
      if (grants.get(grant).peer() >= shared) {
        return false;
      }
    }
    return true;
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
    Object ends = atom.ends().length == 0 ? atom.block() : atom.ends();
    Left key = new Left(list, traits, ends, outcome, atom.families(), atom.doubts());
    int[] known = left(key);
    if (known == null) {
      known = found(list, atom, outcome, subject);
      left.put(key, known);
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
    Intersection key =
        new Intersection(peer, atom.ends().length == 0 ? atom.block() : atom.ends(), doubt);
    Peer within = intersection(key);
    if (within == null) {
      within = intersect(peers.get(peer), atom, doubt);
      intersections.put(key, within);
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
