package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** To which ends each of the policies of tiers applies, by their numbers in order. */
final class TierSubjects {

  /**
   * The policies that apply to an end if a connection comes by one of its interfaces.
   *
   * @param policies in order; those that it may escape as {@code ~id}
   * @param namedPorts the names of ports that count there; null for those of the end
   */
  record Variant(List<Integer> policies, @Nullable List<Endpoint.NamedPort> namedPorts) {

    /** Spread: numbers of policies are small and many, and a list's own hash lets them collide. */
    @Override
    public int hashCode() {
      int hash = namedPorts == null ? 0 : namedPorts.hashCode();
      for (int policy : policies) {
        hash = (hash ^ policy) * 0x9E3779B1;
        hash ^= hash >>> 15;
      }
      return hash;
    }

    /** Whether it is a host endpoint by which a connection comes to a node. */
    boolean isNamed() {
      return namedPorts != null;
    }

    /** The end as it is by that interface. */
    Endpoint of(Endpoint end) {
      return namedPorts == null ? end : end.withNamedPorts(namedPorts);
    }
  }

  private final Endpoints endpoints;
  private final GuardedHosts hosts;
  private final List<BitSet> subjects = new ArrayList<>();
  private final List<BitSet> chosenSubjects = new ArrayList<>();
  private final List<BitSet> guards = new ArrayList<>();
  private final BitSet forwarding = new BitSet();

  TierSubjects(Endpoints endpoints, GuardedHosts hosts) {
    this.endpoints = endpoints;
    this.hosts = hosts;
  }

  /**
   * Adds the next policy.
   *
   * @param ofGuards the host endpoints that it applies to
   */
  void add(TieredPolicy policy, BitSet ofGuards, Peers peers) {
    TieredPolicy.Hosts ofHosts = policy.hosts();
    if (ofHosts != null && ofHosts.forwarded() && ofHosts.stage() == TieredPolicy.Stage.NORMAL) {
      forwarding.set(subjects.size());
    }
    addPods(policy, peers);
    addNodes(hosts.nodesOf(policy), ofGuards);
    guards.add(ofGuards);
  }

  /** Whoever makes up pods chooses their labels, so only a selection of all of them is sure. */
  private void addPods(TieredPolicy policy, Peers peers) {
    BitSet surely = new BitSet();
    BitSet byChoice = new BitSet();
    for (TieredPolicy.Peer.Pods pods : policy.subject()) {
      boolean known = peers.identities().areAllKnown(pods);
      for (int pod : peers.podsOf(pods.namespaces(), pods.pods())) {
        (known ? surely : byChoice).set(pod);
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
  private void addNodes(BitSet nodes, BitSet ofGuards) {
    BitSet surely = subjects.getLast();
    nodes.stream().forEach(node -> surely.set(endpoints.ofNode(node)));
    boolean somewhere = !nodes.isEmpty() || !ofGuards.isEmpty();
    boolean everywhere = endpoints.nodeCount() > 0;
    for (int node = 0; node < endpoints.nodeCount() && everywhere; node++) {
      everywhere = nodes.get(node) || hosts.isGuardedOnlyBy(node, ofGuards);
    }
    BitSet onHosts = everywhere ? surely : chosenSubjects.getLast();
    for (int pod = 0; somewhere && pod < endpoints.podCount(); pod++) {
      if (endpoints.get(pod).kind() == Endpoint.Kind.HOST_NETWORK_POD) {
        onHosts.set(pod);
      }
    }
  }

  /** The host endpoints that a policy applies to. */
  BitSet guardsOf(int policy) {
    return guards.get(policy);
  }

  /** Every end that a policy applies to, or may. */
  BitSet endsOf(int policy) {
    BitSet ends = (BitSet) subjects.get(policy).clone();
    ends.or(chosenSubjects.get(policy));
    BitSet guarding = guards.get(policy);
    for (int node = 0; node < endpoints.nodeCount() && !guarding.isEmpty(); node++) {
      if (hosts.guardsOf(node).stream().anyMatch(each -> each >= 0 && guarding.get(each))) {
        ends.set(endpoints.ofNode(node));
      }
    }
    return ends;
  }

  /**
   * The policies that apply to each end, those that it may escape as {@code ~id}; of nodes without
   * those that apply to their interfaces.
   */
  List<List<Integer>> applying(List<Integer> order) {
    List<List<Integer>> ofEnds = new ArrayList<>();
    for (int end = 0; end < endpoints.count(); end++) {
      ofEnds.add(new ArrayList<>());
    }
    for (int policy : order) {
      BitSet surely = subjects.get(policy);
      surely.stream().forEach(end -> ofEnds.get(end).add(policy));
      chosenSubjects.get(policy).stream()
          .filter(end -> !surely.get(end))
          .forEach(end -> ofEnds.get(end).add(~policy));
    }
    return ofEnds;
  }

  /** Those of some policies that apply to an end that is no node, in the same form. */
  List<Integer> applying(int end, List<Integer> some) {
    List<Integer> policies = new ArrayList<>();
    for (int policy : some) {
      if (subjects.get(policy).get(end)) {
        policies.add(policy);
      } else if (chosenSubjects.get(policy).get(end)) {
        policies.add(~policy);
      }
    }
    return policies;
  }

  /**
   * The ways in which policies apply to a node: several where it depends on the interface.
   *
   * @param order the policies that there are, in the order in which they are tried
   */
  List<Variant> variantsOfNode(int end, List<Integer> order) {
    List<Variant> variants = new ArrayList<>();
    for (int guard : hosts.guardsOf(endpoints.nodeOf(end))) {
      List<Integer> policies = new ArrayList<>();
      for (int policy : order) {
        if (subjects.get(policy).get(end)
            || (guard != GuardedHosts.NONE && guards.get(policy).get(guard))) {
          policies.add(policy);
        } else if (chosenSubjects.get(policy).get(end)) {
          policies.add(~policy);
        }
      }
      Variant variant =
          new Variant(
              List.copyOf(policies), guard == GuardedHosts.NONE ? null : hosts.namedPortsOf(guard));
      if (!variants.contains(variant)) {
        variants.add(variant);
      }
    }
    return List.copyOf(variants);
  }

  /**
   * The policies on forwarded traffic that pods' connections may meet on a node, each combination
   * once; none where some interface of some node has no such policy.
   */
  List<List<Integer>> forwarding(List<Integer> order) {
    Set<List<Integer>> combinations = new LinkedHashSet<>();
    List<Integer> some = order.stream().filter(forwarding::get).toList();
    for (int node = 0; node < endpoints.nodeCount() && !some.isEmpty(); node++) {
      for (int guard : hosts.guardsOf(node)) {
        List<Integer> policies = new ArrayList<>();
        for (int policy : some) {
          if (guard != GuardedHosts.NONE && guards.get(policy).get(guard)) {
            policies.add(policy);
          }
        }
        if (policies.isEmpty()) {
          return List.of();
        }
        combinations.add(policies);
      }
    }
    return List.copyOf(combinations);
  }

  /** Whether what nodes forward comes to the end or goes out from it. */
  boolean isForwardedTo(int end) {
    Endpoint.Kind kind = endpoints.get(end).kind();
    return kind == Endpoint.Kind.POD || kind == Endpoint.Kind.CRAFTED;
  }
}
