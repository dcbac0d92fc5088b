package dev.ringfence.engine.admission.gatekeeper;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.PlainObjects;
import dev.ringfence.engine.cluster.LabelSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.match} of a constraint; what is unset matches. */
final class ConstraintMatch {

  private ConstraintMatch() {}

  static boolean matches(@Nullable Object match, AdmissionRequest request) {
    Map<String, Object> fields = PlainObjects.fields(match);
    List<Map<String, Object>> kinds = PlainObjects.maps(fields.get("kinds"));
    boolean isNamespace = request.group().isEmpty() && request.kind().equals("Namespace");
    String scope = PlainObjects.text(fields, "scope");
    boolean namespaced = !request.namespace().isEmpty() && !isNamespace;
    if (!kinds.isEmpty() && kinds.stream().noneMatch(one -> isKind(one, request))) {
      return false;
    }
    if ((scope.equals("Cluster") && namespaced) || (scope.equals("Namespaced") && !namespaced)) {
      return false;
    }
    List<String> namespaces = PlainObjects.texts(fields.get("namespaces"));
    List<String> excluded = PlainObjects.texts(fields.get("excludedNamespaces"));
    String namespace = request.namespace();
    boolean inNamespace = !namespace.isEmpty();
    if (inNamespace
        && ((!namespaces.isEmpty() && namespaces.stream().noneMatch(one -> fits(one, namespace)))
            || excluded.stream().anyMatch(one -> fits(one, namespace)))) {
      return false;
    }
    String name = PlainObjects.text(fields, "name");
    Object labels = PlainObjects.at(request.object(), "metadata", "labels");
    Map<String, String> texts = new HashMap<>();
    PlainObjects.fields(labels).forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return (name.isEmpty() || fits(name, PlainObjects.text(request.object(), "metadata", "name")))
        && selects(fields.get("labelSelector"), LabelSet.of(texts))
        && (!inNamespace || selects(fields.get("namespaceSelector"), request.namespaceLabels()));
  }

  private static boolean isKind(Map<String, Object> kind, AdmissionRequest request) {
    return has(PlainObjects.texts(kind.get("apiGroups")), request.group())
        && has(PlainObjects.texts(kind.get("kinds")), request.kind());
  }

  private static boolean has(List<String> list, String value) {
    return list.isEmpty() || list.contains("*") || list.contains(value);
  }

  /** A name, with a star before or behind for any text there. */
  static boolean fits(String pattern, String name) {
    if (pattern.startsWith("*") && pattern.endsWith("*") && pattern.length() > 1) {
      return name.contains(pattern.substring(1, pattern.length() - 1));
    }
    if (pattern.endsWith("*")) {
      return name.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return pattern.startsWith("*") ? name.endsWith(pattern.substring(1)) : pattern.equals(name);
  }

  private static boolean selects(@Nullable Object selector, LabelSet labels) {
    Map<String, Object> fields = PlainObjects.fields(selector);
    for (Map.Entry<String, Object> wanted :
        PlainObjects.fields(fields.get("matchLabels")).entrySet()) {
      if (!String.valueOf(wanted.getValue()).equals(labels.get(wanted.getKey()))) {
        return false;
      }
    }
    for (Map<String, Object> one : PlainObjects.maps(fields.get("matchExpressions"))) {
      String value = labels.get(PlainObjects.text(one, "key"));
      List<String> values = PlainObjects.texts(one.get("values"));
      boolean holds =
          switch (PlainObjects.text(one, "operator")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            default -> value == null;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }
}
