package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What kinds of objects a server serves, by its aggregated discovery (KEP-3352): two requests.
 *
 * @param resources in the server's order, in which a group's preferred version comes first
 */
public record Discovery(List<ApiResource> resources) {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

  public static Discovery of(ApiClient client) {
    List<ApiResource> resources = new ArrayList<>();
    for (JsonNode group : read(client)) {
      String name = group.path("metadata").path("name").asText();
      for (JsonNode version : group.path("versions")) {
        for (JsonNode resource : version.path("resources")) {
          resources.add(resource(name, version.path("version").asText(), resource));
        }
      }
    }
    return new Discovery(List.copyOf(resources));
  }

  /** The server's own {@code APIGroupDiscovery} items, the core group first. */
  public static List<JsonNode> read(ApiClient client) {
    ApiClient aggregated = client.withHeaders("Accept", AGGREGATED);
    List<JsonNode> groups = new ArrayList<>();
    for (String root : List.of("/api", "/apis")) {
      aggregated.get(root).orThrow().json().path("items").forEach(groups::add);
    }
    return groups;
  }

  private static ApiResource resource(String group, String version, JsonNode resource) {
    return new ApiResource(
        group,
        version,
        resource.path("resource").asText(),
        resource.path("responseKind").path("kind").asText(),
        resource.path("scope").asText().equals("Namespaced"),
        Set.copyOf(texts(resource.path("verbs"))),
        StreamSupport.stream(resource.path("subresources").spliterator(), false)
            .map(subresource -> subresource.path("subresource").asText())
            .toList());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  public Optional<ApiResource> find(String apiVersion, String kind) {
    return resources.stream()
        .filter(each -> each.kind().equals(kind) && each.apiVersion().equals(apiVersion))
        .findFirst();
  }

  /** Every kind that can be listed, once: in its group's preferred version. */
  public List<ApiResource> listable() {
    Set<String> seen = new HashSet<>();
    return resources.stream()
        .filter(each -> each.verbs().contains("list"))
        .filter(each -> seen.add(each.group() + "/" + each.resource()))
        .toList();
  }
}
