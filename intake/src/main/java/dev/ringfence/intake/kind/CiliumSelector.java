package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cilium's selectors: label selectors whose keys carry a source ({@code k8s:}, {@code any:}) and
 * may speak of the pod's namespace. Without such a key a namespaced policy means its own namespace.
 */
final class CiliumSelector {

  private static final String NAMESPACE = "io.kubernetes.pod.namespace";
  private static final String NAMESPACE_LABEL = "io.cilium.k8s.namespace.labels.";
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

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

  private static @Nullable String namespaceKey(String key) {
    if (key.equals(NAMESPACE)) {
      return NAME_LABEL;
    }
    return key.startsWith(NAMESPACE_LABEL) ? key.substring(NAMESPACE_LABEL.length()) : null;
  }

  private static @Nullable String key(String written) {
    String key = written;
    for (String source : List.of("k8s:", "any:", "k8s.", "any.")) {
      if (key.startsWith(source)) {
        key = key.substring(source.length());
        break;
      }
    }
    return key.startsWith("reserved") || key.startsWith("io.cilium.k8s.policy.") ? null : key;
  }
}
