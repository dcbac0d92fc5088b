package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.List;

/** One way of a connection through the tiers, with what each rule in its turn does to it. */
final class RulingWalk {

  /** The end that is not the policies' subject. */
  interface Other {
    TierOutcome.Matched matched(TierMatch match);

    /** What a grant gives it, the doubts of the mask granted. */
    PortSet granted(Grant grant, Peer peer, int doubts);
  }

  private final Direction direction;
  private final Peers peers;
  private final StandardPolicies standard;
  private final Tiers tiers;
  private final Other other;
  private final List<Integer> selecting;
  private final int[] networkPolicies;
  private final List<Ruling> rulings = new ArrayList<>();
  private final List<RuleReference> closing = new ArrayList<>();

  /** The ports that the tier may still decide. */
  private PortSet open;

  /** The ports that a rule of the tier hands on. */
  private PortSet passed = PortSet.NONE;

  RulingWalk(
      Direction direction,
      Peers peers,
      StandardPolicies standard,
      Tiers tiers,
      List<Integer> selecting,
      int[] networkPolicies,
      PortSet families,
      Other other) {
    this.direction = direction;
    this.peers = peers;
    this.standard = standard;
    this.tiers = tiers;
    this.open = families;
    this.other = other;
    this.selecting = selecting;
    this.networkPolicies = networkPolicies;
  }

  List<Ruling> rulings() {
    boolean asked = networkPolicies.length == 0;
    int at = 0;
    while (at < selecting.size() || !asked) {
      double tier =
          at < selecting.size()
              ? tiers.policy(selecting.get(at)).tier()
              : TieredPolicy.DEFAULT_TIER;
      if (!asked && tier > TieredPolicy.DEFAULT_TIER) {
        tier = TieredPolicy.DEFAULT_TIER;
      }
      while (at < selecting.size() && tiers.policy(selecting.get(at)).tier() == tier) {
        double order = tiers.policy(selecting.get(at)).order();
        if (!asked
            && tier == TieredPolicy.DEFAULT_TIER
            && order >= TieredPolicy.NETWORK_POLICY_ORDER) {
          at = askNetworkPolicies(at);
          asked = true;
        } else {
          int end = tiers.endOfPlace(selecting, at);
          askPlace(selecting.subList(at, end), PortSet.NONE);
          at = end;
        }
      }
      if (!asked && tier == TieredPolicy.DEFAULT_TIER) {
        at = askNetworkPolicies(at);
        asked = true;
      }
      leaveTier();
    }
    return rulings;
  }

  /**
   * NetworkPolicies, with those of which it is open whether they come before or behind.
   *
   * @return the index of the next policy
   */
  private int askNetworkPolicies(int start) {
    int end = start;
    PortSet rivals = PortSet.NONE;
    while (end < selecting.size()
        && tiers.policy(selecting.get(end)).isOpenWhetherNetworkPoliciesComeFirst()) {
      rivals = rivals.or(matched(selecting.get(end)));
      end++;
    }
    PortSet granted = askNetworkPolicies(rivals);
    int at = start;
    while (at < end) {
      int next = tiers.endOfPlace(selecting, at);
      askPlace(selecting.subList(at, next), granted);
      at = next;
    }
    open = open.minus(granted);
    return at;
  }

  /**
   * Policies that stand at one place.
   *
   * @param others the ports that NetworkPolicies may decide instead
   */
  private void askPlace(List<Integer> ids, PortSet others) {
    PortSet before = open;
    PortSet decided = PortSet.NONE;
    for (int id : ids) {
      PortSet rivals = others;
      for (int rival : ids) {
        rivals = rival == id ? rivals : rivals.or(matched(rival));
      }
      decided = decided.or(before.minus(ask(id, before, rivals)));
      TieredPolicy.Section section = tiers.section(tiers.policy(id));
      if (id >= 0 && section != null && section.deniesRest()) {
        closing.add(RuleReference.ofRest(tiers.policy(id), direction));
      }
    }
    open = before.minus(decided);
  }

  private PortSet matched(int id) {
    PortSet ports = PortSet.NONE;
    for (TierMatch match : tiers.rules(id)) {
      ports = ports.or(other.matched(match).any());
    }
    return ports;
  }

  /**
   * The rules of one policy.
   *
   * @param rivals the ports that another policy at the same place may decide instead
   * @return the ports that are left
   */
  private PortSet ask(int id, PortSet ports, PortSet rivals) {
    PortSet left = ports;
    for (TierMatch match : tiers.rules(id)) {
      TierOutcome.Matched matched = other.matched(match);
      boolean avoidable = id < 0 || tiers.policy(id).isUnplaced();
      PortSet surely = avoidable ? PortSet.NONE : matched.surely().and(left);
      PortSet perhaps = matched.any().and(left).minus(surely);
      Ruling.Effect effect = effect(match.rule().action());
      RuleReference rule = RuleReference.of(tiers.policy(id), match.rule());
      add(rule, effect, surely.minus(rivals), true);
      add(rule, effect, perhaps.or(surely.and(rivals)), false);
      if (match.rule().action() == TieredPolicy.Action.PASS) {
        passed = passed.or(surely).or(perhaps);
      }
      left = left.minus(surely);
    }
    return left;
  }

  /**
   * What any rule of any of them allows is let through; the rest waits for the tier's end.
   *
   * @param rivals the ports that other policies may decide instead
   * @return the ports that they surely let through, if they are asked
   */
  private PortSet askNetworkPolicies(PortSet rivals) {
    PortSet granted = PortSet.NONE;
    for (int policy : networkPolicies) {
      NetworkPolicy written = standard.policy(policy);
      List<NetworkPolicy.Rule> rules = direction.rules(written);
      for (int rule = 0; rule < rules.size(); rule++) {
        List<Grant> grants = standard.grantsOfRule(policy, rules.get(rule));
        for (int peer = 0; peer < grants.size(); peer++) {
          Grant grant = grants.get(peer);
          Peer meant = peers.get(grant.peer());
          PortSet sure = other.granted(grant, meant, 0).and(open);
          PortSet perhaps = other.granted(grant, meant, Doubt.EVERY).and(open).minus(sure);
          boolean named = !rules.get(rule).peers().isEmpty();
          RuleReference reference = RuleReference.of(written, direction, rule, named ? peer : -1);
          add(reference, Ruling.Effect.LETS_THROUGH, sure.minus(rivals), true);
          add(reference, Ruling.Effect.LETS_THROUGH, perhaps.or(sure.and(rivals)), false);
          granted = granted.or(sure);
        }
      }
      closing.add(RuleReference.ofRest(written, direction));
    }
    return granted;
  }

  private void leaveTier() {
    for (RuleReference rest : closing) {
      add(rest, Ruling.Effect.STOPS, open, true);
    }
    open = closing.isEmpty() ? open.or(passed) : passed;
    passed = PortSet.NONE;
    closing.clear();
  }

  private void add(RuleReference rule, Ruling.Effect effect, PortSet ports, boolean certain) {
    if (!ports.isEmpty()) {
      rulings.add(new Ruling(rule, effect, ports, certain));
    }
  }

  private static Ruling.Effect effect(TieredPolicy.Action action) {
    return switch (action) {
      case ACCEPT -> Ruling.Effect.LETS_THROUGH;
      case DENY -> Ruling.Effect.STOPS;
      case PASS -> Ruling.Effect.HANDS_ON;
    };
  }
}
