package dev.ringfence.engine.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What anybody asks of the labels of pods. The keys that are asked for make the classes of pods;
 * two pods whose labels give the same answers to all that is asked are told apart by nobody, even
 * where they are two classes.
 */
final class AskedOfPods {

  /** Takes a pod into Istio's ambient mesh, or out of it. */
  private static final String MESH_MODE = "istio.io/dataplane-mode";

  private final Set<String> keys = new HashSet<>();

  /** Keys of which more is asked than what single requirements say. */
  private final Set<String> values = new HashSet<>();

  private final Set<LabelSelector.Requirement> everywhere = new HashSet<>();

  /** By name of the namespace. */
  private final Map<String, Set<LabelSelector.Requirement>> inNamespaces = new HashMap<>();

  private AskedOfPods() {}

  static AskedOfPods of(ClusterBuilder tables, Pods pods) {
    AskedOfPods asked = new AskedOfPods();
    asked.keys.addAll(keys(tables.networkPolicies));
    for (TieredPolicy policy : tables.tieredPolicies) {
      policy.subject().forEach(subject -> asked.values(subject.pods()));
      asked.values(policy.ingress());
      asked.values(policy.egress());
    }
    for (MeshPolicy.Authorization policy : tables.meshAuthorizations) {
      asked.values(policy.selector());
      asked.values(Set.of(MESH_MODE));
    }
    for (MeshPolicy.PeerAuthentication policy : tables.peerAuthentications) {
      asked.values(policy.selector());
      asked.values(Set.of(MESH_MODE));
    }
    for (Service service : tables.services) {
      asked.requirements(
          new LabelSelector(service.selector(), List.of()),
          asked.inNamespaces.computeIfAbsent(service.meta().namespace(), none -> new HashSet<>()));
    }
    Set<PodSpec> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int pod = 0; pod < pods.count(); pod++) {
      if (seen.add(pods.spec(pod))) {
        asked.spec(pods.spec(pod));
      }
    }
    return asked;
  }

  /** The keys of labels that network policies ask for. */
  static Set<String> keys(List<NetworkPolicy> policies) {
    Set<String> keys = new HashSet<>();
    for (NetworkPolicy policy : policies) {
      keys(policy.podSelector(), keys);
      for (List<NetworkPolicy.Rule> rules : List.of(policy.ingress(), policy.egress())) {
        for (NetworkPolicy.Rule rule : rules) {
          rule.peers().forEach(peer -> keys(peer.podSelector(), keys));
        }
      }
    }
    return keys;
  }

  /** Those that anybody asks for. */
  Set<String> keys() {
    return Collections.unmodifiableSet(keys);
  }

  /**
   * Whether anybody can tell a pod with these labels from one with the others, of one namespace.
   *
   * @param policies those of the cluster, which may be others than when this was asked first, as
   *     long as they ask for the same keys
   */
  boolean tellApart(String namespace, LabelSet one, LabelSet other, List<NetworkPolicy> policies) {
    Set<String> differing = LabelSet.changedKeys(one, other);
    differing.retainAll(keys);
    if (differing.isEmpty()) {
      return false;
    }
    if (!Collections.disjoint(differing, values)) {
      return true;
    }
    Difference difference = new Difference(one, other);
    return everywhere.stream().anyMatch(difference::tells)
        || inNamespaces.getOrDefault(namespace, Set.of()).stream().anyMatch(difference::tells)
        || policies.stream().anyMatch(policy -> difference.tells(policy, namespace));
  }

  private record Difference(LabelSet one, LabelSet other) {

    boolean tells(LabelSelector.Requirement requirement) {
      return requirement.matches(one) != requirement.matches(other);
    }

    /** A policy asks for its subjects in its own namespace; whom it names may be anywhere. */
    boolean tells(NetworkPolicy policy, String namespace) {
      return (policy.meta().namespace().equals(namespace) && tells(policy.podSelector()))
          || policy.ingress().stream().anyMatch(this::tells)
          || policy.egress().stream().anyMatch(this::tells);
    }

    private boolean tells(NetworkPolicy.Rule rule) {
      return rule.peers().stream().anyMatch(peer -> tells(peer.podSelector()));
    }

    /** Of each requirement by itself, because some enforcers do not count all of them. */
    private boolean tells(@Nullable LabelSelector selector) {
      if (selector == null) {
        return false;
      }
      for (Map.Entry<String, String> entry : selector.matchLabels().entrySet()) {
        String value = entry.getValue();
        if (value.equals(one.get(entry.getKey())) != value.equals(other.get(entry.getKey()))) {
          return true;
        }
      }
      return selector.matchExpressions().stream().anyMatch(this::tells);
    }
  }

  private void spec(PodSpec spec) {
    terms(spec.requiredPodAffinity());
    terms(spec.requiredPodAntiAffinity());
    for (PodSpec.TopologySpreadConstraint constraint : spec.topologySpreadConstraints()) {
      requirements(constraint.labelSelector(), everywhere);
      values(constraint.matchLabelKeys());
    }
  }

  private void terms(List<PodSpec.PodAffinityTerm> terms) {
    for (PodSpec.PodAffinityTerm term : terms) {
      requirements(term.labelSelector(), everywhere);
      values(term.matchLabelKeys());
      values(term.mismatchLabelKeys());
    }
  }

  private void values(TieredPolicy.@Nullable Section section) {
    if (section != null) {
      for (TieredPolicy.Rule rule : section.rules()) {
        for (TieredPolicy.Peer peer : rule.simplePeers().toList()) {
          if (peer instanceof TieredPolicy.Peer.Pods pods) {
            values(pods.pods());
          }
        }
      }
    }
  }

  private void values(@Nullable LabelSelector selector) {
    Set<String> read = new HashSet<>();
    keys(selector, read);
    values(read);
  }

  private void values(Collection<String> read) {
    keys.addAll(read);
    values.addAll(read);
  }

  private void requirements(@Nullable LabelSelector selector, Set<LabelSelector.Requirement> into) {
    keys(selector, keys);
    if (selector != null) {
      selector
          .matchLabels()
          .forEach(
              (key, value) ->
                  into.add(
                      new LabelSelector.Requirement(
                          key, LabelSelector.Operator.IN, List.of(value))));
      into.addAll(selector.matchExpressions());
    }
  }

  private static void keys(@Nullable LabelSelector selector, Set<String> keys) {
    if (selector != null) {
      keys.addAll(selector.matchLabels().keySet());
      selector.matchExpressions().forEach(expression -> keys.add(expression.key()));
    }
  }
}
