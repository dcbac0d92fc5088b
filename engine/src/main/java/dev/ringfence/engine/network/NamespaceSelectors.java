package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The selectors by which policies tell namespaces apart, each once, by number. */
public final class NamespaceSelectors {

  /** The API server sets it, whatever is written. */
  private static final String NAME = "kubernetes.io/metadata.name";

  private final Map<LabelSelector, Integer> numbers = new HashMap<>();
  private final List<LabelSelector> all = new ArrayList<>();

  NamespaceSelectors(Cluster cluster) {
    for (NetworkPolicy policy : cluster.networkPolicies()) {
      for (List<NetworkPolicy.Rule> rules : List.of(policy.ingress(), policy.egress())) {
        for (NetworkPolicy.Rule rule : rules) {
          rule.peers().forEach(peer -> add(peer.namespaceSelector()));
        }
      }
    }
    for (TieredPolicy policy : cluster.tieredPolicies()) {
      policy.subject().forEach(pods -> add(pods.namespaces()));
      add(policy.ingress());
      add(policy.egress());
    }
  }

  private void add(TieredPolicy.@Nullable Section section) {
    if (section != null) {
      for (TieredPolicy.Rule rule : section.rules()) {
        for (TieredPolicy.Peer peer : rule.simplePeers().toList()) {
          if (peer instanceof TieredPolicy.Peer.Pods pods) {
            add(pods.namespaces());
          }
        }
      }
    }
  }

  private void add(@Nullable LabelSelector selector) {
    if (selector != null && numbers.putIfAbsent(selector, all.size()) == null) {
      all.add(selector);
    }
  }

  public int count() {
    return all.size();
  }

  public LabelSelector get(int number) {
    return all.get(number);
  }

  /** The number of a selector of a policy, or -1. */
  public int numberOf(@Nullable LabelSelector selector) {
    return selector == null ? -1 : numbers.getOrDefault(selector, -1);
  }

  public String inWords(int number) {
    return Wording.selector(all.get(number));
  }

  /**
   * Whether other labels on a namespace, whatever its name, make a difference: it does not match
   * and could. No label changes a namespace's name.
   */
  public boolean couldMatch(int number, Namespace namespace) {
    LabelSelector selector = all.get(number);
    return !selector.matches(namespace.labels()) && satisfiable(selector, namespace.name());
  }

  /** Whether some label makes it match, in a namespace that the selector does not name. */
  public boolean couldMatchWhateverTheName(int number) {
    LabelSelector selector = all.get(number);
    // No namespace is called so, and no selector names it.
    return readsLabels(selector) && satisfiable(selector, "/");
  }

  /** Whether the namespace matches and other labels could end that. */
  public boolean couldEscape(int number, Namespace namespace) {
    LabelSelector selector = all.get(number);
    return readsLabels(selector) && selector.matches(namespace.labels());
  }

  /** The names of namespaces that the selector names. */
  public Set<String> names(int number) {
    Set<String> names = new TreeSet<>();
    LabelSelector selector = all.get(number);
    String name = selector.matchLabels().get(NAME);
    if (name != null) {
      names.add(name);
    }
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      if (requirement.key().equals(NAME)) {
        boolean forms = requirement.operator() == LabelSelector.Operator.LIKE;
        requirement.values().forEach(value -> names.add(forms ? value.replace("*", "x") : value));
      }
    }
    return names;
  }

  private static boolean readsLabels(LabelSelector selector) {
    return selector.matchLabels().keySet().stream().anyMatch(key -> !key.equals(NAME))
        || selector.matchExpressions().stream().anyMatch(each -> !each.key().equals(NAME));
  }

  private static boolean satisfiable(LabelSelector selector, String name) {
    List<LabelSelector.Requirement> requirements = new ArrayList<>(selector.matchExpressions());
    requirements.removeIf(each -> each.key().equals(NAME));
    Map<String, String> labels = new HashMap<>(selector.matchLabels());
    labels.remove(NAME);
    LabelSet named = LabelSet.of(Map.of(NAME, name));
    String wanted = selector.matchLabels().get(NAME);
    return (wanted == null || wanted.equals(name))
        && selector.matchExpressions().stream()
            .filter(each -> each.key().equals(NAME))
            .allMatch(each -> each.matches(named))
        && SelectorIndex.isSatisfiable(new LabelSelector(labels, requirements));
  }
}
