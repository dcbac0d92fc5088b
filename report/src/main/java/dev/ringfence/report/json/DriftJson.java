package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.report.drift.DriftAnswer;
import java.io.IOException;
import java.io.OutputStream;

/** The answer of {@code diff} for programs, as {@code schema/drift.schema.json} has it. */
public final class DriftJson {

  private DriftJson() {}

  /** Writes one JSON object and a line feed; the stream stays open. */
  public static void write(DriftAnswer answer, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", HeadJson.API_VERSION);
      json.writeStringField("kind", "Drift");
      JsonText.write(json, "source", answer.source());
      json.writeArrayFieldStart("differences");
      for (DriftAnswer.Item item : answer.items()) {
        write(item, json);
      }
      json.writeEndArray();
      VerdictChangeJson.write(json, "together", answer.together());
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(DriftAnswer.Item item, JsonGenerator json) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "kind", item.kind());
    JsonText.write(json, "object", item.title());
    JsonText.write(json, "holds", item.holds());
    JsonText.write(json, "changedBy", item.changedBy());
    JsonText.write(json, "since", item.since());
    JsonText.write(json, "sinceReason", item.since() == null ? item.sinceReason() : null);
    json.writeArrayFieldStart("fields");
    for (DriftAnswer.Field field : item.fields()) {
      json.writeStartObject();
      JsonText.write(json, "path", field.path());
      JsonText.write(json, "found", field.found());
      JsonText.write(json, "wanted", field.wanted());
      json.writeEndObject();
    }
    json.writeEndArray();
    VerdictChangeJson.write(json, "changes", item.changes());
    json.writeEndObject();
  }
}
