package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One direction of all policies whose rules are tried in order. Those that apply to an endpoint are
 * compiled into a {@link TierLayer}: the other ends, cut into atoms that these policies cannot tell
 * apart, and what becomes of a connection with each.
 */
final class Tiers {

  /** Policies that stand at one place, in one tier. */
  private record Place(double tier, double order, boolean tiesOpen, List<Integer> policies) {}

  private record Key(
      List<Integer> policies, List<Endpoint.NamedPort> namedPorts, PortSet families) {}

  private static final Comparator<TieredPolicy> ORDER =
      (one, other) -> {
        int order = Double.compare(one.tier(), other.tier());
        if (order == 0) {
          order = Double.compare(one.order(), other.order());
        }
        return order == 0 ? one.meta().reference().compareTo(other.meta().reference()) : order;
      };

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final List<TieredPolicy> policies = new ArrayList<>();
  private final List<List<TierMatch>> rules = new ArrayList<>();
  private final List<BitSet> subjects = new ArrayList<>();
  private final List<BitSet> chosenSubjects = new ArrayList<>();
  private final Map<Key, TierLayer> layers = new HashMap<>();

  Tiers(
      Direction direction,
      Cluster cluster,
      Endpoints endpoints,
      Peers peers,
      Map<TieredPolicy.Api, PolicySupport> support) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
    GuardedHosts hosts = new GuardedHosts(cluster);
    Map<TieredPolicy, BitSet> implied = hosts.implied();
    List<TieredPolicy> sorted = new ArrayList<>(cluster.tieredPolicies());
    sorted.addAll(implied.keySet());
    sorted.sort(ORDER);
    for (TieredPolicy policy : sorted) {
      PolicySupport upheld = support.getOrDefault(policy.api(), PolicySupport.UNSURE);
      TieredPolicy.Section section = section(policy);
      if (upheld != PolicySupport.NO && section != null) {
        policies.add(policy);
        List<TierMatch> matches = new ArrayList<>();
        int unsure = upheld == PolicySupport.UNSURE ? Doubt.KIND : 0;
        for (TieredPolicy.Rule rule : section.rules()) {
          matches.add(new TierMatch(cluster, hosts, endpoints, peers, rule, unsure));
        }
        rules.add(matches);
        addSubjects(policy);
        addHosts(implied.getOrDefault(policy, hosts.selectedBy(policy)));
      }
    }
  }

  private TieredPolicy.@Nullable Section section(TieredPolicy policy) {
    return switch (direction) {
      case INGRESS -> policy.ingress();
      case EGRESS -> policy.egress();
    };
  }

  /** Whoever makes up pods chooses their labels, so only a selection of all of them is sure. */
  private void addSubjects(TieredPolicy policy) {
    BitSet surely = new BitSet();
    BitSet byChoice = new BitSet();
    for (TieredPolicy.Peer.Pods pods : policy.subject()) {
      for (int pod : peers.podsOf(pods.namespaces(), pods.pods())) {
        surely.set(pod);
      }
      for (int namespace : peers.namespacesOf(pods.namespaces())) {
        int crafted = endpoints.ofCrafted(namespace);
        if (pods.pods().isEmpty()) {
          surely.set(crafted);
        } else if (SelectorIndex.isSatisfiable(pods.pods())) {
          byChoice.set(crafted);
        }
      }
    }
    subjects.add(surely);
    chosenSubjects.add(byChoice);
  }

  /** A pod on the host network can be on whichever node suits it. */
  private void addHosts(BitSet nodes) {
    BitSet surely = subjects.getLast();
    nodes.stream().forEach(node -> surely.set(endpoints.ofNode(node)));
    if (!nodes.isEmpty()) {
      BitSet onHosts =
          nodes.cardinality() == endpoints.nodeCount() ? surely : chosenSubjects.getLast();
      for (int pod = 0; pod < endpoints.podCount(); pod++) {
        if (endpoints.get(pod).kind() == Endpoint.Kind.HOST_NETWORK_POD) {
          onHosts.set(pod);
        }
      }
    }
  }

  boolean isEmpty() {
    return policies.isEmpty();
  }

  /** The policies that apply to an endpoint, in order; those that it may escape as {@code ~id}. */
  List<Integer> selecting(int endpoint) {
    List<Integer> selecting = new ArrayList<>();
    for (int policy = 0; policy < policies.size(); policy++) {
      if (subjects.get(policy).get(endpoint)) {
        selecting.add(policy);
      } else if (chosenSubjects.get(policy).get(endpoint)) {
        selecting.add(~policy);
      }
    }
    return selecting;
  }

  TieredPolicy policy(int id) {
    return policies.get(id < 0 ? ~id : id);
  }

  private List<TierMatch> rules(int id) {
    return rules.get(id < 0 ? ~id : id);
  }

  /**
   * Whether policies that stand before the NetworkPolicies deny a subject every connection with
   * another end, and none of them may accept any.
   */
  boolean deniesFirst(int subject, int other) {
    PortSet denied = PortSet.NONE;
    for (int id : selecting(subject)) {
      if (policy(id).tier() >= TieredPolicy.DEFAULT_TIER) {
        break;
      }
      for (TierMatch match : rules(id)) {
        TierOutcome.Matched matched = match.at(other, endpoints.get(other), new int[1]);
        if (match.rule().action() != TieredPolicy.Action.DENY) {
          if (!matched.isEmpty()) {
            return false;
          }
        } else if (id >= 0) {
          denied = denied.or(matched.surely());
        }
      }
    }
    return PortSet.ALL.minus(denied).isEmpty();
  }

  /** The rules that accept some connection between the two, in order. */
  List<RuleReference> accepting(int subject, int other) {
    List<RuleReference> references = new ArrayList<>();
    Endpoint destination = endpoints.get(direction == Direction.EGRESS ? other : subject);
    for (int id : selecting(subject)) {
      for (TierMatch match : rules(id)) {
        if (match.rule().action() == TieredPolicy.Action.ACCEPT
            && !match.at(other, destination, new int[1]).isEmpty()) {
          references.add(RuleReference.of(policy(id), match.rule()));
        }
      }
    }
    return references;
  }

  /** What policies that apply to a subject make of everybody else. */
  TierLayer layer(List<Integer> selecting, Endpoint subject) {
    boolean named =
        selecting.stream().anyMatch(id -> rules(id).stream().anyMatch(TierMatch::namesPorts));
    boolean bySubject = named && direction == Direction.INGRESS;
    Key key = new Key(selecting, bySubject ? subject.namedPorts() : List.of(), families(subject));
    TierLayer known = layers.get(key);
    if (known == null) {
      known = compile(selecting, subject, named);
      layers.put(key, known);
    }
    return known;
  }

  private TierLayer compile(List<Integer> selecting, Endpoint subject, boolean named) {
    List<Place> places = places(selecting);
    List<TierLayer.Atom> atoms = new ArrayList<>();
    Partition partition = new Partition(initial(named && direction == Direction.EGRESS));
    List<AddressRanges> blocks = new ArrayList<>();
    for (int id : selecting) {
      for (TierMatch match : rules(id)) {
        match.splits(partition);
        blocks.addAll(match.blocks());
      }
    }
    List<List<Integer>> members = new ArrayList<>();
    for (int atom = 0; atom < partition.count(); atom++) {
      members.add(new ArrayList<>());
    }
    for (int end = 0; end < endpoints.count(); end++) {
      members.get(partition.classOf(end)).add(end);
    }
    for (List<Integer> ends : members) {
      if (!ends.isEmpty()) {
        int example = ends.getFirst();
        Endpoint destination = direction == Direction.EGRESS ? endpoints.get(example) : subject;
        int[] list = ends.stream().mapToInt(Integer::intValue).toArray();
        atoms.add(
            atom(
                places,
                list,
                AddressRanges.NONE,
                families(example).and(families(subject)),
                (match, doubts) -> match.at(example, destination, doubts)));
      }
    }
    for (AddressRanges piece : pieces(blocks)) {
      atoms.add(
          atom(
              places,
              new int[0],
              piece,
              families(subject),
              (match, doubts) -> match.at(piece, doubts)));
    }
    return new TierLayer(atoms);
  }

  private PortSet families(int end) {
    return families(endpoints.get(end));
  }

  private PortSet families(Endpoint end) {
    return peers.addresses().families(end);
  }

  private int[] initial(boolean byNamedPorts) {
    int[] initial = new int[endpoints.count()];
    record Traits(PortSet families, List<Endpoint.NamedPort> ports) {}
    Map<Traits, Integer> ids = new HashMap<>();
    for (int end = 0; end < initial.length; end++) {
      Traits ports =
          new Traits(families(end), byNamedPorts ? endpoints.get(end).namedPorts() : List.of());
      Integer known = ids.putIfAbsent(ports, ids.size());
      initial[end] = known == null ? ids.size() - 1 : known;
    }
    return initial;
  }

  private static List<AddressRanges> pieces(List<AddressRanges> blocks) {
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

  private List<Place> places(List<Integer> selecting) {
    List<Place> places = new ArrayList<>();
    for (int id : selecting) {
      TieredPolicy policy = policy(id);
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
    return places;
  }

  private interface Matcher {
    TierOutcome.Matched at(TierMatch match, int[] doubts);
  }

  /** From the last place to the first: what is behind a rule is known when it is looked at. */
  private TierLayer.Atom atom(
      List<Place> places, int[] ends, AddressRanges block, PortSet families, Matcher matcher) {
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
        TieredPolicy.Section section = section(policy(id));
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
    for (TierMatch match : rules(id).reversed()) {
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
      for (TierMatch match : rules(id)) {
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
