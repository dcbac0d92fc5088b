package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies of tiers that apply to one subject, in the order in which they are tried, and what
 * becomes of a connection on its way through them.
 */
final class TierOrder {

  /** Policies of one tier that stand at one place: several only if their order is open. */
  private record Place(TieredPolicy example, List<Integer> policies) {
    double tier() {
      return example.tier();
    }
  }

  private final Tiers tiers;
  private final List<Place> places = new ArrayList<>();

  TierOrder(Tiers tiers, List<Integer> selecting) {
    this.tiers = tiers;
    int at = 0;
    while (at < selecting.size()) {
      int end = tiers.endOfPlace(selecting, at);
      places.add(new Place(tiers.policy(selecting.get(at)), selecting.subList(at, end)));
      at = end;
    }
  }

  /** What a rule matches at the ends or addresses of an atom. */
  interface Matcher {
    TierOutcome.Matched at(TierMatch match, int[] doubts);
  }

  /** From the last place to the first: what is behind a rule is known when it is looked at. */
  TierLayer.Atom atom(int[] ends, AddressRanges block, PortSet families, Matcher matcher) {
    int[] doubts = new int[1];
    int last = first(TieredPolicy.DEFAULT_TIER, true);
    int first = first(TieredPolicy.DEFAULT_TIER, false);
    TierOutcome next =
        throughTiers(places.subList(last, places.size()), TierOutcome.ACCEPTED, matcher, doubts);
    List<Place> standard = places.subList(first, last);
    TierOutcome rest = rest(standard, next, doubts);
    List<Place> earlier = places.subList(0, first);
    TierOutcome open =
        throughTiers(earlier, through(standard, rest, next, matcher, doubts), matcher, doubts);
    TierOutcome ungranted =
        throughTiers(
            earlier, through(standard, TierOutcome.DENIED, next, matcher, doubts), matcher, doubts);
    int marker = 0;
    while (marker < standard.size()
        && standard.get(marker).example().order() < TieredPolicy.NETWORK_POLICY_ORDER) {
      marker++;
    }
    TierOutcome granted =
        through(standard.subList(0, marker), TierOutcome.ACCEPTED, next, matcher, doubts);
    int beside = marker;
    while (beside < standard.size()
        && standard.get(beside).example().isOpenWhetherNetworkPoliciesComeFirst()) {
      beside++;
    }
    if (beside > marker) {
      TierOutcome behind =
          through(standard.subList(0, beside), TierOutcome.ACCEPTED, next, matcher, doubts);
      doubts[0] |= granted.equals(behind) ? 0 : Doubt.ORDER;
      granted = granted.either(behind);
    }
    granted = throughTiers(earlier, granted, matcher, doubts);
    return new TierLayer.Atom(ends, block, open, granted, ungranted, families, doubts[0]);
  }

  /** The index of the first place of the tier, or of the first one behind it. */
  private int first(double tier, boolean behind) {
    int at = 0;
    while (at < places.size()
        && (behind ? places.get(at).tier() <= tier : places.get(at).tier() < tier)) {
      at++;
    }
    return at;
  }

  /** Through whole tiers, to what follows behind the last. */
  private TierOutcome throughTiers(
      List<Place> several, TierOutcome behind, Matcher matcher, int[] doubts) {
    TierOutcome next = behind;
    int end = several.size();
    while (end > 0) {
      int start = end - 1;
      while (start > 0 && several.get(start - 1).tier() == several.get(start).tier()) {
        start--;
      }
      List<Place> tier = several.subList(start, end);
      TierOutcome through = through(tier, rest(tier, next, doubts), next, matcher, doubts);
      if (tier.getFirst().example().isUnplaced()) {
        doubts[0] |= through.equals(next) ? 0 : Doubt.TIER;
        through = next.either(through);
      }
      next = through;
      end = start;
    }
    return next;
  }

  /**
   * What becomes of what no rule of the tier matches. A policy that the subject can escape denies
   * it nothing, and one that is perhaps not upheld denies it perhaps.
   */
  private TierOutcome rest(List<Place> tier, TierOutcome next, int[] doubts) {
    TierOutcome rest = next;
    for (Place place : tier) {
      for (int id : place.policies()) {
        TieredPolicy.Section section = tiers.section(tiers.policy(id));
        if (id >= 0 && section != null && section.deniesRest()) {
          if (!tiers.isUnsure(id)) {
            return TierOutcome.DENIED;
          }
          doubts[0] |= Doubt.KIND;
          rest = rest.either(TierOutcome.DENIED);
        }
      }
    }
    return rest;
  }

  private TierOutcome through(
      List<Place> some, TierOutcome rest, TierOutcome next, Matcher matcher, int[] doubts) {
    TierOutcome outcome = rest;
    for (Place place : some.reversed()) {
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
