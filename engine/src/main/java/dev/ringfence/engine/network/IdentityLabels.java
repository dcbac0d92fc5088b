package dev.ringfence.engine.network;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Requirement;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.TieredPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * By which labels agents may fail to tell pods apart. Cilium gives pods of equal labels one
 * identity, and leaves labels out of that which its configuration names: to its agents a pod then
 * has no such label, and no selector, of whatever policy, finds it by one. Defaults differ between
 * versions, so a label that is left out by some of them is one that may be.
 *
 * <p>Source: Cilium, "Limiting Identity-Relevant Labels".
 */
final class IdentityLabels {

  /** Every label tells pods apart, as with all other enforcers. */
  static final IdentityLabels ALL =
      new IdentityLabels(List.of(), /* inclusive= */ false, /* unreadable= */ false, false);

  private static final String NAMESPACE_LABEL = "io.cilium.k8s.namespace.labels.";
  private static final String ACCOUNT = "io.cilium.k8s.policy.serviceaccount";

  /** Included, then ignored ones, by any version. */
  private static final List<String> DEFAULTS =
      List.of(
          "io\\.kubernetes\\.pod\\.namespace",
          "io\\.cilium\\.k8s\\.namespace\\.labels",
          "app\\.kubernetes\\.io",
          "io\\.cilium\\.k8s\\.policy\\.cluster",
          "!io\\.kubernetes",
          "!kubernetes\\.io",
          "!statefulset\\.kubernetes\\.io/pod-name",
          "!apps\\.kubernetes\\.io/pod-index",
          "!batch\\.kubernetes\\.io/job-completion-index",
          "!batch\\.kubernetes\\.io/controller-uid",
          "!topology\\.kubernetes\\.io",
          "!.*beta\\.kubernetes\\.io",
          "!k8s\\.io",
          "!pod-template-generation",
          "!pod-template-hash",
          "!controller-revision-hash",
          "!controller-uid",
          "!annotation.*",
          "!etcd_node");

  private record Form(Pattern pattern, boolean ignored) {}

  private final List<Form> forms;
  private final boolean inclusive;
  private final boolean unreadable;
  private final boolean ofNamespaces;
  private final Map<String, Boolean> known = new HashMap<>();

  /**
   * @param ofNamespaces whether labels of namespaces may be among them
   */
  private IdentityLabels(
      List<Form> forms, boolean inclusive, boolean unreadable, boolean ofNamespaces) {
    this.forms = forms;
    this.inclusive = inclusive;
    this.unreadable = unreadable;
    this.ofNamespaces = ofNamespaces;
  }

  static IdentityLabels of(Cluster cluster, Enforcers enforcers) {
    boolean cilium = enforcers.all().stream().anyMatch(each -> each.product().equals("cilium"));
    if (!cilium) {
      return ALL;
    }
    List<String> written = new ArrayList<>();
    boolean file = false;
    for (Policies.ConfigMap map : cluster.configMaps()) {
      if (map.meta().name().equals("cilium-config")) {
        String labels = map.data().getOrDefault("labels", "").strip();
        written.addAll(labels.isEmpty() ? List.of() : List.of(labels.split("[\\s,]+")));
        file |= !map.data().getOrDefault("label-prefix-file", "").isBlank();
      }
    }
    List<Form> forms = new ArrayList<>();
    boolean inclusive = false;
    boolean unreadable = file;
    boolean ignoring = false;
    for (String each : DEFAULTS) {
      forms.add(form(each));
    }
    for (String each : written) {
      int colon = each.indexOf(':');
      String source = colon < 0 ? "" : each.substring(0, colon);
      String rest = each.substring(colon + 1);
      inclusive |= !rest.startsWith("!");
      if (source.isEmpty() || source.equals("k8s")) {
        try {
          forms.add(form(rest));
          ignoring |= rest.startsWith("!");
        } catch (PatternSyntaxException notUnderstood) {
          unreadable = true;
        }
      }
    }
    return new IdentityLabels(forms, inclusive, unreadable, unreadable || ignoring);
  }

  private static Form form(String written) {
    boolean ignored = written.startsWith("!");
    return new Form(Pattern.compile(ignored ? written.substring(1) : written), ignored);
  }

  /** Whether labels of namespaces may be left out too. */
  boolean concernsNamespaces() {
    return ofNamespaces;
  }

  /** Whether every label tells pods and namespaces apart. */
  boolean isAll() {
    return forms.isEmpty();
  }

  /** Whether a pod may be found as if it did not have that label. */
  boolean maySkip(String key) {
    return !isAll()
        && known.computeIfAbsent(
            key.equals(LabelSelector.SERVICE_ACCOUNT) ? ACCOUNT : key, this::skips);
  }

  /** The same of a label of the pod's namespace. */
  boolean maySkipOfNamespace(String key) {
    return ofNamespaces && maySkip(NAMESPACE_LABEL + key);
  }

  /** The longest that includes counts against the shortest that ignores. */
  private boolean skips(String key) {
    if (unreadable) {
      return true;
    }
    int included = 0;
    int ignored = 0;
    for (Form form : forms) {
      Matcher matcher = form.pattern().matcher(key);
      if (matcher.find() && matcher.start() == 0) {
        if (form.ignored()) {
          ignored = ignored == 0 ? matcher.end() : Math.min(ignored, matcher.end());
        } else {
          included = Math.max(included, matcher.end());
        }
      }
    }
    return (inclusive || ignored > 0) && included <= ignored;
  }

  /** Whether a peer's selectors ask for no label that may be left out, so that it is known whom. */
  boolean areAllKnown(TieredPolicy.Peer.Pods peer) {
    return !isReadBy(peer.pods()) && !isReadByNamespaces(peer.namespaces());
  }

  /** Whether a selector of pods asks for a label that may be left out. */
  boolean isReadBy(LabelSelector pods) {
    return reads(pods, this::maySkip);
  }

  /** The same of a selector of namespaces. */
  boolean isReadByNamespaces(LabelSelector namespaces) {
    return reads(namespaces, this::maySkipOfNamespace);
  }

  private boolean reads(LabelSelector selector, Predicate<String> skipped) {
    return !isAll()
        && (selector.matchLabels().keySet().stream().anyMatch(skipped)
            || selector.matchExpressions().stream().anyMatch(term -> skipped.test(term.key())));
  }

  /** Whether the selector finds a pod whichever of its labels are left out. */
  boolean surelyMatches(LabelSelector pods, LabelSet labels) {
    return pods.matches(labels)
        && (isAll()
            || (pods.matchLabels().keySet().stream().noneMatch(this::maySkip)
                && pods.matchExpressions().stream()
                    .allMatch(term -> !maySkip(term.key()) || term.matches(LabelSet.EMPTY))));
  }

  /** Whether the selector finds a pod if some of its labels are left out, or none. */
  boolean mayMatch(LabelSelector pods, LabelSet labels) {
    return mayMatch(pods, labels, this::maySkip);
  }

  /** The same of a selector of namespaces. */
  boolean mayMatchNamespace(LabelSelector namespaces, LabelSet labels) {
    return mayMatch(namespaces, labels, this::maySkipOfNamespace);
  }

  private boolean mayMatch(LabelSelector selector, LabelSet labels, Predicate<String> skipped) {
    if (isAll()) {
      return selector.matches(labels);
    }
    LabelSelector whole = new LabelSelector(selector.matchLabels(), List.of());
    return whole.matches(labels)
        && selector.matchExpressions().stream().allMatch(term -> mayHold(term, labels, skipped));
  }

  private static boolean mayHold(Requirement term, LabelSet labels, Predicate<String> skipped) {
    return term.matches(labels) || (skipped.test(term.key()) && term.matches(LabelSet.EMPTY));
  }
}
