package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.report.fix.FixAnswer;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The answer of {@code fix} for programs, as {@code schema/fix.schema.json} has it. */
public final class FixJson {

  private FixJson() {}

  /** Writes one JSON object and a line feed; the stream stays open. */
  public static void write(FixAnswer answer, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", HeadJson.API_VERSION);
      json.writeStringField("kind", "Fix");
      JsonText.write(json, "source", answer.source());
      json.writeStringField("how", answer.how());
      json.writeNumberField("proofs", answer.proofs());
      json.writeBooleanField("bounded", answer.bounded());
      JsonText.writeAll(json, "targets", answer.targets());
      json.writeArrayFieldStart("open");
      for (FixAnswer.Open open : answer.open()) {
        json.writeStartObject();
        JsonText.write(json, "requirement", open.requirement());
        json.writeNumberField("required", open.required());
        json.writeNumberField("depth", open.depth());
        JsonText.write(json, "inTheWay", open.inTheWay());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("undecided", answer.undecided());
      json.writeArrayFieldStart("changes");
      for (FixAnswer.Repair repair : answer.repairs()) {
        json.writeStartObject();
        JsonText.write(json, "title", repair.title());
        JsonText.write(json, "breaks", repair.breaks());
        JsonText.write(json, "patch", repair.patch());
        json.writeEndObject();
      }
      json.writeEndArray();
      ChangeJson.write(json, answer.changes());
      fences(answer.fences(), json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void fences(FixAnswer.@Nullable Fences fences, JsonGenerator json)
      throws IOException {
    if (fences == null) {
      json.writeNullField("fences");
      return;
    }
    json.writeObjectFieldStart("fences");
    JsonText.writeAll(json, "open", fences.open());
    json.writeNumberField("undecided", fences.undecided());
    JsonText.writeAll(json, "provided", fences.provided());
    JsonText.writeAll(json, "problems", fences.problems());
    json.writeEndObject();
  }
}
