package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One direction of all policies: which endpoints are isolated, and what is granted to those.
 * Endpoints with equal grants are one group, whichever policies the grants stand in.
 */
final class Isolation {

  /** The group of the endpoints that no policy isolates. */
  static final int OPEN = 0;

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final GrantTable grants;
  private final StandardPolicies standard;
  private final Tiers tiers;
  private final TierGrants tierGrants;
  private final int[] groupOf;
  private final List<int[]> grantsOfGroup;
  private final Map<List<Integer>, Integer> groupByGrants;

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
    this.tierGrants = new TierGrants(direction, endpoints, peers);
    this.grantsOfGroup = new ArrayList<>();
    this.groupByGrants = new HashMap<>();
    grantsOfGroup.add(new int[0]);
    this.groupOf = new int[endpoints.count()];
    BitSet all = new BitSet();
    all.set(0, groupOf.length);
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
    this.groupOf = before.groupOf.clone();
    this.grantsOfGroup = before.grantsOfGroup;
    this.groupByGrants = before.groupByGrants;
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

  /**
   * What decides the grants of an endpoint.
   *
   * @param granted by NetworkPolicies; null where none isolates it
   * @param tiers the policies of tiers that apply
   * @param namedPorts empty unless they may matter
   * @param families the same: every port
   */
  private record Subject(
      @Nullable List<Integer> granted,
      Tiers.Applying tiers,
      List<Endpoint.NamedPort> namedPorts,
      PortSet families) {}

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
    int[] selecting = standard.selecting(endpoint);
    Tiers.Applying applying = tiers.isEmpty() ? Tiers.NOTHING : tiers.applying(endpoint);
    if (selecting.length == 0 && applying.isNothing()) {
      return OPEN;
    }
    Subject subject =
        new Subject(
            selecting.length == 0 ? null : standard.granted(selecting),
            applying,
            applying.isNothing() ? List.of() : endpoints.get(endpoint).namedPorts(),
            applying.isNothing()
                ? PortSet.ALL
                : peers.addresses().families(endpoints.get(endpoint)));
    Integer group = known.get(subject);
    if (group == null) {
      group =
          groupByGrants.computeIfAbsent(
              compiled(subject, endpoints.get(endpoint)),
              list -> {
                grantsOfGroup.add(list.stream().mapToInt(Integer::intValue).toArray());
                return grantsOfGroup.size() - 1;
              });
      known.put(subject, group);
    }
    return group;
  }

  private List<Integer> compiled(Subject subject, Endpoint example) {
    List<Integer> granted = subject.granted();
    if (subject.tiers().isNothing() && granted != null) {
      return granted;
    }
    List<Grant> written = granted == null ? null : granted.stream().map(grants::get).toList();
    TreeSet<Integer> ids = new TreeSet<>();
    for (Grant grant : tierGrants.of(tiers.layer(subject.tiers(), example), written, example)) {
      ids.add(grants.idOf(grant));
    }
    return List.copyOf(ids);
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
    return grantsOfGroup.size();
  }

  /** The grants of a group, ascending; none for the open group, to which they do not matter. */
  int[] grantsOfGroup(int group) {
    return grantsOfGroup.get(group);
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
              for (int grant : grantsOfGroup.get(group)) {
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
    for (int id : grantsOfGroup.get(groupOf[subject])) {
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
