package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.access.Decision;
import dev.ringfence.engine.document.DocumentValue;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** SubjectAccessReviews as the API server would hand them back: as sent, with their status. */
public final class ReviewsJson {

  private ReviewsJson() {}

  /** Writes a {@code List}, in order. */
  public static void write(
      OutputStream out, List<DocumentValue.Mapping> reviews, List<Decision> decisions)
      throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", "v1");
      json.writeStringField("kind", "List");
      json.writeArrayFieldStart("items");
      for (int at = 0; at < reviews.size(); at++) {
        json.writeStartObject();
        for (Map.Entry<String, DocumentValue> field : reviews.get(at).entries().entrySet()) {
          if (!field.getKey().equals("status")) {
            json.writeFieldName(JsonText.wellFormed(field.getKey()));
            DocumentJson.write(json, field.getValue());
          }
        }
        json.writeObjectFieldStart("status");
        json.writeBooleanField("allowed", decisions.get(at).allowed());
        if (!decisions.get(at).reason().isEmpty()) {
          JsonText.write(json, "reason", decisions.get(at).reason());
        }
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
