package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.report.change.PathFingerprint;
import dev.ringfence.report.story.KubectlCommand;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the fields of one explanation into an object that is already open. */
public final class PathJson {

  private final JsonGenerator json;
  private final int maximumPaths;

  /** Steps by their number, where paths tell the number: most stand on many paths. */
  private final @Nullable Map<Explanation.Step, Integer> shared;

  /** Where the commands are to be run; null where none are told. */
  private final @Nullable Cluster cluster;

  private PathJson(
      JsonGenerator json,
      int maximumPaths,
      @Nullable Map<Explanation.Step, Integer> shared,
      @Nullable Cluster cluster) {
    this.cluster = cluster;
    this.json = json;
    this.maximumPaths = maximumPaths;
    this.shared = shared;
  }

  /** With every step in full, and all paths. */
  public static PathJson whole(JsonGenerator json) {
    return new PathJson(json, Integer.MAX_VALUE, null, null);
  }

  /**
   * With each step told once, at the end ({@link #writeSharedSteps}), and with the commands that
   * show the evidence.
   *
   * @param maximumPaths how many sets of each kind at most; the caller says what is left out
   */
  public static PathJson shared(JsonGenerator json, int maximumPaths, Cluster cluster) {
    return new PathJson(json, maximumPaths, new LinkedHashMap<>(), cluster);
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
    Map<Explanation.Step, Integer> numbers = shared;
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
        if (numbers == null) {
          writeStep(step);
        } else {
          json.writeNumber(number(step, numbers));
        }
      }
      json.writeEndArray();
      JsonText.writeAll(json, "assumptions", path.assumptions());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static int number(Explanation.Step step, Map<Explanation.Step, Integer> numbers) {
    Integer known = numbers.putIfAbsent(step, numbers.size());
    return known == null ? numbers.size() - 1 : known;
  }

  /** Writes the steps that paths told by number, as an array of that name. */
  public void writeSharedSteps(String field) throws IOException {
    json.writeArrayFieldStart(field);
    Map<Explanation.Step, Integer> numbers = shared;
    if (numbers != null) {
      for (Explanation.Step step : numbers.keySet()) {
        writeStep(step);
      }
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
    if (cluster != null) {
      json.writeStringField("command", KubectlCommand.of(evidence, cluster));
    }
    json.writeEndObject();
  }
}
