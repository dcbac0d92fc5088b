package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The selectors by which policies tell namespaces apart, each once, by number. Whoever asks for
 * them asks for what they find too, so what they read is read by policies.
 */
public final class NamespaceSelectors {

  /** The API server sets it, whatever is written. */
  private static final String NAME = "kubernetes.io/metadata.name";

  private final Map<LabelSelector, Integer> numbers = new HashMap<>();
  private final List<LabelSelector> all = new ArrayList<>();

  /** How often policies have each, by number. */
  private final Map<Integer, Integer> uses = new HashMap<>();

  NamespaceSelectors(Cluster cluster) {
    cluster.networkPolicies().forEach(policy -> use(policy, 1));
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

  private NamespaceSelectors(NamespaceSelectors before) {
    numbers.putAll(before.numbers);
    all.addAll(before.all);
    uses.putAll(before.uses);
  }

  /**
   * The same with some NetworkPolicies gone and others come. Selectors keep their numbers; one that
   * is nobody's any more keeps its own, and nothing could match it.
   */
  NamespaceSelectors with(List<NetworkPolicy> gone, List<NetworkPolicy> come) {
    NamespaceSelectors changed = new NamespaceSelectors(this);
    come.forEach(policy -> changed.use(policy, 1));
    gone.forEach(policy -> changed.use(policy, -1));
    return changed;
  }

  /** Whether policies have the same selectors, where one of the two came of the other. */
  boolean areAs(NamespaceSelectors others) {
    return inUse().equals(others.inUse());
  }

  private BitSet inUse() {
    BitSet used = new BitSet();
    uses.forEach((number, times) -> used.set(number, times > 0));
    return used;
  }

  private boolean isUsed(int number) {
    return uses.getOrDefault(number, 0) > 0;
  }

  private void use(NetworkPolicy policy, int times) {
    for (List<NetworkPolicy.Rule> rules : List.of(policy.ingress(), policy.egress())) {
      for (NetworkPolicy.Rule rule : rules) {
        for (NetworkPolicy.Peer peer : rule.peers()) {
          use(peer.namespaceSelector(), times);
        }
      }
    }
  }

  private void add(@Nullable LabelSelector selector) {
    use(selector, 1);
  }

  private void use(@Nullable LabelSelector selector, int times) {
    if (selector != null) {
      if (numbers.putIfAbsent(selector, all.size()) == null) {
        all.add(selector);
      }
      uses.merge(numbers.get(selector), times, Integer::sum);
    }
  }

  /** Numbers are below it. */
  public int count() {
    return all.size();
  }

  /** How many some policy has. */
  public int countUsed() {
    return inUse().cardinality();
  }

  public LabelSelector get(int number) {
    return all.get(number);
  }

  /** The number of a selector of a policy, or -1. */
  public int numberOf(@Nullable LabelSelector selector) {
    int number = selector == null ? -1 : numbers.getOrDefault(selector, -1);
    return isUsed(number) ? number : -1;
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
    return isUsed(number)
        && !selector.matches(namespace.labels().readBy(LabelReads.Reader.NETWORK_POLICIES))
        && satisfiable(selector, namespace.name());
  }

  /** Whether some label makes it match, in a namespace that the selector does not name. */
  public boolean couldMatchWhateverTheName(int number) {
    LabelSelector selector = all.get(number);
    // No namespace is called so, and no selector names it.
    return isUsed(number) && readsLabels(selector) && satisfiable(selector, "/");
  }

  /** Whether the namespace matches and other labels could end that. */
  public boolean couldEscape(int number, Namespace namespace) {
    LabelSelector selector = all.get(number);
    return isUsed(number)
        && readsLabels(selector)
        && selector.matches(namespace.labels().readBy(LabelReads.Reader.NETWORK_POLICIES));
  }

  /** The names of namespaces that the selector names. */
  public Set<String> names(int number) {
    Set<String> names = new TreeSet<>();
    if (!isUsed(number)) {
      return names;
    }
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
