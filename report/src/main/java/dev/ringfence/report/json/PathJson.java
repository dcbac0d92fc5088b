package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import java.io.IOException;
import java.util.List;

/** Writes the fields of one explanation into an object that is already open. */
public final class PathJson {

  private PathJson() {}

  /**
   * Writes failure sets, what is got by publication, what is gained and what blocks.
   *
   * @param maximumPaths how many sets of each kind at most; the caller says what is left out
   */
  public static void writeFields(JsonGenerator json, Explanation explanation, int maximumPaths)
      throws IOException {
    writePaths(json, "failureSets", explanation.failureSets(), maximumPaths);
    writePaths(json, "publicationSets", explanation.byPublication(), maximumPaths);
    JsonText.writeAll(json, "gained", explanation.gained());
    json.writeArrayFieldStart("blocked");
    for (Explanation.Blocked blocked : explanation.blocked()) {
      json.writeStartObject();
      VerdictJson.writeBoundaries(json, "boundaries", blocked.boundaries());
      JsonText.write(json, "step", blocked.stepId());
      JsonText.write(json, "title", blocked.title());
      JsonText.write(json, "before", blocked.before());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writePaths(
      JsonGenerator json, String field, List<Explanation.Path> paths, int maximumPaths)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (int at = 0; at < Math.min(maximumPaths, paths.size()); at++) {
      Explanation.Path path = paths.get(at);
      json.writeStartObject();
      JsonText.write(json, "id", path.findingId());
      VerdictJson.writeBoundaries(json, "boundaries", path.boundaries());
      JsonText.writeAll(json, "start", path.start());
      json.writeArrayFieldStart("steps");
      for (Explanation.Step step : path.steps()) {
        writeStep(json, step);
      }
      json.writeEndArray();
      JsonText.writeAll(json, "assumptions", path.assumptions());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeStep(JsonGenerator json, Explanation.Step step) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "id", step.id());
    JsonText.write(json, "title", step.title());
    JsonText.writeAll(json, "from", step.from());
    JsonText.write(json, "to", step.to());
    json.writeArrayFieldStart("fromFacts");
    for (Integer fact : step.fromIndexes()) {
      json.writeNumber(fact);
    }
    json.writeEndArray();
    json.writeNumberField("toFact", step.toIndex());
    VerdictJson.writeBoundaries(json, "breaks", step.breaks());
    JsonText.writeAll(json, "assumptions", step.assumptions());
    json.writeArrayFieldStart("evidence");
    for (Evidence evidence : step.evidence()) {
      writeEvidence(json, evidence);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeEvidence(JsonGenerator json, Evidence evidence) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "object", evidence.object());
    JsonText.write(json, "field", evidence.field());
    JsonText.write(json, "value", evidence.value());
    JsonText.write(json, "file", evidence.file());
    if (evidence.file() == null) {
      json.writeNullField("document");
    } else {
      json.writeNumberField("document", evidence.document());
    }
    json.writeEndObject();
  }
}
