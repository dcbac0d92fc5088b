package dev.ringfence.engine.admission.policy;

import dev.ringfence.engine.cluster.LabelSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as admission sees it.
 *
 * @param operation CREATE, UPDATE, DELETE or CONNECT
 * @param name empty where the API server makes it up
 * @param namespace empty for what has none
 * @param object the object as it would be stored, defaulted; null on DELETE
 * @param oldObject what is stored; null on CREATE
 * @param namespaceLabels of the request's namespace; of the object itself where it is a Namespace
 * @param user who asks
 * @param authorizer what the user may do
 */
public record AdmissionRequest(
    String operation,
    String group,
    String version,
    String kind,
    String resource,
    String subresource,
    String name,
    String namespace,
    @Nullable Map<String, Object> object,
    @Nullable Map<String, Object> oldObject,
    LabelSet namespaceLabels,
    Map<String, String> namespaceAnnotations,
    User user,
    Authorizer authorizer) {

  /** Who asks; {@code name} empty where it is not known. */
  public record User(String name, List<String> groups) {
    public User {
      groups = List.copyOf(groups);
    }
  }

  /** What a user may do; authorization is another analysis's. */
  public interface Authorizer {
    boolean allowed(
        User user,
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path);
  }

  /** The same request as if it were for a pod. */
  public AdmissionRequest ofPod(Map<String, Object> pod) {
    return new AdmissionRequest(
        operation,
        "",
        "v1",
        "Pod",
        "pods",
        "",
        name,
        namespace,
        pod,
        null,
        namespaceLabels,
        namespaceAnnotations,
        user,
        authorizer);
  }

  /** The same request for a changed object. */
  AdmissionRequest with(Map<String, Object> changed) {
    return new AdmissionRequest(
        operation,
        group,
        version,
        kind,
        resource,
        subresource,
        name,
        namespace,
        changed,
        oldObject,
        namespaceLabels,
        namespaceAnnotations,
        user,
        authorizer);
  }

  /** The labels of the object, or of what is stored. */
  LabelSet labels(boolean old) {
    Map<String, Object> of = old ? oldObject : object;
    if (of == null
        || !(of.get("metadata") instanceof Map<?, ?> metadata)
        || !(metadata.get("labels") instanceof Map<?, ?> labels)) {
      return LabelSet.EMPTY;
    }
    Map<String, String> texts = new java.util.HashMap<>();
    labels.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    return LabelSet.of(texts);
  }
}
