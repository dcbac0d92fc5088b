package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.NetworkPolicy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rules decide a connection in one direction, port by port: every rule that applies is tried
 * in its turn on the ports that no rule before it has decided. It is worked out for one pair when
 * somebody asks; what is open follows from {@link TierLayer} and grants, and must be the same.
 */
final class Rulings {

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final StandardPolicies standard;
  private final Tiers tiers;

  Rulings(
      Direction direction,
      Endpoints endpoints,
      Peers peers,
      StandardPolicies standard,
      Tiers tiers) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
    this.standard = standard;
    this.tiers = tiers;
  }

  /** What decides between a subject and another end; empty where no policy has a say. */
  List<Ruling> between(int subject, int other) {
    Endpoint destination = endpoints.get(direction == Direction.EGRESS ? other : subject);
    return walked(
        subject,
        families(subject).and(families(other)),
        new RulingWalk.Other() {
          @Override
          public TierOutcome.Matched matched(TierMatch match) {
            return match.at(other, destination, new int[1]);
          }

          @Override
          public PortSet granted(Grant grant, Peer peer, int doubts) {
            return Doubt.admits(peer, other, doubts) ? grant.at(destination, peer) : PortSet.NONE;
          }
        });
  }

  /** The same with addresses outside that no rule tells apart. */
  List<Ruling> with(int subject, AddressRanges piece) {
    Endpoint destination = direction == Direction.EGRESS ? null : endpoints.get(subject);
    PortSet family = piece.hasIpv4() ? PortSet.ALL_IPV4 : PortSet.ALL_IPV6;
    return walked(
        subject,
        families(subject).and(family),
        new RulingWalk.Other() {
          @Override
          public TierOutcome.Matched matched(TierMatch match) {
            return match.at(piece, new int[1]);
          }

          @Override
          public PortSet granted(Grant grant, Peer peer, int doubts) {
            boolean meant = peer.everyone() || peer.block().containsAll(piece);
            return !meant
                ? PortSet.NONE
                : destination == null ? grant.ports() : grant.at(destination, peer);
          }
        });
  }

  /**
   * In each way in which policies may apply: what they agree on is certain. What policies on
   * forwarded traffic stop is stopped perhaps, since pods of one node do not meet them.
   */
  private List<Ruling> walked(int subject, PortSet families, RulingWalk.Other other) {
    int[] networkPolicies = standard.selecting(subject);
    List<List<Ruling>> ways = new ArrayList<>();
    for (TierSubjects.Variant variant : tiers.combination(subject).variants()) {
      ways.add(walk(variant.policies(), networkPolicies, families, other));
    }
    List<Ruling> all = new ArrayList<>();
    for (List<Ruling> way : ways) {
      for (Ruling ruling : way) {
        boolean agreed = ways.stream().allMatch(each -> each.contains(ruling));
        addOnce(all, agreed ? ruling : ruling.perhaps());
      }
    }
    for (List<Integer> policies : tiers.forwarding(subject)) {
      walk(policies, new int[0], families, other).stream()
          .filter(ruling -> ruling.effect() == Ruling.Effect.STOPS)
          .forEach(ruling -> addOnce(all, ruling.perhaps()));
    }
    return all;
  }

  private List<Ruling> walk(
      List<Integer> selecting, int[] networkPolicies, PortSet families, RulingWalk.Other other) {
    return new RulingWalk(
            direction, peers, standard, tiers, selecting, networkPolicies, families, other)
        .rulings();
  }

  private static void addOnce(List<Ruling> rulings, Ruling ruling) {
    if (!rulings.contains(ruling)) {
      rulings.add(ruling);
    }
  }

  private PortSet families(int end) {
    return peers.addresses().families(endpoints.get(end));
  }

  /** An address by itself, of a block. */
  static AddressRanges exampleOf(AddressRanges block) {
    return AddressRanges.between(block.first(), block.first().add(BigInteger.ONE));
  }

  /** The addresses of a range, cut where a rule for the subject tells them apart. */
  List<AddressRanges> cut(int subject, AddressRanges range) {
    List<AddressRanges> blocks = new ArrayList<>();
    for (int id : tiers.selecting(subject)) {
      tiers.rules(id).forEach(match -> blocks.addAll(match.blocks()));
    }
    for (List<Integer> policies : tiers.forwarding()) {
      policies.forEach(id -> tiers.rules(id).forEach(match -> blocks.addAll(match.blocks())));
    }
    for (int policy : standard.selecting(subject)) {
      for (NetworkPolicy.Rule rule : direction.rules(standard.policy(policy))) {
        standard
            .grantsOfRule(policy, rule)
            .forEach(grant -> blocks.add(peers.get(grant.peer()).block()));
      }
    }
    blocks.removeIf(AddressRanges::isEmpty);
    return TierLayers.pieces(blocks).stream()
        .map(piece -> piece.and(range))
        .filter(piece -> !piece.isEmpty())
        .toList();
  }
}
