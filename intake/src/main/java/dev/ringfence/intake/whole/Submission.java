package dev.ringfence.intake.whole;

import dev.ringfence.engine.admission.SubmittedObject;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.intake.discovery.ResourceTable;
import dev.ringfence.intake.kind.KindCatalogue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From objects as written to the requests by which somebody would create them in a cluster. */
public final class Submission {

  private final dev.ringfence.engine.cluster.Cluster cluster;
  private final ResourceTable resources;
  private final AdmissionRequest.User user;
  private final AdmissionRequest.Authorizer authorizer;
  private final Map<String, Namespace> namespaces = new HashMap<>();
  private final Map<String, Map<String, String>> newNamespaces = new HashMap<>();

  /**
   * @param objects all that are submitted, for the namespaces among them
   */
  public Submission(
      dev.ringfence.engine.cluster.Cluster cluster,
      List<WholeObject> objects,
      AdmissionRequest.User user,
      AdmissionRequest.Authorizer authorizer) {
    this.cluster = cluster;
    this.resources = ResourceTable.of(cluster);
    this.user = user;
    this.authorizer = authorizer;
    cluster.namespaces().forEach(namespace -> namespaces.put(namespace.name(), namespace));
    for (WholeObject object : objects) {
      if (object.apiVersion().equals("v1") && object.kind().equals("Namespace")) {
        Map<String, String> labels = object.read(root -> root.fields("metadata").textMap("labels"));
        newNamespaces.put(object.name(), labels);
      }
    }
  }

  /** The request that creates the object, and, for a controller, the one that creates its pods. */
  public SubmittedObject of(WholeObject object) {
    ResourceTable.Resource resource = resources.ofKind(object.apiVersion(), object.kind());
    boolean namespaced = resource == null ? !object.namespace().isEmpty() : resource.namespaced();
    String namespace =
        namespaced ? (object.namespace().isEmpty() ? "default" : object.namespace()) : "";
    Map<String, Object> content = content(object, namespace);
    PodTemplate template = PodTemplate.of(object);
    AdmissionRequest pods = null;
    if (template != null) {
      pods = defaulted(object, template, content, namespace);
    }
    String group = KindCatalogue.group(object.apiVersion());
    AdmissionRequest request =
        request(
            group,
            object.apiVersion().substring(object.apiVersion().indexOf('/') + 1),
            object.kind(),
            resource == null ? guess(object.kind()) : resource.name(),
            object.read(root -> root.fields("metadata").text("name")),
            namespace,
            content,
            user);
    boolean isPod = template != null && template.path().isEmpty();
    return new SubmittedObject(
        request,
        isPod ? null : pods,
        template == null ? null : template.spec(),
        namespace.isEmpty() || labels(namespace) != null,
        object.name(),
        object.origin(),
        new Revised(this, object));
  }

  /** Sets the defaults that the API server sets, not what its admission plug-ins add. */
  void fill(Map<String, Object> content) {
    WholeObject object = PlainValue.whole(content, new Origin(Origin.Source.IMPLIED, "", 0));
    for (List<String> path : PodTemplate.paths(object)) {
      Map<String, Object> at = content;
      for (String field : path) {
        at = Objects.requireNonNullElseGet(PlainValue.castMap(at.get(field)), LinkedHashMap::new);
      }
      Map<String, Object> spec = PlainValue.castMap(at.get("spec"));
      if (spec != null) {
        PodDefaults.ofSpec(spec);
      }
    }
  }

  /** Runs once more what the API server's own plug-ins do to a pod. */
  void admit(AdmissionRequest request, Map<String, Object> content) {
    Map<String, Object> spec = PlainValue.castMap(content.get("spec"));
    if (spec != null && request.group().isEmpty() && request.resource().equals("pods")) {
      PodDefaults.ofPod(spec, mountsToken(spec, request.namespace()));
    }
  }

  /** Changes the content as the API server would, and says what pods would be created of it. */
  private @Nullable AdmissionRequest defaulted(
      WholeObject object, PodTemplate template, Map<String, Object> content, String namespace) {
    Map<String, Object> at = content;
    for (String field : template.path()) {
      at = Objects.requireNonNullElseGet(PlainValue.castMap(at.get(field)), LinkedHashMap::new);
    }
    Map<String, Object> spec = PlainValue.castMap(at.get("spec"));
    if (spec == null) {
      return null;
    }
    PodDefaults.ofSpec(spec);
    if (template.path().isEmpty()) {
      PodDefaults.ofPod(spec, mountsToken(spec, namespace));
      content.putIfAbsent("status", new LinkedHashMap<String, Object>());
      return null;
    }
    if (template.creator().isEmpty()) {
      return null;
    }
    Map<String, Object> ownSpec = PlainValue.castMap(content.get("spec"));
    if (ownSpec != null && !object.kind().endsWith("Job") && !object.kind().equals("DaemonSet")) {
      ownSpec.putIfAbsent("replicas", 1L);
    }
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    Map<String, Object> metadata = new LinkedHashMap<>();
    Map<String, Object> written = PlainValue.castMap(at.get("metadata"));
    if (written != null) {
      metadata.putAll(written);
    }
    metadata.put("namespace", namespace);
    metadata.put("generateName", object.name() + "-");
    pod.put("metadata", metadata);
    Map<String, Object> podSpec = new LinkedHashMap<>(copy(spec));
    PodDefaults.ofPod(podSpec, mountsToken(podSpec, namespace));
    pod.put("spec", podSpec);
    pod.put("status", new LinkedHashMap<String, Object>());
    return request(
        "",
        "v1",
        "Pod",
        "pods",
        "",
        namespace,
        pod,
        new AdmissionRequest.User(
            template.creator(),
            List.of(
                "system:serviceaccounts",
                "system:serviceaccounts:kube-system",
                "system:authenticated")));
  }

  private static Map<String, Object> copy(Map<String, Object> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key, copyValue(value)));
    return copy;
  }

  private static Object copyValue(Object value) {
    Map<String, Object> map = PlainValue.castMap(value);
    if (map != null) {
      return copy(map);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new java.util.ArrayList<>();
      list.forEach(item -> copy.add(copyValue(Objects.requireNonNull(item))));
      return copy;
    }
    return value;
  }

  private boolean mountsToken(Map<String, Object> spec, String namespace) {
    if (spec.get("automountServiceAccountToken") instanceof Boolean own) {
      return own;
    }
    Object name = spec.getOrDefault("serviceAccountName", "default");
    for (Rbac.ServiceAccount account : cluster.serviceAccounts()) {
      if (account.meta().namespace().equals(namespace) && account.meta().name().equals(name)) {
        return account.automount() == null || account.automount();
      }
    }
    return true;
  }

  private static Map<String, Object> content(WholeObject object, String namespace) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("apiVersion", object.apiVersion());
    content.put("kind", object.kind());
    content.putAll(PlainValue.of(object.fields()));
    Map<String, Object> metadata = PlainValue.castMap(content.get("metadata"));
    if (metadata == null) {
      metadata = new LinkedHashMap<>();
      content.put("metadata", metadata);
    }
    metadata
        .values()
        .removeIf(
            value ->
                "".equals(value)
                    || (value instanceof Map<?, ?> map && map.isEmpty())
                    || (value instanceof List<?> list && list.isEmpty()));
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    if (object.kind().equals("Namespace") && object.apiVersion().equals("v1")) {
      Map<String, Object> labels = PlainValue.castMap(metadata.get("labels"));
      Map<String, Object> all = labels == null ? new LinkedHashMap<>() : labels;
      all.put("kubernetes.io/metadata.name", object.name());
      metadata.put("labels", all);
    }
    return content;
  }

  private AdmissionRequest request(
      String group,
      String version,
      String kind,
      String resource,
      String name,
      String namespace,
      Map<String, Object> content,
      AdmissionRequest.User by) {
    boolean isNamespace = group.isEmpty() && kind.equals("Namespace");
    String of = isNamespace ? name : namespace;
    LabelSet labels = labels(of);
    Namespace known = namespaces.get(of);
    return new AdmissionRequest(
        "CREATE",
        group,
        version,
        kind,
        resource,
        "",
        name,
        of,
        content,
        null,
        labels == null ? LabelSet.EMPTY : labels,
        known == null ? Map.of() : known.meta().annotations(),
        by,
        authorizer);
  }

  /** The labels of a namespace of the files or of the cluster; null where there is none. */
  private @Nullable LabelSet labels(String namespace) {
    Map<String, String> written = newNamespaces.get(namespace);
    if (written != null) {
      return LabelSet.of(written).with("kubernetes.io/metadata.name", namespace);
    }
    Namespace known = namespaces.get(namespace);
    return known == null ? null : known.labels();
  }

  /** The plural that most kinds have. */
  private static String guess(String kind) {
    String word = kind.toLowerCase(java.util.Locale.ROOT);
    return word.endsWith("s") || word.endsWith("x")
        ? word + "es"
        : word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
  }
}
