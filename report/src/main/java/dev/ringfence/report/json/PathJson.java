package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.report.change.PathFingerprint;
import dev.ringfence.report.story.KubectlCommand;
import java.io.IOException;
import java.util.List;

/** Writes the fields of one explanation into an object that is already open. */
public final class PathJson {

  private final JsonGenerator json;
  private final int maximumPaths;
  private final boolean commands;

  /**
   * @param maximumPaths how many sets of each kind at most; the caller says what is left out
   * @param commands whether evidence tells the command that shows it
   */
  public PathJson(JsonGenerator json, int maximumPaths, boolean commands) {
    this.json = json;
    this.maximumPaths = maximumPaths;
    this.commands = commands;
  }

  /** Writes failure sets, what is got by publication, what is gained and what blocks. */
  public void writeFields(Explanation explanation) throws IOException {
    writePaths("failureSets", explanation.failureSets());
    writePaths("publicationSets", explanation.byPublication());
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

  private void writePaths(String field, List<Explanation.Path> paths) throws IOException {
    json.writeArrayFieldStart(field);
    for (int at = 0; at < Math.min(maximumPaths, paths.size()); at++) {
      Explanation.Path path = paths.get(at);
      json.writeStartObject();
      JsonText.write(json, "id", path.findingId());
      json.writeStringField("path", PathFingerprint.of(path));
      VerdictJson.writeBoundaries(json, "boundaries", path.boundaries());
      JsonText.writeAll(json, "start", path.start());
      json.writeArrayFieldStart("steps");
      for (Explanation.Step step : path.steps()) {
        writeStep(step);
      }
      json.writeEndArray();
      JsonText.writeAll(json, "assumptions", path.assumptions());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeStep(Explanation.Step step) throws IOException {
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
      writeEvidence(evidence);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeEvidence(Evidence evidence) throws IOException {
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
    if (commands) {
      json.writeStringField("command", KubectlCommand.of(evidence));
    }
    json.writeEndObject();
  }
}
