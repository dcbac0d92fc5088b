package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;

/** What policies of tiers surely deny, whatever NetworkPolicies say. */
final class TierDenials {

  private final Tiers tiers;
  private final Endpoints endpoints;

  TierDenials(Tiers tiers, Endpoints endpoints) {
    this.tiers = tiers;
    this.endpoints = endpoints;
  }

  /**
   * Whether policies that stand before the NetworkPolicies deny a subject every connection with
   * another end, and none of them may accept any.
   */
  boolean deniesFirst(int subject, int other) {
    return tiers.combination(subject).variants().stream()
        .allMatch(variant -> deniesFirst(variant.policies(), other));
  }

  private boolean deniesFirst(List<Integer> selecting, int other) {
    PortSet denied = PortSet.NONE;
    for (int id : selecting) {
      TieredPolicy policy = tiers.policy(id);
      if (policy.tier() >= TieredPolicy.DEFAULT_TIER) {
        break;
      }
      for (TierMatch match : tiers.rules(id)) {
        TierOutcome.Matched matched = match.at(other, endpoints.get(other), new int[1]);
        if (match.rule().action() != TieredPolicy.Action.DENY) {
          if (!matched.isEmpty()) {
            return false;
          }
        } else if (id >= 0 && !policy.isUnplaced()) {
          denied = denied.or(matched.surely());
        }
      }
    }
    return PortSet.ALL.minus(denied).isEmpty();
  }

  /**
   * Which ports of a node policies that look at packets as they arrive surely deny, node ports
   * included, by whichever interface they come.
   *
   * @param everywhere to every address outside, of each family that the node has (one that it has
   *     not counts as denied); else at least to some
   * @param named leaves interfaces out that no host endpoint names
   */
  PortSet beforeTranslation(int node, boolean everywhere, boolean named) {
    PortSet denied = PortSet.ALL;
    boolean any = false;
    for (TierSubjects.Variant variant : tiers.combination(node).variants()) {
      if (!named || variant.isNamed()) {
        denied = denied.and(beforeTranslation(variant.policies(), node, everywhere));
        any = true;
      }
    }
    return any ? denied : PortSet.NONE;
  }

  private PortSet beforeTranslation(List<Integer> selecting, int node, boolean everywhere) {
    List<Integer> early =
        selecting.stream().filter(id -> tiers.policy(id).isBeforeTranslation()).toList();
    List<AddressRanges> blocks = new ArrayList<>();
    early.forEach(id -> tiers.rules(id).forEach(match -> blocks.addAll(match.blocks())));
    PortSet all = PortSet.ALL;
    PortSet some = PortSet.NONE;
    for (AddressRanges piece : TierLayers.pieces(blocks)) {
      PortSet family = piece.hasIpv4() ? PortSet.ALL_IPV4 : PortSet.ALL_IPV6;
      PortSet denied = denied(early, piece, family);
      all = all.and(denied.or(PortSet.ALL.minus(family)));
      some = some.or(denied);
    }
    PortSet families = tiers.families(endpoints.get(node));
    return everywhere ? all.or(PortSet.ALL.minus(families)) : some.and(families).anyFamily();
  }

  private PortSet denied(List<Integer> early, AddressRanges piece, PortSet family) {
    PortSet denied = PortSet.NONE;
    PortSet left = family;
    for (int id : early) {
      boolean sure = id >= 0 && !tiers.policy(id).isUnplaced();
      for (TierMatch match : tiers.rules(id)) {
        TierOutcome.Matched matched = match.at(piece, new int[1]);
        boolean denies = match.rule().action() == TieredPolicy.Action.DENY;
        if (denies && sure) {
          denied = denied.or(matched.surely().and(left));
        }
        if (!denies || sure) {
          left = left.minus(matched.any());
        }
      }
    }
    return denied;
  }
}
