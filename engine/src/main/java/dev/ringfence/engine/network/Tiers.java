package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One direction of all policies whose rules are tried in order, and to whom each applies. What
 * those that apply to an end let through is compiled by {@link TierLayers}.
 */
final class Tiers {

  private static final Comparator<TieredPolicy> ORDER =
      (one, other) -> {
        int order = Double.compare(one.tier(), other.tier());
        if (order == 0) {
          order = Double.compare(one.order(), other.order());
        }
        return order == 0 ? one.meta().reference().compareTo(other.meta().reference()) : order;
      };

  /**
   * What a change leads to.
   *
   * @param affected the ends to which other policies apply than before, or the same with other
   *     rules
   */
  record Change(Tiers tiers, BitSet affected) {}

  private final Direction direction;
  private final Cluster cluster;
  private final Endpoints endpoints;
  private final Peers peers;
  private final UpheldKinds upheldKinds;
  private final GuardedHosts hosts;

  // By the numbers of policies, which only grow: those before and after a change share them.
  private final List<TieredPolicy> policies;
  private final List<List<TierMatch>> rules;
  private final BitSet unsure;
  private final TierSubjects subjects;

  /** The numbers of those that there are, in the order in which they are tried. */
  private final List<Integer> order;

  private final TierCombinations combinations;
  private final TierColumns columns;
  private final List<List<Integer>> forwarding;
  private final TierLayers layers;

  Tiers(
      Direction direction,
      Cluster cluster,
      Endpoints endpoints,
      Peers peers,
      List<TieredPolicy> written,
      UpheldKinds upheldKinds) {
    this.direction = direction;
    this.cluster = cluster;
    this.endpoints = endpoints;
    this.peers = peers;
    this.upheldKinds = upheldKinds;
    this.hosts = new GuardedHosts(cluster);
    this.policies = new ArrayList<>();
    this.rules = new ArrayList<>();
    this.unsure = new BitSet();
    this.subjects = new TierSubjects(endpoints, hosts);
    this.order = new ArrayList<>();
    PortSet[] families = new PortSet[endpoints.count()];
    Arrays.setAll(families, end -> peers.addresses().families(endpoints.get(end)));
    this.layers = new TierLayers(direction, endpoints, families);
    Map<TieredPolicy, BitSet> implied = hosts.implied();
    List<TieredPolicy> sorted = new ArrayList<>(written);
    sorted.addAll(implied.keySet());
    sorted.sort(ORDER);
    for (TieredPolicy policy : sorted) {
      BitSet guards = implied.get(policy);
      if (counts(policy)) {
        order.add(add(policy, guards == null ? hosts.guardsOf(policy) : guards, peers));
      }
    }
    this.forwarding = subjects.forwarding(order);
    this.combinations = new TierCombinations(endpoints, subjects, order);
    this.columns = refined(new TierColumns(endpoints, families), order);
  }

  /**
   * @param gone numbers of policies before, and {@code come} of those instead
   * @param touched the ends to which one of them applies
   */
  private Tiers(
      Tiers before,
      Peers peers,
      List<Integer> order,
      List<Integer> gone,
      List<Integer> come,
      BitSet touched) {
    this.direction = before.direction;
    this.cluster = before.cluster;
    this.endpoints = before.endpoints;
    this.peers = peers;
    this.upheldKinds = before.upheldKinds;
    this.hosts = before.hosts;
    this.policies = before.policies;
    this.rules = before.rules;
    this.unsure = before.unsure;
    this.subjects = before.subjects;
    this.order = order;
    this.forwarding = subjects.forwarding(order);
    this.layers = before.layers;
    this.combinations = before.combinations.with(touched, gone, come, order);
    this.columns = refined(before.columns, come);
  }

  private TierColumns refined(TierColumns coarser, List<Integer> some) {
    List<TierMatch> all = some.stream().flatMap(id -> rules.get(id).stream()).toList();
    boolean byNames = direction == Direction.EGRESS && all.stream().anyMatch(TierMatch::namesPorts);
    return coarser.refined(all, byNames);
  }

  /** Whether it is upheld anywhere and says anything of the direction. */
  private boolean counts(TieredPolicy policy) {
    return upheldKinds.of(policy.api()) != PolicySupport.NO && section(policy) != null;
  }

  private int add(TieredPolicy policy, BitSet guards, Peers selecting) {
    TieredPolicy.Section section = section(policy);
    if (section == null) {
      throw new IllegalArgumentException("it says nothing of the direction: " + policy);
    }
    boolean doubtful = upheldKinds.of(policy.api()) == PolicySupport.UNSURE;
    int id = policies.size();
    unsure.set(id, doubtful);
    policies.add(policy);
    rules.add(
        section.rules().stream()
            .map(
                rule ->
                    new TierMatch(
                        cluster, hosts, endpoints, selecting, rule, doubtful ? Doubt.KIND : 0))
            .toList());
    subjects.add(policy, guards, selecting);
    return id;
  }

  /**
   * The same with some policies gone and others come; both may be used afterwards, but not by two
   * threads.
   */
  Change with(List<TieredPolicy> gone, List<TieredPolicy> come) {
    List<Integer> left = new ArrayList<>(order);
    List<Integer> gonePolicies = new ArrayList<>();
    List<Integer> comePolicies = new ArrayList<>();
    for (TieredPolicy policy : gone) {
      if (counts(policy)) {
        int at = indexOf(left, policy);
        gonePolicies.add(left.remove(/* index */ at));
      }
    }
    for (TieredPolicy policy : come) {
      if (counts(policy)) {
        int id = add(policy, hosts.guardsOf(policy), peers);
        comePolicies.add(id);
        insert(left, id);
      }
    }
    return change(peers, left, gonePolicies, comePolicies);
  }

  /** The same among other labels of a namespace, from some to others. */
  Change relabelled(Peers relabelled, LabelSet before, LabelSet after) {
    List<Integer> left = new ArrayList<>(order);
    List<Integer> gone = new ArrayList<>();
    List<Integer> come = new ArrayList<>();
    for (int at = 0; at < left.size(); at++) {
      int id = left.get(at);
      if (NamespaceReading.differs(policies.get(id), section(policies.get(id)), before, after)) {
        int made = add(policies.get(id), subjects.guardsOf(id), relabelled);
        gone.add(id);
        come.add(made);
        left.set(at, made);
      }
    }
    return change(relabelled, left, gone, come);
  }

  private Change change(Peers others, List<Integer> left, List<Integer> gone, List<Integer> come) {
    List<Integer> both = new ArrayList<>(gone);
    both.addAll(come);
    BitSet touched = new BitSet();
    both.forEach(id -> touched.or(subjects.endsOf(id)));
    Tiers changed = new Tiers(this, others, List.copyOf(left), gone, come, touched);
    BitSet affected = touched;
    if (!forwarding.equals(changed.forwarding) || both.stream().anyMatch(this::isOfForwarding)) {
      affected = new BitSet();
      affected.set(0, endpoints.count());
    }
    return new Change(changed, affected);
  }

  private boolean isOfForwarding(int id) {
    return policies.get(id).hosts() != null;
  }

  private int indexOf(List<Integer> ids, TieredPolicy policy) {
    for (int at = 0; at < ids.size(); at++) {
      if (policies.get(ids.get(at)).equals(policy)) {
        return at;
      }
    }
    throw new IllegalArgumentException("no such policy: " + policy);
  }

  /** Behind all that are tried before it or at the same place. */
  private void insert(List<Integer> ids, int id) {
    int at = ids.size();
    while (at > 0 && ORDER.compare(policies.get(ids.get(at - 1)), policies.get(id)) > 0) {
      at--;
    }
    ids.add(at, id);
  }

  TieredPolicy.@Nullable Section section(TieredPolicy policy) {
    return switch (direction) {
      case INGRESS -> policy.ingress();
      case EGRESS -> policy.egress();
    };
  }

  boolean isEmpty() {
    return order.isEmpty();
  }

  /** The policies that apply to an endpoint: one object for whoever has the same. */
  TierCombination combination(int endpoint) {
    return combinations.of(endpoint);
  }

  /** Combinations of policies on what nodes forward that may apply to an endpoint as well. */
  List<List<Integer>> forwarding(int endpoint) {
    return subjects.isForwardedTo(endpoint) ? forwarding : List.of();
  }

  /** Whether no policy applies to an endpoint. */
  boolean applyNothing(int endpoint) {
    return combinations.of(endpoint).isEmpty() && forwarding(endpoint).isEmpty();
  }

  TierColumns columns() {
    return columns;
  }

  /** The same by their numbers, those that it may escape as {@code ~id}, in whatever order. */
  List<Integer> selecting(int endpoint) {
    return combination(endpoint).variants().stream()
        .flatMap(variant -> variant.policies().stream())
        .distinct()
        .toList();
  }

  /** Combinations of policies on what nodes forward, which pods' connections may meet. */
  List<List<Integer>> forwarding() {
    return forwarding;
  }

  TieredPolicy policy(int id) {
    return policies.get(id < 0 ? ~id : id);
  }

  /** Whether it is not known that every enforcer upholds it. */
  boolean isUnsure(int id) {
    return unsure.get(id < 0 ? ~id : id);
  }

  /** Its rules, in order. */
  List<TierMatch> rules(int id) {
    return rules.get(id < 0 ? ~id : id);
  }

  /**
   * The end of what stands at one place with a policy of a list in order: itself, or where it is
   * open which comes first, all that are there.
   */
  int endOfPlace(List<Integer> selecting, int start) {
    TieredPolicy first = policy(selecting.get(start));
    int end = start + 1;
    boolean open = false;
    while (end < selecting.size()) {
      TieredPolicy next = policy(selecting.get(end));
      if (next.tier() != first.tier() || next.order() != first.order()) {
        break;
      }
      for (int earlier = start; earlier < end && !open; earlier++) {
        open = next.isOpenWhichComesFirst(policy(selecting.get(earlier)));
      }
      end++;
    }
    return open ? end : start + 1;
  }

  /** What the policies that apply to a subject make of everybody else. */
  TierLayer layer(Endpoint subject) {
    return layers.of(this, subject);
  }

  PortSet families(Endpoint end) {
    return peers.addresses().families(end);
  }
}
