package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.admission.ObjectVerdict;
import dev.ringfence.engine.admission.Violation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The answer of {@code admit} for programs, as {@code schema/admission.schema.json} has it. */
public final class AdmissionJson {

  private AdmissionJson() {}

  /** Writes the verdicts in order. */
  public static void write(OutputStream out, String source, List<ObjectVerdict> verdicts)
      throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", HeadJson.API_VERSION);
      json.writeStringField("kind", "Admission");
      JsonText.write(json, "source", source);
      json.writeArrayFieldStart("objects");
      for (ObjectVerdict verdict : verdicts) {
        write(json, verdict);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, ObjectVerdict verdict) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "file", verdict.object().origin().file());
    json.writeNumberField("document", verdict.object().origin().document());
    JsonText.write(json, "kind", verdict.object().request().kind());
    JsonText.write(json, "namespace", verdict.object().request().namespace());
    JsonText.write(json, "name", verdict.object().name());
    json.writeBooleanField("allowed", verdict.allowed());
    writeViolations(json, "violations", verdict.violations());
    writeViolations(json, "podViolations", verdict.podViolations());
    json.writeArrayFieldStart("undecided");
    for (ObjectVerdict.Undecided one : verdict.undecided()) {
      json.writeStartObject();
      JsonText.write(json, "engine", one.engine());
      JsonText.write(json, "why", one.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("changedBy");
    for (String policy : verdict.changedBy()) {
      json.writeString(policy);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeViolations(JsonGenerator json, String field, List<Violation> violations)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Violation violation : violations) {
      json.writeStartObject();
      JsonText.write(json, "check", violation.check());
      JsonText.write(json, "reason", violation.reason());
      JsonText.write(json, "detail", violation.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
