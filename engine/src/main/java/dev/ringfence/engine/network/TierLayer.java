package dev.ringfence.engine.network;

import java.util.List;

/**
 * What the policies of tiers that apply to a subject make of everybody else.
 *
 * @param atoms disjoint; together all ends there are and all addresses
 */
record TierLayer(List<Atom> atoms) {

  /**
   * Ends, or addresses outside, of which all fare alike.
   *
   * @param ends ascending; empty where the atom is addresses
   * @param block empty where the atom is ends
   * @param open what becomes of a connection where no NetworkPolicy isolates the subject
   * @param granted the same of what NetworkPolicies that do allow, if they are asked
   * @param ungranted the same of what they do not allow
   * @param families every port of the families in which they can be met
   * @param doubts that play a part
   */
  @SuppressWarnings("ArrayRecordComponent") // read-only, and told apart by identity
  record Atom(
      int[] ends,
      AddressRanges block,
      TierOutcome open,
      TierOutcome granted,
      TierOutcome ungranted,
      PortSet families,
      int doubts) {

    /** What it is made of, by which it is told from another. */
    Object extent() {
      return ends.length == 0 ? block : ends;
    }

    /** It is one of the two: what the doubt is about. */
    Atom either(Atom other, int doubt) {
      boolean same =
          open.equals(other.open)
              && granted.equals(other.granted)
              && ungranted.equals(other.ungranted);
      return new Atom(
          ends,
          block,
          open.either(other.open),
          granted.either(other.granted),
          ungranted.either(other.ungranted),
          families,
          doubts | other.doubts | (same ? 0 : doubt));
    }

    /** The same with these ports denied before anything else is asked. */
    Atom without(PortSet denied, int moreDoubts) {
      return new Atom(
          ends,
          block,
          open.over(denied, TierOutcome.DENIED),
          granted.over(denied, TierOutcome.DENIED),
          ungranted.over(denied, TierOutcome.DENIED),
          families,
          doubts | moreDoubts);
    }

    /** The same of some of the ends. */
    Atom of(int[] some) {
      return new Atom(some, block, open, granted, ungranted, families, doubts);
    }
  }

  TierLayer {
    atoms = List.copyOf(atoms);
  }

  /** Whether whatever NetworkPolicies allow is let through, whoever it is. */
  boolean leavesGrants() {
    return atoms.stream().allMatch(atom -> atom.granted().accepted().isAll());
  }
}
