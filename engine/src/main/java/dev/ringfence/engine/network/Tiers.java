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
      UpheldKinds upheldKinds) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
    GuardedHosts hosts = new GuardedHosts(cluster);
    Map<TieredPolicy, BitSet> implied = hosts.implied();
    List<TieredPolicy> sorted = new ArrayList<>(cluster.tieredPolicies());
    sorted.addAll(implied.keySet());
    sorted.sort(ORDER);
    for (TieredPolicy policy : sorted) {
      PolicySupport upheld = upheldKinds.of(policy.api());
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

  TieredPolicy.@Nullable Section section(TieredPolicy policy) {
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

  /** Its rules, in order. */
  List<TierMatch> rules(int id) {
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

  /**
   * Which ports of a node policies that look at packets as they arrive surely deny, node ports
   * included.
   *
   * @param everywhere to every address outside, of each family that the node has (one that it has
   *     not counts as denied); else at least to some
   */
  PortSet deniedBeforeTranslation(int node, boolean everywhere) {
    List<Integer> early =
        selecting(node).stream()
            .filter(id -> policy(id).tier() < TieredPolicy.BEFORE_TIERS / 2)
            .toList();
    List<AddressRanges> blocks = new ArrayList<>();
    early.forEach(id -> rules(id).forEach(match -> blocks.addAll(match.blocks())));
    PortSet all = PortSet.ALL;
    PortSet some = PortSet.NONE;
    for (AddressRanges piece : pieces(blocks)) {
      PortSet family = piece.hasIpv4() ? PortSet.ALL_IPV4 : PortSet.ALL_IPV6;
      PortSet denied = PortSet.NONE;
      PortSet left = family;
      for (int id : early) {
        for (TierMatch match : rules(id)) {
          TierOutcome.Matched matched = match.at(piece, new int[1]);
          if (match.rule().action() == TieredPolicy.Action.DENY && id >= 0) {
            denied = denied.or(matched.surely().and(left));
          }
          left = left.minus(matched.any());
        }
      }
      all = all.and(denied.or(PortSet.ALL.minus(family)));
      some = some.or(denied);
    }
    PortSet families = families(node);
    return everywhere ? all.or(PortSet.ALL.minus(families)) : some.and(families).anyFamily();
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
    TierOrder order = new TierOrder(this, selecting);
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
            order.atom(
                list,
                AddressRanges.NONE,
                families(example).and(families(subject)),
                (match, doubts) -> match.at(example, destination, doubts)));
      }
    }
    for (AddressRanges piece : pieces(blocks)) {
      atoms.add(
          order.atom(
              new int[0], piece, families(subject), (match, doubts) -> match.at(piece, doubts)));
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

  /** All addresses, cut where one of the blocks tells them apart. */
  static List<AddressRanges> pieces(List<AddressRanges> blocks) {
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
