package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One direction of all NetworkPolicies: which endpoints are isolated, and what is granted to those.
 * Endpoints with equal grants are one group, whichever policies the grants stand in.
 */
final class Isolation {

  /** The group of the endpoints that no policy isolates. */
  static final int OPEN = 0;

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final List<NetworkPolicy> policies;
  private final int[] policyNamespaces;
  private final Map<Grant, Integer> grantIds;
  private final List<Grant> grants;
  private final int[][] grantsOfPolicy;
  private final int[][] policiesOfNamespace;
  private final int[] groupOf;
  private final List<int[]> grantsOfGroup;
  private final Map<List<Integer>, Integer> groupByGrants;
  private final Tiers tiers;
  private final TierGrants tierGrants;

  Isolation(
      Direction direction,
      Cluster cluster,
      Endpoints endpoints,
      Peers peers,
      List<NetworkPolicy> policies,
      UpheldKinds upheldKinds) {
    this.tiers = new Tiers(direction, cluster, endpoints, peers, upheldKinds);
    this.tierGrants = new TierGrants(direction, endpoints, peers);
    this.grantIds = new HashMap<>();
    this.grants = new ArrayList<>();
    this.grantsOfGroup = new ArrayList<>();
    this.groupByGrants = new HashMap<>();
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
    this.policies = policies;
    this.policyNamespaces = new int[policies.size()];
    this.grantsOfPolicy = new int[policies.size()][];
    List<List<Integer>> byNamespace = new ArrayList<>();
    cluster.namespaces().forEach(ignored -> byNamespace.add(new ArrayList<>()));
    for (int policy = 0; policy < policies.size(); policy++) {
      NetworkPolicy written = policies.get(policy);
      policyNamespaces[policy] = cluster.namespaceIndex(written.meta().namespace());
      if (direction.isolatedBy(written)) {
        byNamespace.get(policyNamespaces[policy]).add(policy);
        grantsOfPolicy[policy] = grants(policyNamespaces[policy], direction.rules(written));
      } else {
        grantsOfPolicy[policy] = new int[0];
      }
    }
    this.policiesOfNamespace = new int[byNamespace.size()][];
    Arrays.setAll(
        policiesOfNamespace,
        namespace -> byNamespace.get(namespace).stream().mapToInt(Integer::intValue).toArray());
    this.groupOf = group();
  }

  /**
   * Grants and groups only grow, so both share them as long as their peers are the same; what
   * nobody has any more stays unused.
   */
  private Isolation(Isolation before, Peers peers, List<NetworkPolicy> policies, boolean shares) {
    this.direction = before.direction;
    this.endpoints = before.endpoints;
    this.peers = peers;
    this.policies = policies;
    this.policyNamespaces = Arrays.copyOf(before.policyNamespaces, policies.size());
    this.grantIds = shares ? before.grantIds : new HashMap<>(before.grantIds);
    this.grants = shares ? before.grants : new ArrayList<>(before.grants);
    this.grantsOfPolicy = Arrays.copyOf(before.grantsOfPolicy, policies.size());
    this.policiesOfNamespace = before.policiesOfNamespace.clone();
    this.groupOf = before.groupOf.clone();
    this.grantsOfGroup = shares ? before.grantsOfGroup : new ArrayList<>(before.grantsOfGroup);
    this.groupByGrants = shares ? before.groupByGrants : new HashMap<>(before.groupByGrants);
    this.tiers = before.tiers;
    this.tierGrants = before.tierGrants;
  }

  /** The same with peers whose numbers mean the same selections, among other labels. */
  Isolation with(Peers relabelled) {
    return new Isolation(this, relabelled, policies, false);
  }

  /**
   * The same with one policy changed; only endpoints of its namespace are looked at again. Not for
   * clusters with tiers.
   *
   * @param changed all policies, of which only the one at the index differs from before
   */
  Isolation with(List<NetworkPolicy> changed, int index, int namespace) {
    Isolation isolation = new Isolation(this, peers, changed, true);
    NetworkPolicy policy = changed.get(index);
    boolean isolates = direction.isolatedBy(policy);
    isolation.policyNamespaces[index] = namespace;
    isolation.grantsOfPolicy[index] =
        isolates ? isolation.grants(namespace, direction.rules(policy)) : new int[0];
    int[] others =
        Arrays.stream(policiesOfNamespace[namespace]).filter(each -> each != index).toArray();
    isolation.policiesOfNamespace[namespace] = others;
    if (isolates) {
      int[] all = Arrays.copyOf(others, others.length + 1);
      all[others.length] = index;
      isolation.policiesOfNamespace[namespace] = all;
    }
    Map<Subject, Integer> known = new HashMap<>();
    for (int endpoint : endpoints.inNamespace(namespace)) {
      isolation.groupOf[endpoint] = isolation.group(endpoint, known);
    }
    int crafted = endpoints.ofCrafted(namespace);
    isolation.groupOf[crafted] = isolation.group(crafted, known);
    return isolation;
  }

  private int[] grants(int namespace, List<NetworkPolicy.Rule> rules) {
    TreeSet<Integer> ids = new TreeSet<>();
    for (NetworkPolicy.Rule rule : rules) {
      for (int peer : peersOf(namespace, rule)) {
        Grant grant = grant(peer, rule.ports());
        if (!grant.ports().isEmpty() || !grant.names().isEmpty()) {
          ids.add(idOf(grant));
        }
      }
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] peersOf(int namespace, NetworkPolicy.Rule rule) {
    return rule.peers().isEmpty()
        ? new int[] {Peers.EVERYONE}
        : rule.peers().stream().mapToInt(peer -> peers.id(namespace, peer)).toArray();
  }

  /** No port entries mean every port; an entry with only a protocol means all of its ports. */
  private Grant grant(int peer, List<NetworkPolicy.Port> entries) {
    PortSet families = peers.get(peer).families();
    PortSet ports = entries.isEmpty() ? PortSet.ALL : PortSet.NONE;
    List<Grant.Name> names = new ArrayList<>();
    for (NetworkPolicy.Port entry : entries) {
      PortSet.Protocol protocol = PortSet.Protocol.named(entry.protocol());
      String name = entry.name();
      if (protocol == null) {
        // The API server refuses other protocols; whatever wrote this one may let anything through.
        ports = PortSet.ALL;
      } else if (name != null) {
        names.add(new Grant.Name(name, protocol));
      } else if (entry.port() == 0) {
        ports = ports.or(PortSet.of(protocol));
      } else {
        ports = ports.or(PortSet.of(protocol, entry.port(), entry.endPort()));
      }
    }
    return new Grant(peer, ports.and(families), names);
  }

  private int idOf(Grant grant) {
    Integer known = grantIds.putIfAbsent(grant, grants.size());
    if (known == null) {
      grants.add(grant);
      return grants.size() - 1;
    }
    return known;
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

  private int[] group() {
    Map<Subject, Integer> known = new HashMap<>();
    grantsOfGroup.add(new int[0]);
    int[] groups = new int[endpoints.count()];
    for (int endpoint = 0; endpoint < groups.length; endpoint++) {
      groups[endpoint] = group(endpoint, known);
    }
    return groups;
  }

  /**
   * The group of one endpoint.
   *
   * @param known groups of the subjects so far
   */
  private int group(int endpoint, Map<Subject, Integer> known) {
    int[] selecting = selecting(endpoint);
    Tiers.Applying applying = tiers.isEmpty() ? Tiers.NOTHING : tiers.applying(endpoint);
    if (selecting.length == 0 && applying.isNothing()) {
      return OPEN;
    }
    Subject subject =
        new Subject(
            selecting.length == 0 ? null : granted(selecting),
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

  private List<Integer> granted(int[] selecting) {
    TreeSet<Integer> union = new TreeSet<>();
    for (int policy : selecting) {
      for (int grant : grantsOfPolicy[policy]) {
        union.add(grant);
      }
    }
    return List.copyOf(union);
  }

  private List<Integer> compiled(Subject subject, Endpoint example) {
    List<Integer> granted = subject.granted();
    if (subject.tiers().isNothing() && granted != null) {
      return granted;
    }
    List<Grant> written = granted == null ? null : granted.stream().map(grants::get).toList();
    TreeSet<Integer> ids = new TreeSet<>();
    for (Grant grant : tierGrants.of(tiers.layer(subject.tiers(), example), written, example)) {
      ids.add(idOf(grant));
    }
    return List.copyOf(ids);
  }

  /**
   * The policies that isolate an endpoint in this direction. Nodes and pods on their network are
   * not subject to NetworkPolicy (implementation-defined; none of the known enforcers does it by
   * default). A crafted pod takes labels that no selector matches, so only a policy over every pod
   * of the namespace isolates it; it is then taken to be selected by every other as well, for what
   * those grant.
   */
  int[] selecting(int endpoint) {
    Endpoint subject = endpoints.get(endpoint);
    return switch (subject.kind()) {
      case NODE, HOST_NETWORK_POD -> new int[0];
      case POD ->
          Arrays.stream(policiesOfNamespace[subject.namespace()])
              .filter(policy -> policies.get(policy).podSelector().matches(subject.labels()))
              .toArray();
      case CRAFTED -> {
        int[] all = policiesOfNamespace[subject.namespace()];
        boolean avoidable =
            Arrays.stream(all).noneMatch(policy -> policies.get(policy).podSelector().isEmpty());
        yield avoidable
            ? new int[0]
            : Arrays.stream(all)
                .filter(policy -> SelectorIndex.isSatisfiable(policies.get(policy).podSelector()))
                .toArray();
      }
    };
  }

  /** Every policy that has a say on the endpoint in this direction. */
  List<RuleReference> deciding(int endpoint) {
    List<RuleReference> references = new ArrayList<>();
    for (int policy : selecting(endpoint)) {
      references.add(
          new RuleReference(
              policies.get(policy).meta(),
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
    return new Rulings(direction, endpoints, peers, this, tiers);
  }

  boolean hasTiers() {
    return !tiers.isEmpty();
  }

  NetworkPolicy policy(int id) {
    return policies.get(id);
  }

  /** What a rule of a policy grants, for each of its peers; one for everyone if it names none. */
  List<Grant> grantsOfRule(int policy, NetworkPolicy.Rule rule) {
    return Arrays.stream(peersOf(policyNamespaces[policy], rule))
        .mapToObj(peer -> grant(peer, rule.ports()))
        .toList();
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

  int grantCount() {
    return grants.size();
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
    List<RuleReference> references = new ArrayList<>();
    for (int policy : selecting(endpoint)) {
      List<NetworkPolicy.Rule> rules = direction.rules(policies.get(policy));
      for (int rule = 0; rule < rules.size(); rule++) {
        List<Grant> written = grantsOfRule(policy, rules.get(rule));
        for (int peer = 0; peer < written.size(); peer++) {
          if (written.get(peer).equals(grants.get(grant))) {
            boolean named = !rules.get(rule).peers().isEmpty();
            references.add(
                RuleReference.of(policies.get(policy), direction, rule, named ? peer : -1));
          }
        }
      }
    }
    return references;
  }
}
