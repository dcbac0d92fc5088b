package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Namespace;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the policies in force can tell a namespace by: the labels that they read, and its name where
 * they may. Namespaces with equal views need be tried once only.
 */
final class NamespaceView {

  private final Set<String> engineTexts;
  private final String text;

  /**
   * @param engineTexts every text in the policies of other engines
   */
  NamespaceView(
      List<AdmissionRules.Policy> inForce,
      List<AdmissionRules.Binding> bindings,
      Set<String> engineTexts) {
    this.engineTexts = engineTexts;
    StringBuilder all = new StringBuilder();
    for (AdmissionRules.Policy policy : inForce) {
      all.append(policy.matchConstraints()).append(policy.matchConditions());
      all.append(policy.variables()).append(policy.validations()).append(policy.mutations());
    }
    bindings.forEach(binding -> all.append(binding.matchResources()));
    boolean byNamespace =
        bindings.stream()
            .anyMatch(one -> one.parameters() != null && one.parameters().namespace().isEmpty());
    this.text = byNamespace ? all.append("request.namespace").toString() : all.toString();
  }

  /** Equal for namespaces that are treated alike. */
  Object of(Namespace namespace) {
    boolean byName =
        text.contains("request.namespace")
            || text.contains("metadata.namespace")
            || text.contains("metadata.name");
    // Labels that are read by another way than by their key may be any.
    boolean anyLabel = text.contains("namespaceObject.metadata.labels.") || !byKey();
    Predicate<String> seen =
        key ->
            key.equals("kubernetes.io/metadata.name")
                ? byName || isNamed(namespace.name())
                : anyLabel || text.contains(key) || engineTexts.contains(key);
    return text.contains("annotations")
        ? List.of(namespace.labels().keeping(seen), namespace.meta().annotations())
        : namespace.labels().keeping(seen);
  }

  /** Whether a text of a policy engine's policies may mean the namespace. */
  private boolean isNamed(String namespace) {
    for (String text : engineTexts) {
      int star = text.indexOf('*');
      boolean named =
          star < 0
              ? text.equals(namespace)
              : text.length() > 1 && namespace.startsWith(text.substring(0, star));
      if (named) {
        return true;
      }
    }
    return false;
  }

  private boolean byKey() {
    return !text.contains("namespaceObject") || text.contains("namespaceObject.metadata.labels");
  }
}
