package dev.ringfence.engine.network;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been found of grants within blocks of ends: it depends on the block and on what is
 * granted, not on the policies around them, so most of it outlives a change of those. What was
 * known before a label changed is asked for there, as long as it is of peers that mean the same and
 * made of peers that there were at that time.
 */
final class TierMemory {

  /**
   * What of a peer is in an atom.
   *
   * @param ends the atom's, by identity, or its block
   */
  record Intersection(int peer, Object ends, int doubt) {}

  /**
   * What is left in an atom of some grants of NetworkPolicies.
   *
   * @param list of grants, or negative for every port to everybody
   * @param traits of the subject, where names of its ports count; else 0
   * @param ends as above
   */
  record Left(
      int list, int traits, Object ends, TierOutcome outcome, PortSet families, int doubts) {

    /** Spread: small numbers beside each other collide in a record's own hash. */
    @Override
    public int hashCode() {
      int hash = (list * 0x9E3779B1 + traits) * 0x85EBCA6B + ends.hashCode();
      return (hash * 31 + outcome.hashCode()) * 31 + families.hashCode() + doubts;
    }
  }

  /** After so many changes of labels one after the other all is found anew. */
  private static final int LONGEST = 16;

  private final GrantTable grants;
  private final GrantLists lists;
  private final Map<Intersection, Peer> intersections = new HashMap<>();
  private final Map<Left, int[]> left = new HashMap<>();

  /** What is known among other labels, or null. */
  private final @Nullable TierMemory before;

  private final int depth;

  /** The peers that mean others there, and the lists with a grant to one of those. */
  private final BitSet others;

  private final BitSet listsOfOthers;

  /** How many peers there were when labels became others: those are the same in both. */
  private final int shared;

  /** Nothing is known. */
  TierMemory(GrantTable grants, GrantLists lists) {
    this.grants = grants;
    this.lists = lists;
    this.before = null;
    this.depth = 0;
    this.others = new BitSet();
    this.listsOfOthers = new BitSet();
    this.shared = 0;
  }

  /**
   * Among other labels.
   *
   * @param others the peers that mean others now
   * @param shared how many peers there are
   */
  TierMemory(TierMemory before, BitSet others, int shared) {
    this.grants = before.grants;
    this.lists = before.lists;
    this.others = others;
    this.listsOfOthers = new BitSet();
    this.shared = shared;
    boolean deep = before.depth == LONGEST;
    this.before = deep ? null : before;
    this.depth = deep ? 0 : before.depth + 1;
    for (int list = 0; list < lists.count() && !others.isEmpty(); list++) {
      for (int grant : lists.get(list)) {
        if (others.get(grants.get(grant).peer())) {
          listsOfOthers.set(list);
        }
      }
    }
  }

  void note(Intersection key, Peer peer) {
    intersections.put(key, peer);
  }

  void note(Left key, int[] some) {
    left.put(key, some);
  }

  /** Null where it is not known. */
  @Nullable Peer intersection(Intersection key) {
    Peer own = intersections.get(key);
    if (own != null || before == null || key.peer() >= shared || others.get(key.peer())) {
      return own;
    }
    Peer known = before.intersection(key);
    return known != null && known.id() < shared ? known : null;
  }

  /** The numbers of grants; null where they are not known. */
  int @Nullable [] left(Left key) {
    int[] own = left.get(key);
    if (own != null || before == null) {
      return own;
    }
    boolean same =
        key.list() < 0 || (!listsOfOthers.get(key.list()) && areShared(lists.get(key.list())));
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
}
