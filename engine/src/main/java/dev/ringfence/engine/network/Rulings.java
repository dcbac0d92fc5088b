package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
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
        new Other() {
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
        new Other() {
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
  private List<Ruling> walked(int subject, PortSet families, Other other) {
    Tiers.Applying applying = tiers.applying(subject);
    int[] networkPolicies = standard.selecting(subject);
    List<List<Ruling>> ways = new ArrayList<>();
    for (TierSubjects.Variant variant : applying.variants()) {
      ways.add(new Walk(variant.policies(), networkPolicies, families, other).rulings());
    }
    List<Ruling> all = new ArrayList<>();
    for (List<Ruling> way : ways) {
      for (Ruling ruling : way) {
        boolean agreed = ways.stream().allMatch(each -> each.contains(ruling));
        addOnce(all, agreed ? ruling : ruling.perhaps());
      }
    }
    if (applying.forwarded()) {
      for (List<Integer> policies : tiers.forwarding()) {
        new Walk(policies, new int[0], families, other)
            .rulings().stream()
                .filter(ruling -> ruling.effect() == Ruling.Effect.STOPS)
                .forEach(ruling -> addOnce(all, ruling.perhaps()));
      }
    }
    return all;
  }

  private static void addOnce(List<Ruling> rulings, Ruling ruling) {
    if (!rulings.contains(ruling)) {
      rulings.add(ruling);
    }
  }

  private PortSet families(int end) {
    return peers.addresses().families(endpoints.get(end));
  }

  /** The end that is not the policies' subject. */
  private interface Other {
    TierOutcome.Matched matched(TierMatch match);

    /** What a grant gives it, the doubts of the mask granted. */
    PortSet granted(Grant grant, Peer peer, int doubts);
  }

  /** One way through the tiers. */
  private final class Walk {
    private final Other other;
    private final List<Integer> selecting;
    private final int[] networkPolicies;
    private final List<Ruling> rulings = new ArrayList<>();
    private final List<RuleReference> closing = new ArrayList<>();

    /** The ports that the tier may still decide. */
    private PortSet open;

    /** The ports that a rule of the tier hands on. */
    private PortSet passed = PortSet.NONE;

    Walk(List<Integer> selecting, int[] networkPolicies, PortSet families, Other other) {
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
  }

  private static Ruling.Effect effect(TieredPolicy.Action action) {
    return switch (action) {
      case ACCEPT -> Ruling.Effect.LETS_THROUGH;
      case DENY -> Ruling.Effect.STOPS;
      case PASS -> Ruling.Effect.HANDS_ON;
    };
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
