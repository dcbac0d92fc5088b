package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ringfence.testbed.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies manifests to a server, as {@code kubectl apply --server-side} does, in an order in which
 * a fresh server takes them: what others rest on first, what could refuse others last.
 *
 * <p>Beyond what kubectl does, the {@code status} of nodes, pods and volumes is applied too (nobody
 * else in a test bed writes it), and a node has just the taints that it is given.
 */
public final class Application {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final Set<String> STATUS_APPLIED =
      Set.of("Node", "Pod", "PersistentVolume", "PersistentVolumeClaim");

  /** Applied last, so that what a folder holds arrives whatever the order of its files. */
  private static final Set<String> REFUSING =
      Set.of(
          "ValidatingWebhookConfiguration",
          "MutatingWebhookConfiguration",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding",
          "MutatingAdmissionPolicy",
          "MutatingAdmissionPolicyBinding",
          "ResourceQuota");

  private final ApiClient client;
  private final NamespaceReadiness readiness;
  private Discovery discovery;

  /** What must be done before a new namespace takes pods. */
  @FunctionalInterface
  public interface NamespaceReadiness {
    void await(String namespace);
  }

  public Application(ApiClient client, NamespaceReadiness readiness) {
    this.client = client;
    this.readiness = readiness;
    this.discovery = Discovery.of(client);
  }

  /**
   * Applies all, or stops at the first that is refused.
   *
   * @return the objects as the server has them, in the order in which they were applied
   */
  public List<JsonNode> apply(List<Manifest> manifests) {
    List<JsonNode> applied = new ArrayList<>();
    List<Manifest> sorted = new ArrayList<>(manifests);
    sorted.sort(Comparator.comparing(this::rank));
    for (Manifest manifest : sorted) {
      applied.add(apply(manifest));
    }
    return applied;
  }

  private enum Rank {
    NAMESPACE,
    CUSTOM_KIND,
    CLUSTER,
    ON_WHICH_PODS_REST,
    ORDINARY,
    REFUSING
  }

  private Rank rank(Manifest manifest) {
    String kind = manifest.kind();
    return switch (kind) {
      case "Namespace" -> Rank.NAMESPACE;
      case "CustomResourceDefinition" -> Rank.CUSTOM_KIND;
      case "ServiceAccount", "LimitRange" -> Rank.ON_WHICH_PODS_REST;
      default -> {
        if (REFUSING.contains(kind)) {
          yield Rank.REFUSING;
        }
        boolean ofCluster =
            discovery
                .find(manifest.apiVersion(), kind)
                .map(resource -> !resource.namespaced())
                .orElse(false);
        yield ofCluster ? Rank.CLUSTER : Rank.ORDINARY;
      }
    };
  }

  private JsonNode apply(Manifest manifest) {
    ApiResource resource = resourceOf(manifest);
    String namespace = manifest.namespace().isEmpty() ? "default" : manifest.namespace();
    if (manifest.name().isEmpty()) {
      return accepted(
          manifest, client.post(resource.path(namespace), manifest.object().toString()));
    }
    String path = resource.path(namespace, manifest.name());
    JsonNode applied = accepted(manifest, client.patch(path, Patch.APPLY, manifest.text()));
    switch (manifest.kind()) {
      case "Namespace" -> readiness.await(manifest.name());
      case "CustomResourceDefinition" -> awaitServed(manifest);
      case "Node" -> NodeObject.setTaints(client, manifest.name(), taints(manifest));
      default -> {}
    }
    if (STATUS_APPLIED.contains(manifest.kind()) && manifest.object().has("status")) {
      return accepted(manifest, client.patch(path + "/status", Patch.APPLY, statusOf(manifest)));
    }
    return applied;
  }

  private static JsonNode taints(Manifest manifest) {
    return manifest.object().path("spec").path("taints");
  }

  private static String statusOf(Manifest manifest) {
    ObjectNode status =
        Json.object().put("apiVersion", manifest.apiVersion()).put("kind", manifest.kind());
    status.putObject("metadata").put("name", manifest.name());
    status.set("status", manifest.object().path("status"));
    return status.toString();
  }

  private static JsonNode accepted(Manifest manifest, ApiResponse response) {
    if (!response.isSuccess()) {
      throw new NotApplied(manifest, response);
    }
    return response.json();
  }

  private ApiResource resourceOf(Manifest manifest) {
    return discovery
        .find(manifest.apiVersion(), manifest.kind())
        .orElseThrow(() -> new NotApplied(manifest));
  }

  /** A custom kind is served a moment after its definition is there. */
  private void awaitServed(Manifest definition) {
    JsonNode spec = definition.object().path("spec");
    String kind = spec.path("names").path("kind").asText();
    for (JsonNode version : spec.path("versions")) {
      String apiVersion = spec.path("group").asText() + "/" + version.path("name").asText();
      if (version.path("served").asBoolean()) {
        Await.until(
            "the kind " + kind + " of " + apiVersion + " to be served",
            BOUND,
            () -> isServed(apiVersion, kind));
      }
    }
  }

  private Optional<String> isServed(String apiVersion, String kind) {
    discovery = Discovery.of(client);
    Optional<ApiResource> resource = discovery.find(apiVersion, kind);
    if (resource.isEmpty()) {
      return Optional.of("discovery does not list it: are its names accepted?");
    }
    ApiResponse list = client.get(resource.get().path() + "?limit=1");
    return list.isSuccess() ? Optional.empty() : Optional.of(list.message());
  }

  /** A manifest was not taken. */
  public static final class NotApplied extends RuntimeException {
    private static final long serialVersionUID = 1;

    private NotApplied(Manifest manifest, ApiResponse response) {
      super(
          manifest.title()
              + " was refused by the server: "
              + response.status()
              + ", "
              + response.message());
    }

    private NotApplied(Manifest manifest) {
      super(
          manifest.title()
              + " is of a kind that the server does not serve: "
              + manifest.apiVersion()
              + ", "
              + manifest.kind()
              + "; apply its CustomResourceDefinition too, or switch its group on by"
              + " --runtime-config");
    }
  }
}
