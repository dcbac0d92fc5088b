package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cilium's selectors: label selectors whose keys carry a source ({@code k8s:}, {@code any:}) and
 * may speak of the pod's namespace. Without such a key a namespaced policy means its own namespace.
 */
final class CiliumSelector {

  private static final String NAMESPACE = "io.kubernetes.pod.namespace";
  private static final String NAMESPACE_LABEL = "io.cilium.k8s.namespace.labels.";
  private static final String ACCOUNT = "io.cilium.k8s.policy.serviceaccount";
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  /**
   * Labels that are no part of an identity unless the configuration says so, so that no policy
   * finds pods by them. Source: Cilium, "Limiting Identity-Relevant Labels", the default list.
   */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(?!io\\.kubernetes\\.pod\\.namespace|app\\.kubernetes\\.io)"
              + "(io\\.kubernetes|kubernetes\\.io|.*beta\\.kubernetes\\.io|k8s\\.io"
              + "|pod-template-generation|pod-template-hash|controller-revision-hash"
              + "|statefulset\\.kubernetes\\.io/pod-name|batch\\.kubernetes\\.io/job-completion-index"
              + "|batch\\.kubernetes\\.io/controller-uid|apps\\.kubernetes\\.io/pod-index"
              + "|topology\\.kubernetes\\.io|controller-uid|annotation\\.|etcd_node)");

  private final @Nullable String namespace;

  CiliumSelector(@Nullable String namespace) {
    this.namespace = namespace;
  }

  /** All pods that a selector without keys means. */
  Peer.Pods everything() {
    return new Peer.Pods(ownNamespace(), LabelSelector.EVERYTHING);
  }

  private LabelSelector ownNamespace() {
    return namespace == null
        ? LabelSelector.EVERYTHING
        : new LabelSelector(Map.of(NAME_LABEL, namespace), List.of());
  }

  /** The pods that a policy applies to: of its own namespace, whatever it names. */
  @Nullable List<Peer.Pods> subject(Fields written) {
    List<Peer.Pods> named = pods(written);
    String own = namespace;
    return named == null || own == null
        ? named
        : named.stream().map(pods -> new Peer.Pods(within(own, pods), pods.pods())).toList();
  }

  private static LabelSelector within(String own, Peer.Pods pods) {
    Map<String, String> labels = new HashMap<>(pods.namespaces().matchLabels());
    labels.put(NAME_LABEL, own);
    return new LabelSelector(
        labels,
        pods.namespaces().matchExpressions().stream()
            .filter(term -> !term.key().equals(NAME_LABEL))
            .toList());
  }

  /** The pods, or null where a key is not understood. */
  @Nullable List<Peer.Pods> pods(Fields written) {
    LabelSelector selector = Selectors.labels(written);
    Map<String, String> ofNamespace = new HashMap<>();
    Map<String, String> ofPod = new HashMap<>();
    List<LabelSelector.Requirement> namespaceTerms = new ArrayList<>();
    List<LabelSelector.Requirement> podTerms = new ArrayList<>();
    for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
      String key = key(label.getKey());
      if (key == null) {
        return null;
      }
      String namespaceKey = namespaceKey(key);
      (namespaceKey == null ? ofPod : ofNamespace)
          .put(namespaceKey == null ? key : namespaceKey, label.getValue());
    }
    for (LabelSelector.Requirement term : selector.matchExpressions()) {
      String key = key(term.key());
      if (key == null) {
        return null;
      }
      String namespaceKey = namespaceKey(key);
      (namespaceKey == null ? podTerms : namespaceTerms)
          .add(
              new LabelSelector.Requirement(
                  namespaceKey == null ? key : namespaceKey, term.operator(), term.values()));
    }
    boolean says = !ofNamespace.isEmpty() || !namespaceTerms.isEmpty();
    return List.of(
        new Peer.Pods(
            says ? new LabelSelector(ofNamespace, namespaceTerms) : ownNamespace(),
            new LabelSelector(ofPod, podTerms)));
  }

  /** Which nodes: all where a key carries a source that is not theirs. */
  static LabelSelector nodes(Fields written) {
    LabelSelector selector = Selectors.labels(written);
    boolean plain =
        selector.matchLabels().keySet().stream().noneMatch(key -> key.indexOf(':') >= 0)
            && selector.matchExpressions().stream().noneMatch(each -> each.key().indexOf(':') >= 0);
    return plain ? selector : LabelSelector.EVERYTHING;
  }

  private static @Nullable String namespaceKey(String key) {
    if (key.equals(NAMESPACE)) {
      return NAME_LABEL;
    }
    return key.startsWith(NAMESPACE_LABEL) ? key.substring(NAMESPACE_LABEL.length()) : null;
  }

  /** The key without its source; null where it is no label of a pod, or one that is left out. */
  private static @Nullable String key(String written) {
    int colon = written.indexOf(':');
    String source = colon < 0 ? "any" : written.substring(0, colon);
    String key = written.substring(colon + 1);
    boolean ofPods = source.equals("k8s") || source.equals("any");
    if (ofPods && key.equals(ACCOUNT)) {
      return LabelSelector.SERVICE_ACCOUNT;
    }
    boolean reserved = written.startsWith("$") || key.startsWith("io.cilium.k8s.policy.");
    return ofPods && !reserved && !LEFT_OUT.matcher(key).lookingAt() ? key : null;
  }
}
