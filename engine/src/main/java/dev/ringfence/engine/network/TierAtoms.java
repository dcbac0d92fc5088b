package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the policies that apply to one subject for whoever is at the other end: in each way in
 * which they may apply, and with those on what nodes forward before them.
 */
final class TierAtoms {

  private final Direction direction;
  private final List<TierSubjects.Variant> variants;
  private final List<TierOrder> orders = new ArrayList<>();
  private final List<TierOrder> forwarding = new ArrayList<>();

  /**
   * @param forwarded combinations of policies on what nodes forward
   */
  TierAtoms(
      Tiers tiers,
      Direction direction,
      List<TierSubjects.Variant> variants,
      List<List<Integer>> forwarded) {
    this.direction = direction;
    this.variants = variants;
    variants.forEach(variant -> orders.add(new TierOrder(tiers, variant.policies())));
    forwarded.forEach(policies -> forwarding.add(new TierOrder(tiers, policies)));
  }

  /** The atom of ends of which one is an example. */
  TierLayer.Atom ofEnds(Endpoint subject, Endpoint example, int[] ends, PortSet families) {
    TierLayer.Atom atom = null;
    for (int i = 0; i < orders.size(); i++) {
      Endpoint destination = direction == Direction.EGRESS ? example : variants.get(i).of(subject);
      TierLayer.Atom variant =
          orders
              .get(i)
              .atom(
                  ends,
                  AddressRanges.NONE,
                  families,
                  (match, doubts) -> match.at(example.id(), destination, doubts));
      atom = atom == null ? variant : atom.either(variant, Doubt.INTERFACE);
    }
    Endpoint destination = direction == Direction.EGRESS ? example : subject;
    return forwarded(
        known(atom), (match, doubts) -> match.at(example.id(), destination, doubts), false);
  }

  /** The atom of addresses outside. */
  TierLayer.Atom ofAddresses(AddressRanges piece, PortSet families) {
    TierLayer.Atom atom = null;
    for (TierOrder order : orders) {
      TierLayer.Atom variant =
          order.atom(new int[0], piece, families, (match, doubts) -> match.at(piece, doubts));
      atom = atom == null ? variant : atom.either(variant, Doubt.INTERFACE);
    }
    // Whatever comes from outside comes by an interface of a node, and is forwarded from there.
    boolean surely = direction == Direction.INGRESS;
    return forwarded(known(atom), (match, doubts) -> match.at(piece, doubts), surely);
  }

  private static TierLayer.Atom known(TierLayer.@Nullable Atom atom) {
    if (atom == null) {
      throw new IllegalStateException("an end without any way in which policies apply");
    }
    return atom;
  }

  /**
   * What the policies of some node let through of what it forwards; pods of one node do not meet
   * them.
   *
   * @param surely whether the connection certainly meets them
   */
  private TierLayer.Atom forwarded(TierLayer.Atom atom, TierOrder.Matcher matcher, boolean surely) {
    if (forwarding.isEmpty()) {
      return atom;
    }
    PortSet through = PortSet.NONE;
    int doubts = 0;
    for (TierOrder order : forwarding) {
      TierLayer.Atom ofNode = order.atom(atom.ends(), atom.block(), atom.families(), matcher);
      through = through.or(ofNode.open().mayAccept());
      doubts |= ofNode.doubts();
    }
    PortSet denied = PortSet.ALL.minus(through);
    return surely
        ? atom.without(denied, doubts)
        : atom.either(atom.without(denied, 0), Doubt.FORWARDED);
  }
}
