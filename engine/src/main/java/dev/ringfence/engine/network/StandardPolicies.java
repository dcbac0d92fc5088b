package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.NetworkPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/** One direction of all NetworkPolicies: whom each isolates, and what it grants to those. */
final class StandardPolicies {

  private static final int[] NONE = {};

  private final Direction direction;
  private final Endpoints endpoints;
  private final Peers peers;
  private final GrantTable grants;
  private final List<NetworkPolicy> policies;
  private final int[] namespaces;
  private final int[][] grantsOf;
  private final int[][] isolatingIn;

  StandardPolicies(
      Direction direction,
      Cluster cluster,
      Endpoints endpoints,
      Peers peers,
      GrantTable grants,
      List<NetworkPolicy> policies) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.peers = peers;
    this.grants = grants;
    this.policies = policies;
    this.namespaces = new int[policies.size()];
    this.grantsOf = new int[policies.size()][];
    List<List<Integer>> byNamespace = new ArrayList<>();
    cluster.namespaces().forEach(ignored -> byNamespace.add(new ArrayList<>()));
    for (int policy = 0; policy < policies.size(); policy++) {
      NetworkPolicy written = policies.get(policy);
      namespaces[policy] = cluster.namespaceIndex(written.meta().namespace());
      grantsOf[policy] = NONE;
      if (direction.isolatedBy(written)) {
        byNamespace.get(namespaces[policy]).add(policy);
        grantsOf[policy] = numbered(namespaces[policy], direction.rules(written));
      }
    }
    this.isolatingIn = new int[byNamespace.size()][];
    Arrays.setAll(
        isolatingIn,
        namespace -> byNamespace.get(namespace).stream().mapToInt(Integer::intValue).toArray());
  }

  private StandardPolicies(StandardPolicies before, Peers peers, List<NetworkPolicy> policies) {
    this.direction = before.direction;
    this.endpoints = before.endpoints;
    this.peers = peers;
    this.grants = before.grants;
    this.policies = policies;
    this.namespaces = Arrays.copyOf(before.namespaces, policies.size());
    this.grantsOf = Arrays.copyOf(before.grantsOf, policies.size());
    this.isolatingIn = before.isolatingIn.clone();
  }

  /** The same with peers whose numbers mean the same selections, among other labels. */
  StandardPolicies with(Peers relabelled) {
    return new StandardPolicies(this, relabelled, policies);
  }

  /**
   * The same with one policy changed.
   *
   * @param changed all policies, of which only the one at the index differs from before
   */
  StandardPolicies with(List<NetworkPolicy> changed, int index, int namespace) {
    StandardPolicies result = new StandardPolicies(this, peers, changed);
    NetworkPolicy policy = changed.get(index);
    boolean isolates = direction.isolatedBy(policy);
    result.namespaces[index] = namespace;
    result.grantsOf[index] = isolates ? result.numbered(namespace, direction.rules(policy)) : NONE;
    int[] others = Arrays.stream(isolatingIn[namespace]).filter(each -> each != index).toArray();
    result.isolatingIn[namespace] = others;
    if (isolates) {
      int[] all = Arrays.copyOf(others, others.length + 1);
      all[others.length] = index;
      result.isolatingIn[namespace] = all;
    }
    return result;
  }

  private int[] numbered(int namespace, List<NetworkPolicy.Rule> rules) {
    TreeSet<Integer> ids = new TreeSet<>();
    for (NetworkPolicy.Rule rule : rules) {
      for (int peer : peersOf(namespace, rule)) {
        Grant grant = grant(peer, rule.ports());
        if (!grant.ports().isEmpty() || !grant.names().isEmpty()) {
          ids.add(grants.idOf(grant));
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
      case NODE, HOST_NETWORK_POD -> NONE;
      case POD -> selecting(subject);
      case CRAFTED -> {
        int[] all = isolatingIn[subject.namespace()];
        boolean avoidable =
            Arrays.stream(all).noneMatch(policy -> policies.get(policy).podSelector().isEmpty());
        yield avoidable
            ? NONE
            : Arrays.stream(all)
                .filter(policy -> SelectorIndex.isSatisfiable(policies.get(policy).podSelector()))
                .toArray();
      }
    };
  }

  /** None unless one surely does; else those too that select it perhaps, for what they grant. */
  private int[] selecting(Endpoint pod) {
    IdentityLabels identities = peers.identities();
    boolean isolated = false;
    int[] found = new int[isolatingIn[pod.namespace()].length];
    int count = 0;
    for (int policy : isolatingIn[pod.namespace()]) {
      LabelSelector selector = policies.get(policy).podSelector();
      if (identities.mayMatch(selector, pod.labels())) {
        found[count++] = policy;
        isolated |= identities.surelyMatches(selector, pod.labels());
      }
    }
    return isolated ? Arrays.copyOf(found, count) : NONE;
  }

  /** The grants of these policies together, ascending. */
  int[] granted(int[] selecting) {
    return Arrays.stream(selecting)
        .flatMap(policy -> Arrays.stream(grantsOf[policy]))
        .sorted()
        .distinct()
        .toArray();
  }

  /** The namespaces with a policy that grants something to one of the peers. */
  BitSet namespacesGranting(BitSet some) {
    BitSet found = new BitSet();
    for (int policy = 0; policy < namespaces.length && !some.isEmpty(); policy++) {
      for (int grant : grantsOf[policy]) {
        if (some.get(grants.get(grant).peer())) {
          found.set(namespaces[policy]);
        }
      }
    }
    return found;
  }

  NetworkPolicy policy(int id) {
    return policies.get(id);
  }

  /** What a rule of a policy grants, for each of its peers; one for everyone if it names none. */
  List<Grant> grantsOfRule(int policy, NetworkPolicy.Rule rule) {
    return Arrays.stream(peersOf(namespaces[policy], rule))
        .mapToObj(peer -> grant(peer, rule.ports()))
        .toList();
  }

  /** Every rule, of a policy that selects the endpoint, with this very grant. */
  List<RuleReference> rulesGranting(int endpoint, Grant grant) {
    List<RuleReference> references = new ArrayList<>();
    for (int policy : selecting(endpoint)) {
      List<NetworkPolicy.Rule> rules = direction.rules(policies.get(policy));
      for (int rule = 0; rule < rules.size(); rule++) {
        List<Grant> written = grantsOfRule(policy, rules.get(rule));
        for (int peer = 0; peer < written.size(); peer++) {
          if (written.get(peer).equals(grant)) {
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
