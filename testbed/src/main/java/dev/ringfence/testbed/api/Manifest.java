package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object of a file.
 *
 * @param source the file and the number of the document in it, for messages
 * @param object as read here
 * @param text what is sent to the server: the document as it stands, so that the server's own
 *     reading of YAML counts, wherever the document is one object
 */
public record Manifest(String source, ObjectNode object, String text) {
  public String apiVersion() {
    return object.path("apiVersion").asText();
  }

  public String kind() {
    return object.path("kind").asText();
  }

  public String name() {
    return object.path("metadata").path("name").asText();
  }

  /** As written; empty if none is. */
  public String namespace() {
    return object.path("metadata").path("namespace").asText();
  }

  /** What and where, for messages. */
  public String title() {
    return kind()
        + " "
        + (namespace().isEmpty() ? "" : namespace() + "/")
        + name()
        + " ("
        + source
        + ")";
  }
}
