package dev.ringfence.engine.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What combinations of policies of tiers make of everybody else, each compiled once: the other ends
 * are cut into atoms that no rule of the combination tells apart.
 */
final class TierLayers {

  private static final List<AddressRanges> WHOLE =
      Stream.of(AddressRanges.ALL_IPV4, AddressRanges.ALL_IPV6)
          .sorted(AddressRanges.BY_FIRST_ADDRESS)
          .toList();

  private final Direction direction;
  private final Endpoints endpoints;
  private final PortSet[] families;

  /**
   * @param families in which each end can be met
   */
  TierLayers(Direction direction, Endpoints endpoints, PortSet[] families) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.families = families;
  }

  /** What the policies that apply to a subject make of everybody else. */
  TierLayer of(Tiers tiers, Endpoint subject) {
    TierCombination combination = tiers.combination(subject.id());
    List<List<Integer>> forwarding = tiers.forwarding(subject.id());
    boolean named =
        combination.namesPorts(forwarding, () -> matches(tiers, combination, forwarding));
    TierCombination.Key key =
        new TierCombination.Key(
            forwarding,
            named && direction == Direction.INGRESS ? subject.namedPorts() : List.of(),
            families[subject.id()]);
    return combination.layer(
        key,
        () ->
            compile(
                tiers, combination, forwarding, subject, named && direction == Direction.EGRESS));
  }

  /** Every rule that a connection may meet. */
  private static List<TierMatch> matches(
      Tiers tiers, TierCombination combination, List<List<Integer>> forwarding) {
    List<TierMatch> matches = new ArrayList<>();
    BitSet seen = new BitSet();
    combination.variants().forEach(variant -> add(tiers, variant.policies(), seen, matches));
    forwarding.forEach(policies -> add(tiers, policies, seen, matches));
    return matches;
  }

  private static void add(
      Tiers tiers, List<Integer> policies, BitSet seen, List<TierMatch> matches) {
    for (int policy : policies) {
      int id = policy < 0 ? ~policy : policy;
      if (!seen.get(id)) {
        seen.set(id);
        matches.addAll(tiers.rules(id));
      }
    }
  }

  private TierLayer compile(
      Tiers tiers,
      TierCombination combination,
      List<List<Integer>> forwarding,
      Endpoint subject,
      boolean byNames) {
    TierColumns columns = tiers.columns();
    TierAtoms compiled = new TierAtoms(tiers, direction, combination.variants(), forwarding);
    List<TierMatch> matches = matches(tiers, combination, forwarding);
    Partition partition = columns.partition(byNames);
    List<AddressRanges> blocks = new ArrayList<>();
    for (TierMatch match : matches) {
      match.splits(partition, columns);
      blocks.addAll(match.blocks());
    }
    PortSet own = families[subject.id()];
    List<TierLayer.Atom> atoms = new ArrayList<>();
    for (int[] some : columns.ends(partition)) {
      Endpoint example = endpoints.get(some[0]);
      atoms.add(compiled.ofEnds(subject, example, some, families[some[0]].and(own)));
    }
    for (AddressRanges piece : pieces(blocks)) {
      atoms.add(compiled.ofAddresses(piece, own));
    }
    return new TierLayer(atoms);
  }

  /** All addresses, cut where one of the blocks tells them apart. */
  static List<AddressRanges> pieces(List<AddressRanges> blocks) {
    if (blocks.isEmpty()) {
      return WHOLE;
    }
    TreeSet<BigInteger> borders = new TreeSet<>();
    borders.add(AddressRanges.FIRST_IPV6);
    borders.add(AddressRanges.FIRST_IPV4);
    borders.add(AddressRanges.END);
    blocks.forEach(block -> block.addBorders(borders));
    Map<List<Object>, List<AddressRanges>> alike = new HashMap<>();
    BigInteger first = borders.first();
    for (BigInteger end : borders.tailSet(first, false)) {
      AddressRanges piece = AddressRanges.between(first, end);
      List<Object> signature = new ArrayList<>();
      signature.add(piece.hasIpv4());
      blocks.forEach(block -> signature.add(block.containsAll(piece)));
      alike.computeIfAbsent(signature, ignored -> new ArrayList<>()).add(piece);
      first = end;
    }
    return alike.values().stream()
        .map(AddressRanges::union)
        .sorted(AddressRanges.BY_FIRST_ADDRESS)
        .toList();
  }
}
