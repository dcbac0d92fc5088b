package dev.ringfence.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.testbed.api.ApiClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads every role and binding of a server, its bootstrap objects too, into the cluster model. */
final class ServerRbac {

  private static final String API = "/apis/rbac.authorization.k8s.io/v1/";

  private ServerRbac() {}

  /**
   * The model of what the server has.
   *
   * @param source with MANIFESTS the rules that stand in aggregating roles are left out, so that
   *     the engine has to find them itself
   */
  static Cluster read(ApiClient client, Cluster.SourceKind source) {
    ClusterBuilder builder = new ClusterBuilder(source, "1.36");
    for (JsonNode item : items(client, "/api/v1/namespaces")) {
      builder.addNamespace(meta("Namespace", item));
    }
    for (String resource : List.of("clusterroles", "roles")) {
      for (JsonNode item : items(client, API + resource)) {
        builder.add(role(item, source));
      }
    }
    for (String resource : List.of("clusterrolebindings", "rolebindings")) {
      for (JsonNode item : items(client, API + resource)) {
        builder.add(binding(item));
      }
    }
    return builder.build();
  }

  static Iterable<JsonNode> items(ApiClient client, String path) {
    return client.get(path).orThrow().json().path("items");
  }

  private static ObjectMeta meta(String kind, JsonNode item) {
    JsonNode metadata = item.path("metadata");
    String namespace = metadata.path("namespace").asText("");
    Map<String, String> labels = new HashMap<>();
    metadata
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return new ObjectMeta(
        new ObjectReference(
            kind, namespace.isEmpty() ? null : namespace, metadata.path("name").asText()),
        LabelSet.of(labels),
        Map.of(),
        null,
        new Origin(Origin.Source.LIVE, "server", 0));
  }

  private static Rbac.Role role(JsonNode item, Cluster.SourceKind source) {
    JsonNode aggregation = item.path("aggregationRule");
    List<Rbac.Rule> rules = new ArrayList<>();
    if (aggregation.isMissingNode() || source != Cluster.SourceKind.MANIFESTS) {
      for (JsonNode rule : item.path("rules")) {
        rules.add(
            new Rbac.Rule(
                texts(rule.path("verbs")),
                texts(rule.path("apiGroups")),
                texts(rule.path("resources")),
                texts(rule.path("resourceNames")),
                texts(rule.path("nonResourceURLs"))));
      }
    }
    String kind = item.path("metadata").has("namespace") ? "Role" : "ClusterRole";
    return new Rbac.Role(meta(kind, item), rules, selectors(aggregation));
  }

  private static @Nullable List<LabelSelector> selectors(JsonNode aggregation) {
    if (aggregation.isMissingNode()) {
      return null;
    }
    List<LabelSelector> selectors = new ArrayList<>();
    for (JsonNode selector : aggregation.path("clusterRoleSelectors")) {
      Map<String, String> labels = new HashMap<>();
      selector
          .path("matchLabels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      selectors.add(new LabelSelector(labels, List.of()));
    }
    return selectors;
  }

  private static Rbac.Binding binding(JsonNode item) {
    List<Rbac.Subject> subjects = new ArrayList<>();
    for (JsonNode subject : item.path("subjects")) {
      Rbac.SubjectKind kind =
          switch (subject.path("kind").asText()) {
            case "User" -> Rbac.SubjectKind.USER;
            case "Group" -> Rbac.SubjectKind.GROUP;
            default -> Rbac.SubjectKind.SERVICE_ACCOUNT;
          };
      subjects.add(
          new Rbac.Subject(
              kind, subject.path("namespace").asText(""), subject.path("name").asText()));
    }
    JsonNode reference = item.path("roleRef");
    String kind = item.path("metadata").has("namespace") ? "RoleBinding" : "ClusterRoleBinding";
    return new Rbac.Binding(
        meta(kind, item),
        reference.path("kind").asText().equals("ClusterRole"),
        reference.path("name").asText(),
        subjects);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
