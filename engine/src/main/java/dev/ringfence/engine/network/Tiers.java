package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
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

  /**
   * The policies of tiers that apply to an end.
   *
   * @param variants several where it depends on the interface of a node
   * @param forwarded whether policies on what nodes forward may apply too
   */
  record Applying(List<TierSubjects.Variant> variants, boolean forwarded) {
    boolean isNothing() {
      return !forwarded && variants.stream().allMatch(variant -> variant.policies().isEmpty());
    }
  }

  /** No policy applies. */
  static final Applying NOTHING = new Applying(List.of(), false);

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
    this.layers = new TierLayers(direction, endpoints, peers.addresses());
    Map<TieredPolicy, BitSet> implied = hosts.implied();
    List<TieredPolicy> sorted = new ArrayList<>(written);
    sorted.addAll(implied.keySet());
    sorted.sort(ORDER);
    for (TieredPolicy policy : sorted) {
      BitSet guards = implied.get(policy);
      if (counts(policy)) {
        order.add(add(policy, guards == null ? hosts.guardsOf(policy) : guards));
      }
    }
    this.forwarding = subjects.forwarding(order);
  }

  private Tiers(Tiers before, Peers peers, List<Integer> order) {
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
    this.layers =
        forwarding.equals(before.forwarding) ? before.layers : new TierLayers(before.layers);
  }

  /** Whether it is upheld anywhere and says anything of the direction. */
  private boolean counts(TieredPolicy policy) {
    return upheldKinds.of(policy.api()) != PolicySupport.NO && section(policy) != null;
  }

  private int add(TieredPolicy policy, BitSet guards) {
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
                        cluster, hosts, endpoints, peers, rule, doubtful ? Doubt.KIND : 0))
            .toList());
    subjects.add(policy, guards, peers);
    return id;
  }

  /**
   * The same with some policies gone and others come; both may be used afterwards, but not by two
   * threads.
   */
  Change with(List<TieredPolicy> gone, List<TieredPolicy> come) {
    List<Integer> left = new ArrayList<>(order);
    List<Integer> touched = new ArrayList<>();
    for (TieredPolicy policy : gone) {
      if (counts(policy)) {
        int at = indexOf(left, policy);
        touched.add(left.remove(/* index */ at));
      }
    }
    for (TieredPolicy policy : come) {
      if (counts(policy)) {
        int id = add(policy, hosts.guardsOf(policy));
        touched.add(id);
        insert(left, id);
      }
    }
    return change(peers, left, touched);
  }

  /** The same among other labels of a namespace, from some to others. */
  Change relabelled(Peers relabelled, LabelSet before, LabelSet after) {
    Tiers target = new Tiers(this, relabelled, order);
    List<Integer> left = new ArrayList<>(order);
    List<Integer> touched = new ArrayList<>();
    for (int at = 0; at < left.size(); at++) {
      int id = left.get(at);
      if (NamespaceReading.differs(policies.get(id), section(policies.get(id)), before, after)) {
        int made = target.add(policies.get(id), subjects.guardsOf(id));
        touched.add(id);
        touched.add(made);
        left.set(at, made);
      }
    }
    return change(relabelled, left, touched);
  }

  private Change change(Peers others, List<Integer> left, List<Integer> touched) {
    Tiers changed = new Tiers(this, others, List.copyOf(left));
    BitSet affected = new BitSet();
    touched.forEach(id -> affected.or(subjects.endsOf(id)));
    if (layers != changed.layers || touched.stream().anyMatch(this::isOfForwarding)) {
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

  /** The policies that apply to an endpoint. */
  Applying applying(int endpoint) {
    return new Applying(
        subjects.variants(endpoint, order),
        !forwarding.isEmpty() && subjects.isForwardedTo(endpoint));
  }

  /** The same by their numbers, those that it may escape as {@code ~id}, in whatever order. */
  List<Integer> selecting(int endpoint) {
    return applying(endpoint).variants().stream()
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

  /** What policies that apply to a subject make of everybody else. */
  TierLayer layer(Applying applying, Endpoint subject) {
    return layers.of(this, applying, subject);
  }

  PortSet families(Endpoint end) {
    return peers.addresses().families(end);
  }
}
