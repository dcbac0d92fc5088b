package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The pieces into which every range that some policy names cuts the addresses. */
final class AddressAtoms {

  private final BigInteger[] borders;

  private AddressAtoms(SortedSet<BigInteger> borders) {
    this.borders = borders.toArray(BigInteger[]::new);
  }

  static AddressAtoms of(Cluster cluster, WrittenPolicies policies) {
    TreeSet<BigInteger> borders = new TreeSet<>();
    policies.tiered().forEach(policy -> add(borders, policy));
    policies.standard().forEach(policy -> add(borders, policy));
    if (!policies.tiered().isEmpty()) {
      cluster.networkSets().forEach(set -> set.nets().forEach(range -> add(borders, range)));
    }
    if (!policies.isEmpty()) {
      // Families fare apart even where no policy names a range.
      borders.add(AddressRanges.FIRST_IPV6);
      borders.add(AddressRanges.FIRST_IPV4);
    }
    return new AddressAtoms(borders);
  }

  private static void add(SortedSet<BigInteger> borders, NetworkPolicy policy) {
    for (List<NetworkPolicy.Rule> rules : List.of(policy.ingress(), policy.egress())) {
      for (NetworkPolicy.Rule rule : rules) {
        for (NetworkPolicy.Peer peer : rule.peers()) {
          if (peer.ipBlock() != null) {
            add(borders, peer.ipBlock().cidr());
            peer.ipBlock().except().forEach(range -> add(borders, range));
          }
        }
      }
    }
  }

  /** Whether the policy tells no addresses apart that are not told apart already. */
  boolean suffice(NetworkPolicy policy) {
    SortedSet<BigInteger> wanted = new TreeSet<>();
    add(wanted, policy);
    return wanted.stream().allMatch(border -> Arrays.binarySearch(borders, border) >= 0);
  }

  /** The same of a policy of tiers. */
  boolean suffice(TieredPolicy policy) {
    SortedSet<BigInteger> wanted = new TreeSet<>();
    add(wanted, policy);
    return wanted.stream().allMatch(border -> Arrays.binarySearch(borders, border) >= 0);
  }

  private static void add(SortedSet<BigInteger> borders, TieredPolicy policy) {
    add(borders, policy.ingress());
    add(borders, policy.egress());
  }

  private static void add(SortedSet<BigInteger> borders, TieredPolicy.@Nullable Section section) {
    if (section != null) {
      for (TieredPolicy.Rule rule : section.rules()) {
        for (TieredPolicy.Peer peer : rule.simplePeers().toList()) {
          if (peer instanceof TieredPolicy.Peer.Networks networks) {
            networks.cidrs().forEach(range -> add(borders, range));
            networks.except().forEach(range -> add(borders, range));
          }
        }
      }
    }
  }

  private static void add(SortedSet<BigInteger> borders, String cidr) {
    AddressRanges range = AddressRanges.cidr(cidr);
    if (range != null) {
      range.addBorders(borders);
    }
  }

  /** Which pieces the addresses are in: equal for addresses that no policy tells apart. */
  List<Integer> piecesOf(List<String> addresses) {
    if (borders.length == 0 || addresses.isEmpty()) {
      return Collections.emptyList();
    }
    Integer[] pieces = new Integer[addresses.size()];
    for (int i = 0; i < pieces.length; i++) {
      BigInteger one = AddressRanges.position(addresses.get(i));
      pieces[i] = one == null ? Integer.MIN_VALUE : Arrays.binarySearch(borders, one);
      // An address at a border begins its piece; one behind it is in the same.
      if (pieces[i] < 0 && one != null) {
        pieces[i] = -pieces[i] - 2;
      }
    }
    return List.of(pieces);
  }
}
