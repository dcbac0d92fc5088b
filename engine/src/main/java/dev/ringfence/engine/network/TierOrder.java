package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies of tiers that apply to one subject, in the order in which they are tried, and what
 * becomes of a connection on its way through them.
 */
final class TierOrder {

  /** Policies that stand at one place, in one tier. */
  private record Place(double tier, double order, boolean tiesOpen, List<Integer> policies) {}

  private final Tiers tiers;
  private final List<Place> places = new ArrayList<>();

  TierOrder(Tiers tiers, List<Integer> selecting) {
    this.tiers = tiers;
    for (int id : selecting) {
      TieredPolicy policy = tiers.policy(id);
      Place last = places.isEmpty() ? null : places.getLast();
      if (last != null
          && last.tier() == policy.tier()
          && last.order() == policy.order()
          && last.tiesOpen()
          && policy.api().leavesTiesOpen()) {
        last.policies().add(id);
      } else {
        places.add(
            new Place(
                policy.tier(),
                policy.order(),
                policy.api().leavesTiesOpen(),
                new ArrayList<>(List.of(id))));
      }
    }
  }

  /** What a rule matches at the ends or addresses of an atom. */
  interface Matcher {
    TierOutcome.Matched at(TierMatch match, int[] doubts);
  }

  /** From the last place to the first: what is behind a rule is known when it is looked at. */
  TierLayer.Atom atom(int[] ends, AddressRanges block, PortSet families, Matcher matcher) {
    int[] doubts = new int[1];
    TierOutcome next = TierOutcome.ACCEPTED;
    int at = places.size() - 1;
    while (at >= 0 && places.get(at).tier() > TieredPolicy.DEFAULT_TIER) {
      int end = at;
      double tier = places.get(at).tier();
      while (at >= 0 && places.get(at).tier() == tier) {
        at--;
      }
      next =
          through(places.subList(at + 1, end + 1), rest(places, tier, next), next, matcher, doubts);
    }
    int end = at;
    while (at >= 0 && places.get(at).tier() == TieredPolicy.DEFAULT_TIER) {
      at--;
    }
    List<Place> defaultTier = places.subList(at + 1, end + 1);
    int marker = 0;
    while (marker < defaultTier.size()
        && defaultTier.get(marker).order() < TieredPolicy.NETWORK_POLICY_ORDER) {
      marker++;
    }
    List<Place> behind = defaultTier.subList(marker, defaultTier.size());
    TierOutcome restOpen = rest(places, TieredPolicy.DEFAULT_TIER, next);
    TierOutcome afterOpen = through(behind, restOpen, next, matcher, doubts);
    TierOutcome afterIsolated = through(behind, TierOutcome.DENIED, next, matcher, doubts);
    TierOutcome before =
        through(defaultTier.subList(0, marker), TierOutcome.HANDED_ON, next, matcher, doubts);
    while (at >= 0) {
      end = at;
      double tier = places.get(at).tier();
      while (at >= 0 && places.get(at).tier() == tier) {
        at--;
      }
      before =
          through(
              places.subList(at + 1, end + 1), rest(places, tier, before), before, matcher, doubts);
    }
    return new TierLayer.Atom(ends, block, before, afterOpen, afterIsolated, families, doubts[0]);
  }

  /** What becomes of what no rule of the tier matches. */
  private TierOutcome rest(List<Place> places, double tier, TierOutcome next) {
    TierOutcome rest = next;
    for (Place place : places) {
      for (int id : place.policies()) {
        TieredPolicy.Section section = tiers.section(tiers.policy(id));
        if (place.tier() == tier && section != null && section.deniesRest()) {
          // A policy that the subject can escape denies it nothing.
          rest = id < 0 ? rest : TierOutcome.DENIED;
        }
      }
    }
    return rest;
  }

  private TierOutcome through(
      List<Place> places, TierOutcome rest, TierOutcome next, Matcher matcher, int[] doubts) {
    TierOutcome outcome = rest;
    for (Place place : places.reversed()) {
      outcome =
          place.policies().size() == 1
              ? policy(place.policies().getFirst(), outcome, next, matcher, doubts)
              : tied(place.policies(), outcome, next, matcher, doubts);
    }
    return outcome;
  }

  private TierOutcome policy(
      int id, TierOutcome behind, TierOutcome next, Matcher matcher, int[] doubts) {
    TierOutcome outcome = behind;
    for (TierMatch match : tiers.rules(id).reversed()) {
      TierOutcome.Matched matched = matcher.at(match, doubts);
      if (id < 0) {
        matched =
            new TierOutcome.Matched(
                PortSet.NONE, matched.surely().or(matched.byChoice()), matched.perhaps());
      }
      if (!matched.isEmpty()) {
        outcome = outcome.behind(match.rule().action(), matched, next);
      }
    }
    return outcome;
  }

  /**
   * Of policies at one place any that matches may decide: a port is certainly open only where each
   * of them leaves it open that could match it.
   */
  private TierOutcome tied(
      List<Integer> ids, TierOutcome behind, TierOutcome next, Matcher matcher, int[] doubts) {
    TierOutcome outcome = behind;
    PortSet covered = PortSet.NONE;
    for (int id : ids) {
      PortSet matching = PortSet.NONE;
      for (TierMatch match : tiers.rules(id)) {
        matching = matching.or(matcher.at(match, doubts).any());
      }
      TierOutcome alone = policy(id, behind, next, matcher, doubts);
      PortSet both = covered.and(matching);
      if (!TierOutcome.DENIED.over(both, alone).equals(TierOutcome.DENIED.over(both, outcome))) {
        doubts[0] |= Doubt.ORDER;
      }
      outcome = outcome.over(both, outcome.either(alone)).over(matching.minus(covered), alone);
      covered = covered.or(matching);
    }
    return outcome;
  }
}
