package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who updates which namespace by which subresource.
 *
 * @param named the user as far as policies look at names
 */
record NamespaceUpdate(
    Namespace namespace,
    String subresource,
    AdmissionRequest.User named,
    AdmissionRequest.User user,
    AdmissionRequest.Authorizer authorizer) {

  /** Those that the namespace has. */
  Map<String, String> labels() {
    return namespace.labels().toMap();
  }

  NamespaceUpdate with(AdmissionRequest.Authorizer other) {
    return new NamespaceUpdate(namespace, subresource, named, user, other);
  }

  /** The same of another namespace. */
  NamespaceUpdate of(Namespace other) {
    return new NamespaceUpdate(other, subresource, named, user, authorizer);
  }

  /** What decides, beside the authorizer and what is asked for. */
  List<Object> question() {
    return List.of(
        namespace.name(), namespace.labels(), namespace.meta().annotations(), subresource, named);
  }

  /** The namespace with these labels. */
  Map<String, Object> object(Map<String, String> labels) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", namespace.name());
    metadata.put("labels", new LinkedHashMap<String, Object>(labels));
    metadata.put("annotations", new LinkedHashMap<String, Object>(namespace.meta().annotations()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", "Namespace");
    object.put("metadata", metadata);
    object.put("spec", new LinkedHashMap<String, Object>());
    return object;
  }

  /** The namespace with these labels, and changed. */
  Map<String, Object> changed(Map<String, String> labels, PodVariants.Change change) {
    Map<String, Object> object = object(labels);
    change.to(object);
    return object;
  }

  /** The server asks selectors of namespaces of the new labels, except for subresources. */
  AdmissionRequest request(Map<String, Object> before, Map<String, Object> object) {
    Map<String, Object> looked = subresource.isEmpty() ? object : before;
    Map<String, String> seen = new HashMap<>();
    labels(looked).forEach((key, value) -> seen.put(key, String.valueOf(value)));
    return new AdmissionRequest(
        "UPDATE",
        "",
        "v1",
        "Namespace",
        "namespaces",
        subresource,
        namespace.name(),
        namespace.name(),
        object,
        before,
        LabelSet.of(seen),
        namespace.meta().annotations(),
        user,
        authorizer);
  }

  @SuppressWarnings("unchecked") // made above of maps of texts
  static Map<String, Object> labels(Map<String, Object> object) {
    Map<String, Object> metadata =
        (Map<String, Object>) Objects.requireNonNull(object.get("metadata"));
    return (Map<String, Object>) Objects.requireNonNull(metadata.get("labels"));
  }
}
