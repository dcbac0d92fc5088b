package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.ProofAnswers.AssumptionAnswer;
import java.io.IOException;

/** What every answer opens with: version, source, depth, remarks, assumptions. */
final class HeadJson {

  static final String API_VERSION = "ringfence.dev/v1alpha1";

  private HeadJson() {}

  static void writeFields(JsonGenerator json, String kind, String source, ProofAnswers answers)
      throws IOException {
    json.writeStringField("apiVersion", API_VERSION);
    json.writeStringField("kind", kind);
    JsonText.write(json, "source", source);
    JsonText.write(json, "kubernetesVersion", answers.cluster().kubernetesVersion());
    json.writeNumberField("maximumDepth", answers.maximumDepth());
    JsonText.writeAll(json, "remarks", answers.remarks());
    json.writeArrayFieldStart("assumptions");
    for (AssumptionAnswer assumption : answers.assumptions()) {
      writeAssumption(json, assumption);
    }
    json.writeEndArray();
  }

  private static void writeAssumption(JsonGenerator json, AssumptionAnswer assumption)
      throws IOException {
    json.writeStartObject();
    JsonText.write(json, "id", assumption.id());
    JsonText.write(json, "question", assumption.question());
    JsonText.write(json, "value", assumption.value());
    JsonText.write(json, "vouchedBy", assumption.vouchedBy());
    JsonText.write(json, "until", assumption.until());
    json.writeArrayFieldStart("adds");
    for (AssumptionAnswer.Added added : assumption.adds()) {
      json.writeStartObject();
      JsonText.write(json, "step", added.step());
      json.writeNumberField("count", added.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
