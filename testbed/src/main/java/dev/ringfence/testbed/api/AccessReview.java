package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The question whether somebody may do something, as a {@code SubjectAccessReview}. Groups that
 * every user of a kind has ({@code system:authenticated}, {@code system:serviceaccounts}) must be
 * said: the server adds none.
 *
 * @param specification the review's {@code spec}
 */
public record AccessReview(JsonNode specification) {
  private static final String PATH = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  /** The groups of every service account in a namespace. */
  public static List<String> groupsOfServiceAccountsIn(String namespace) {
    return List.of(
        "system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated");
  }

  /** May {@code user} of {@code groups} do {@code verb} on a resource of the whole cluster? */
  public static AccessReview of(String user, List<String> groups, String verb, String resource) {
    return of(user, groups, "", verb, resource);
  }

  /**
   * May {@code user} of {@code groups} do {@code verb} in {@code namespace}?
   *
   * @param resource {@code RESOURCE[.GROUP][/SUBRESOURCE][=NAME]}, such as {@code
   *     deployments.apps/scale=web}
   */
  public static AccessReview of(
      String user, List<String> groups, String namespace, String verb, String resource) {
    String[] name = resource.split("=", 2);
    String[] subresource = name[0].split("/", 2);
    String[] group = subresource[0].split("\\.", 2);
    ObjectNode attributes =
        Json.object()
            .put("namespace", namespace)
            .put("verb", verb)
            .put("resource", group[0])
            .put("group", group.length > 1 ? group[1] : "")
            .put("subresource", subresource.length > 1 ? subresource[1] : "")
            .put("name", name.length > 1 ? name[1] : "");
    return new AccessReview(subject(user, groups).set("resourceAttributes", attributes));
  }

  /** May {@code user} of {@code groups} do {@code verb} on a path that is no resource? */
  public static AccessReview ofPath(String user, List<String> groups, String verb, String path) {
    ObjectNode attributes = Json.object().put("path", path).put("verb", verb);
    return new AccessReview(subject(user, groups).set("nonResourceAttributes", attributes));
  }

  private static ObjectNode subject(String user, List<String> groups) {
    ObjectNode spec = Json.object().put("user", user);
    groups.forEach(spec.putArray("groups")::add);
    return spec;
  }

  /** Asks a server, as somebody who may ask. */
  public Answer ask(ApiClient client) {
    ObjectNode review =
        Json.object()
            .put("apiVersion", "authorization.k8s.io/v1")
            .put("kind", "SubjectAccessReview");
    review.set("spec", specification);
    JsonNode status = client.post(PATH, review.toString()).orThrow().json().path("status");
    return new Answer(
        status.path("allowed").asBoolean(),
        status.path("reason").asText(),
        status.path("evaluationError").asText());
  }

  /**
   * The review's {@code status}.
   *
   * @param reason names the binding that allows, where RBAC does
   */
  public record Answer(boolean allowed, String reason, String evaluationError) {}
}
