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
   * @param before what becomes of a connection before NetworkPolicies are asked
   * @param afterOpen what becomes of what is handed on where no NetworkPolicy isolates the subject
   * @param afterIsolated the same of what NetworkPolicies that isolate it do not allow
   * @param families every port of the families in which they can be met
   * @param doubts that play a part
   */
  @SuppressWarnings("ArrayRecordComponent") // read-only, and told apart by identity
  record Atom(
      int[] ends,
      AddressRanges block,
      TierOutcome before,
      TierOutcome afterOpen,
      TierOutcome afterIsolated,
      PortSet families,
      int doubts) {}

  TierLayer {
    atoms = List.copyOf(atoms);
  }

  /** Whether NetworkPolicies are asked about everything, whoever it is. */
  boolean handsEverythingOn() {
    return atoms.stream()
        .allMatch(atom -> atom.before().isCertain() && atom.before().handedOn().isAll());
  }
}
