package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One direction of all policies: which endpoints are isolated, and what is granted to those.
 * Endpoints with equal grants are one group, whichever policies the grants stand in.
 */
final class Isolation {

  /** The group of the endpoints that no policy isolates. */
  static final int OPEN = 0;

  private static final int[] NONE = {};

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final GrantTable grants;
  private final StandardPolicies standard;
  private final Tiers tiers;
  private final TierGrants tierGrants;

  /** What NetworkPolicies grant subjects, by the number of {@link #lists}. */
  private final GrantLists lists;

  /** For each end the number of what NetworkPolicies grant it, or negative where none isolates. */
  private final int[] listOf;

  private final int[] groupOf;
  private final GrantLists groups;

  Isolation(
      Direction direction,
      Cluster cluster,
      Endpoints endpoints,
      Peers peers,
      WrittenPolicies policies,
      UpheldKinds upheldKinds) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
    this.grants = new GrantTable();
    this.standard =
        new StandardPolicies(direction, cluster, endpoints, peers, grants, policies.standard());
    this.tiers = new Tiers(direction, cluster, endpoints, peers, policies.tiered(), upheldKinds);
    this.lists = new GrantLists();
    this.tierGrants = new TierGrants(direction, endpoints, peers, grants, lists);
    this.listOf = new int[endpoints.count()];
    this.groupOf = new int[endpoints.count()];
    this.groups = new GrantLists();
    BitSet all = new BitSet();
    all.set(0, groupOf.length);
    list(all);
    group(all);
  }

  /**
   * Grants and groups are numbers of what they are made of, and only grow, so all share them; what
   * nobody has any more stays unused.
   */
  private Isolation(
      Isolation before,
      Peers peers,
      StandardPolicies standard,
      Tiers tiers,
      TierGrants tierGrants) {
    this.direction = before.direction;
    this.endpoints = before.endpoints;
    this.peers = peers;
    this.grants = before.grants;
    this.standard = standard;
    this.tiers = tiers;
    this.tierGrants = tierGrants;
    this.lists = before.lists;
    this.listOf = before.listOf.clone();
    this.groupOf = before.groupOf.clone();
    this.groups = before.groups;
  }

  /**
   * The same with peers whose numbers mean the same selections, among other labels of a namespace.
   * What policies of tiers make of a peer that means others now is made anew.
   */
  Isolation with(Peers relabelled, Tiers.Change change) {
    BitSet others = relabelled.changedSince(peers);
    Isolation isolation =
        new Isolation(
            this,
            relabelled,
            standard.with(relabelled),
            change.tiers(),
            tierGrants.with(relabelled, others));
    if (!tiers.isEmpty()) {
      BitSet affected = (BitSet) change.affected().clone();
      standard.namespacesGranting(others).stream().forEach(namespace -> add(affected, namespace));
      isolation.group(affected);
    }
    return isolation;
  }

  /**
   * The same with one NetworkPolicy changed; only endpoints of its namespace are looked at again.
   *
   * @param changed all of them, of which only the one at the index differs from before
   */
  Isolation with(List<NetworkPolicy> changed, int index, int namespace) {
    StandardPolicies others = standard.with(changed, index, namespace);
    Isolation isolation = new Isolation(this, peers, others, tiers, tierGrants);
    BitSet affected = new BitSet();
    add(affected, namespace);
    isolation.list(affected);
    isolation.group(affected);
    return isolation;
  }

  /** The same with other policies of tiers. */
  Isolation with(Tiers.Change change) {
    Isolation isolation = new Isolation(this, peers, standard, change.tiers(), tierGrants);
    isolation.group(change.affected());
    return isolation;
  }

  private void add(BitSet affected, int namespace) {
    for (int endpoint : endpoints.inNamespace(namespace)) {
      affected.set(endpoint);
    }
    affected.set(endpoints.ofCrafted(namespace));
  }

  private void list(BitSet some) {
    some.stream()
        .forEach(
            endpoint -> {
              int[] selecting = standard.selecting(endpoint);
              listOf[endpoint] =
                  selecting.length == 0 ? -1 : lists.idOf(standard.granted(selecting));
            });
  }

  /**
   * What decides the grants of an endpoint.
   *
   * @param list what NetworkPolicies grant it
   * @param tiers the policies of tiers that apply
   * @param forwarding those on what nodes forward that may apply as well
   * @param traits its families and the names of its ports
   */
  private record Subject(
      int list, TierCombination tiers, List<List<Integer>> forwarding, int traits) {}

  private void group(BitSet some) {
    Map<Subject, Integer> known = new HashMap<>();
    some.stream().forEach(endpoint -> groupOf[endpoint] = group(endpoint, known));
  }

  /**
   * The group of one endpoint.
   *
   * @param known groups of the subjects so far
   */
  private int group(int endpoint, Map<Subject, Integer> known) {
    int list = listOf[endpoint];
    if (tiers.applyNothing(endpoint)) {
      return list < 0 ? OPEN : 1 + groups.idOf(lists.get(list));
    }
    int traits = tiers.columns().traitsOf(endpoint);
    Subject subject =
        new Subject(list, tiers.combination(endpoint), tiers.forwarding(endpoint), traits);
    return known.computeIfAbsent(
        subject,
        ignored -> {
          Endpoint example = endpoints.get(endpoint);
          return 1 + groups.idOf(tierGrants.of(tiers.layer(example), list, example, traits));
        });
  }

  /** Every policy that has a say on the endpoint in this direction. */
  List<RuleReference> deciding(int endpoint) {
    List<RuleReference> references = new ArrayList<>();
    for (int policy : standard.selecting(endpoint)) {
      references.add(
          new RuleReference(
              standard.policy(policy).meta(),
              "spec.policyTypes",
              direction.policyType() + ", and it selects the pod"));
    }
    for (int policy : tiers.selecting(endpoint)) {
      references.add(
          new RuleReference(
              tiers.policy(policy).meta(),
              "spec." + direction.field(),
              direction.policyType() + " rules, tried in order, and it selects the pod"));
    }
    return references;
  }

  /** What policies of tiers deny whatever NetworkPolicies say. */
  TierDenials denials() {
    return new TierDenials(tiers, endpoints);
  }

  /** Which rules decide, when somebody asks. */
  Rulings rulings() {
    return new Rulings(direction, endpoints, peers, standard, tiers);
  }

  Tiers tiers() {
    return tiers;
  }

  boolean hasTiers() {
    return !tiers.isEmpty();
  }

  int groupOf(int endpoint) {
    return groupOf[endpoint];
  }

  boolean isolates(int endpoint) {
    return groupOf[endpoint] != OPEN;
  }

  int groupCount() {
    return 1 + groups.count();
  }

  /** The grants of a group, ascending; none for the open group, to which they do not matter. */
  int[] grantsOfGroup(int group) {
    return group == OPEN ? NONE : groups.get(group - 1);
  }

  Grant grant(int id) {
    return grants.get(id);
  }

  /** The peers to which somebody grants something now. */
  BitSet peersInUse() {
    BitSet groups = new BitSet();
    for (int group : groupOf) {
      groups.set(group);
    }
    BitSet used = new BitSet();
    groups.stream()
        .forEach(
            group -> {
              for (int grant : grantsOfGroup(group)) {
                used.set(grants.get(grant).peer());
              }
            });
    return used;
  }

  /**
   * The ports that a subject's grants give another end, families apart.
   *
   * @param destination whose named ports count: the subject or the other end
   * @param doubts what is settled in favour of the connection, see {@link Doubt}
   */
  PortSet granted(int subject, int other, int destination, int doubts) {
    PortSet ports = PortSet.NONE;
    for (int id : grantsOfGroup(groupOf[subject])) {
      Grant grant = grants.get(id);
      Peer peer = peers.get(grant.peer());
      if (Doubt.admits(peer, other, doubts)) {
        ports = ports.or(grant.at(endpoints.get(destination), peer));
      }
    }
    return ports;
  }

  /** Every rule, of a NetworkPolicy that selects the endpoint, with this very grant. */
  List<RuleReference> rulesGranting(int endpoint, int grant) {
    return standard.rulesGranting(endpoint, grants.get(grant));
  }
}
