package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.report.change.Changes;
import dev.ringfence.report.change.RiskRegister;
import dev.ringfence.report.change.Standing;
import java.io.IOException;
import java.util.List;

/** Writes what is new and what is accepted into an object that is already open. */
final class ChangeJson {

  private ChangeJson() {}

  static void write(JsonGenerator json, Changes changes) throws IOException {
    json.writeObjectFieldStart("baseline");
    JsonText.write(json, "source", changes.source());
    list(json, "opened", changes.opened());
    list(json, "closed", changes.closed());
    if (changes.stillOpen() > 0) {
      json.writeNumberField("stillOpen", changes.stillOpen());
    }
    json.writeEndObject();
  }

  static void list(JsonGenerator json, String field, List<Changes.Change> changes)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Changes.Change change : changes) {
      json.writeStartObject();
      JsonText.write(json, "from", change.key().from());
      JsonText.write(json, "to", change.key().to());
      json.writeStringField("stake", change.key().stake());
      standing(json, "before", change.before());
      standing(json, "now", change.now());
      Changes.OtherWay way = change.otherWay();
      if (way != null) {
        json.writeStringField("finding", way.finding());
        VerdictJson.writeBoundaries(json, "otherWay", way.boundaries());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void standing(JsonGenerator json, String field, Standing standing)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("verdict", standing.outcome().word());
    JsonText.write(json, "depth", standing.depth());
    json.writeEndObject();
  }

  static void write(JsonGenerator json, RiskRegister risks) throws IOException {
    json.writeArrayFieldStart("acceptedRisks");
    for (RiskRegister.Entry entry : risks.entries()) {
      json.writeStartObject();
      JsonText.write(json, "name", entry.risk().name());
      JsonText.write(json, "finding", entry.risk().finding());
      JsonText.write(json, "path", entry.risk().path());
      JsonText.write(json, "owner", entry.risk().owner());
      JsonText.write(json, "reason", entry.risk().reason());
      JsonText.write(json, "until", entry.risk().until());
      json.writeStringField("state", entry.state().word());
      JsonText.write(json, "pathNow", entry.pathNow());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
