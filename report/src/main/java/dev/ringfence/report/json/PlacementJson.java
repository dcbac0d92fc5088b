package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.report.place.Places;
import dev.ringfence.report.place.PodPlaces;
import java.io.IOException;
import java.io.OutputStream;

/** The answer of {@code place} for programs, as {@code schema/placement.schema.json} has it. */
public final class PlacementJson {

  private PlacementJson() {}

  /** Writes one JSON object and a line feed; the stream stays open. */
  public static void write(Places places, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", HeadJson.API_VERSION);
      json.writeStringField("kind", "Placement");
      JsonText.write(json, "source", places.source());
      JsonText.write(json, "kubernetesVersion", places.kubernetesVersion());
      JsonText.writeAll(json, "remarks", places.remarks());
      json.writeArrayFieldStart("pods");
      for (int index = 0; index < places.count(); index++) {
        write(json, places.get(index));
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, PodPlaces pod) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "namespace", pod.namespace());
    JsonText.write(json, "name", pod.name());
    JsonText.writeAll(json, "nodes", pod.nodes());
    JsonText.writeAll(json, "possibleNodes", pod.possibleNodes());
    json.writeArrayFieldStart("refused");
    for (PodPlaces.Refused refused : pod.refused()) {
      json.writeStartObject();
      JsonText.write(json, "filter", refused.filter());
      JsonText.write(json, "reason", refused.reason());
      JsonText.writeAll(json, "nodes", refused.nodes());
      json.writeEndObject();
    }
    json.writeEndArray();
    JsonText.writeAll(json, "notes", pod.notes());
    json.writeEndObject();
  }
}
