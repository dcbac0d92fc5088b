package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An object that a server holds, and how it is served. */
public record HeldObject(ApiResource resource, ObjectNode object) {
  /** Fields that differ between two servers, or two moments, that hold the same. */
  private static final List<String> INCIDENTAL =
      List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");

  public ObjectKey key() {
    return new ObjectKey(resource.group(), resource.resource(), text("namespace"), text("name"));
  }

  public String path() {
    return resource.path(text("namespace"), text("name"));
  }

  public boolean isBeingDeleted() {
    return object.path("metadata").has("deletionTimestamp");
  }

  private String text(String field) {
    return object.path("metadata").path(field).asText();
  }

  /** The object as somebody wanted it: without what servers and controllers report. */
  public ObjectNode wanted() {
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(INCIDENTAL);
    }
    return copy;
  }
}
