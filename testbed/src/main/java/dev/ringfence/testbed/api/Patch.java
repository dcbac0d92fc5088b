package dev.ringfence.testbed.api;

/** The ways of changing an object by PATCH. */
public enum Patch {
  /** RFC 6902. */
  JSON("application/json-patch+json"),
  /** RFC 7386. */
  MERGE("application/merge-patch+json"),
  /** Merges lists by the keys of Kubernetes' own kinds. */
  STRATEGIC("application/strategic-merge-patch+json"),
  /** Server-side apply of YAML or JSON, which creates the object if it is not there. */
  APPLY("application/apply-patch+yaml");

  /** The owner of fields that were applied. */
  public static final String FIELD_MANAGER = "ringfence-testbed";

  private final String contentType;

  Patch(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /** Takes fields over from other owners, and refuses unknown fields. */
  String addOptionsTo(String path) {
    return switch (this) {
      case APPLY ->
          ApiClient.withOption(
              path, "fieldManager=" + FIELD_MANAGER + "&force=true&fieldValidation=Strict");
      case JSON, MERGE, STRATEGIC -> path;
    };
  }
}
