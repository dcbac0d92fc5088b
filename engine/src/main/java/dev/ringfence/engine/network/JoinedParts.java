package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Who fulfils several conditions at once, some of them that it is none of some peers. Families are
 * told apart, since a range of one says nothing of packets of the other. Where it depends on a
 * choice or a doubt in one condition it does so in all of them together.
 */
final class JoinedParts {

  /**
   * Who fulfils a condition in one family.
   *
   * @param byChoice disjoint from the two others, as they are from each other
   * @param anyAddress whether it may hold for any address outside
   */
  private record Members(
      BitSet surely,
      BitSet byChoice,
      BitSet perhaps,
      int doubt,
      AddressRanges block,
      boolean anyAddress) {

    BitSet all() {
      BitSet all = (BitSet) surely.clone();
      all.or(byChoice);
      all.or(perhaps);
      return all;
    }

    boolean reachOutside() {
      return anyAddress || !block.isEmpty();
    }

    Members and(Members other) {
      BitSet all = all();
      all.and(other.all());
      BitSet certain = (BitSet) surely.clone();
      certain.and(other.surely);
      BitSet doubtful = (BitSet) perhaps.clone();
      doubtful.or(other.perhaps);
      doubtful.and(all);
      BitSet chosen = all;
      chosen.andNot(certain);
      chosen.andNot(doubtful);
      return new Members(
          certain,
          chosen,
          doubtful,
          doubt | other.doubt,
          block.and(other.block),
          (anyAddress && other.reachOutside()) || (other.anyAddress && reachOutside()));
    }

    Members inverted(int ends, AddressRanges family) {
      BitSet others = new BitSet();
      others.set(0, ends);
      others.andNot(all());
      return new Members(
          others,
          byChoice,
          perhaps,
          doubt,
          anyAddress ? AddressRanges.NONE : family.minus(block),
          anyAddress);
    }
  }

  private static final List<AddressRanges> FAMILIES =
      List.of(AddressRanges.ALL_IPV4, AddressRanges.ALL_IPV6);

  private final int ends;
  private final List<Members> joined = new ArrayList<>();

  /**
   * Everybody so far.
   *
   * @param ends how many ends there are
   */
  JoinedParts(int ends) {
    this.ends = ends;
    for (AddressRanges family : FAMILIES) {
      BitSet all = new BitSet();
      all.set(0, ends);
      joined.add(new Members(all, new BitSet(), new BitSet(), 0, family, false));
    }
  }

  private static PortSet ports(AddressRanges family) {
    return family.hasIpv6() ? PortSet.ALL_IPV6 : PortSet.ALL_IPV4;
  }

  /** Of those so far only whoever is in one of the parts, or in none of them. */
  void and(List<TierParts.Part> parts, boolean negated) {
    for (int i = 0; i < FAMILIES.size(); i++) {
      Members members = members(parts, FAMILIES.get(i));
      joined.set(i, joined.get(i).and(negated ? members.inverted(ends, FAMILIES.get(i)) : members));
    }
  }

  private static Members members(List<TierParts.Part> parts, AddressRanges family) {
    BitSet surely = new BitSet();
    BitSet byChoice = new BitSet();
    BitSet perhaps = new BitSet();
    AddressRanges block = AddressRanges.NONE;
    int doubt = 0;
    boolean anyAddress = false;
    for (TierParts.Part part : parts) {
      if (part.families().and(ports(family)).isEmpty()) {
        continue;
      }
      surely.or(part.surely());
      byChoice.or(part.byChoice());
      perhaps.or(part.perhaps());
      doubt |= part.perhaps().isEmpty() && !part.anyAddress() ? 0 : part.doubt();
      block = part.everyAddress() ? family : block.or(part.block().and(family));
      anyAddress |= part.anyAddress();
    }
    byChoice.andNot(surely);
    perhaps.andNot(surely);
    perhaps.andNot(byChoice);
    return new Members(surely, byChoice, perhaps, doubt, block, anyAddress);
  }

  /** One for each family. */
  List<TierParts.Part> parts() {
    List<TierParts.Part> parts = new ArrayList<>();
    for (int i = 0; i < FAMILIES.size(); i++) {
      Members members = joined.get(i);
      parts.add(
          new TierParts.Part(
              members.surely(),
              members.byChoice(),
              members.perhaps(),
              members.doubt(),
              ports(FAMILIES.get(i)),
              members.block(),
              false,
              members.anyAddress()));
    }
    return parts;
  }
}
