package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.report.finding.SearchBound;
import java.io.IOException;

/** Which pairs the maximum depth concerns, and what is known of them; victims alike share a row. */
final class SearchBoundJson {

  private SearchBoundJson() {}

  static void write(JsonGenerator json, ProofAnswers answers, SearchBound bound)
      throws IOException {
    json.writeObjectFieldStart("bound");
    json.writeNumberField("depthAtLeast", answers.maximumDepth() + 1);
    json.writeNumberField("verdicts", bound.verdicts());
    json.writeNumberField("undecided", bound.undecidedVerdicts());
    json.writeArrayFieldStart("pairs");
    for (SearchBound.Stopped one : bound.stopped()) {
      json.writeStartObject();
      JsonText.write(json, "from", answers.tenancy().tenant(one.from()).name());
      JsonText.writeAll(
          json,
          "to",
          one.to().stream().map(victim -> answers.tenancy().tenant(victim).name()).toList());
      JsonText.writeAll(json, "stakes", one.stakes().stream().map(Stake::word).toList());
      json.writeBooleanField("undecided", one.undecided());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
