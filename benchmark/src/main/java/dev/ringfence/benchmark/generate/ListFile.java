package dev.ringfence.benchmark.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** One JSON {@code List} of objects as the API server would dump them. */
final class ListFile implements AutoCloseable {

  private static final JsonFactory FACTORY = new JsonFactory();
  private final JsonGenerator json;
  private int serial;

  ListFile(Path file) throws IOException {
    json = FACTORY.createGenerator(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    json.writeStartObject();
    json.writeStringField("apiVersion", "v1");
    json.writeStringField("kind", "List");
    json.writeArrayFieldStart("items");
  }

  JsonGenerator json() {
    return json;
  }

  /** Begins an object with the metadata that a server sets; the caller ends it. */
  void begin(
      String apiVersion, String kind, String namespace, String name, Map<String, String> labels)
      throws IOException {
    begin(apiVersion, kind, namespace, name, labels, "", "");
  }

  /** The same with a controller. */
  void begin(
      String apiVersion,
      String kind,
      String namespace,
      String name,
      Map<String, String> labels,
      String controllerKind,
      String controllerName)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("apiVersion", apiVersion);
    json.writeStringField("kind", kind);
    json.writeObjectFieldStart("metadata");
    json.writeStringField("name", name);
    if (!namespace.isEmpty()) {
      json.writeStringField("namespace", namespace);
    }
    serial++;
    json.writeStringField("uid", uid(kind, serial));
    json.writeStringField("resourceVersion", Integer.toString(1000 + serial));
    json.writeStringField("creationTimestamp", "2026-05-01T10:00:00Z");
    map("labels", labels);
    if (!controllerName.isEmpty()) {
      json.writeArrayFieldStart("ownerReferences");
      json.writeStartObject();
      json.writeStringField("apiVersion", "apps/v1");
      json.writeStringField("kind", controllerKind);
      json.writeStringField("name", controllerName);
      json.writeStringField("uid", uid(controllerKind, controllerName.hashCode()));
      json.writeBooleanField("controller", true);
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  void end() throws IOException {
    json.writeEndObject();
  }

  void map(String field, Map<String, String> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(field);
    // Sorted, because the order of Map.of differs from run to run.
    for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  void strings(String field, String... values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static String uid(String kind, int number) {
    String hex = Integer.toHexString(kind.hashCode());
    String tail = "000000000000" + Integer.toHexString(number);
    return ("00000000" + hex).substring(hex.length())
        + "-0000-4000-8000-"
        + tail.substring(tail.length() - 12);
  }

  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }
}
