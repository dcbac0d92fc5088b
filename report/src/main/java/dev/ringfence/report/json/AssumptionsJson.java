package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.report.assumption.AssumptionEffects;
import java.io.IOException;
import java.io.OutputStream;

/** The answer of {@code assumptions}, as {@code schema/assumption-effects.schema.json} has it. */
public final class AssumptionsJson {

  private AssumptionsJson() {}

  /** Writes one JSON object and a line feed; the stream stays open. */
  public static void write(AssumptionEffects effects, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", HeadJson.API_VERSION);
      json.writeStringField("kind", "AssumptionEffects");
      JsonText.write(json, "source", effects.source());
      json.writeArrayFieldStart("assumptions");
      for (AssumptionEffects.Effect effect : effects.effects()) {
        json.writeStartObject();
        JsonText.write(json, "id", effect.assumption().id());
        JsonText.write(json, "question", effect.assumption().question());
        JsonText.write(json, "feared", effect.assumption().value());
        ChangeJson.list(json, "closed", effect.changes().closed());
        ChangeJson.list(json, "opensAlone", effect.alone().opened());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
