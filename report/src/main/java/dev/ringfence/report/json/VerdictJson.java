package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.change.RiskRegister;
import java.io.IOException;
import java.util.List;

/** Writes the fields of one verdict into an object that is already open. */
final class VerdictJson {

  private VerdictJson() {}

  static void writeFields(JsonGenerator json, ProofAnswers answers, Verdict verdict)
      throws IOException {
    List<Boundary> smallest = verdict.smallest();
    json.writeStringField("id", id(answers, verdict));
    JsonText.write(json, "from", answers.tenancy().tenant(verdict.from()).name());
    JsonText.write(json, "to", answers.tenancy().tenant(verdict.to()).name());
    json.writeStringField("stake", verdict.stake().word());
    json.writeNumberField("required", verdict.required());
    JsonText.write(json, "depth", verdict.depth());
    if (verdict.stoppedAtBound()) {
      json.writeNumberField("depthAtLeast", answers.maximumDepth() + 1);
    }
    if (verdict.outcome() == Verdict.Outcome.UNDECIDED) {
      JsonText.write(json, "depthIfRefuted", verdict.depthIfRefuted());
    }
    json.writeStringField("verdict", verdict.outcome().word());
    if (smallest == null) {
      json.writeNullField("smallest");
    } else {
      writeBoundaries(json, "smallest", smallest);
    }
    json.writeNumberField("count", verdict.count());
    others(json, answers, verdict);
    json.writeArrayFieldStart("byPublication");
    for (List<Boundary> set : verdict.byPublication()) {
      writeBoundaries(json, set);
    }
    json.writeEndArray();
    JsonText.writeAll(json, "assumptions", verdict.assumptions());
    json.writeArrayFieldStart("resources");
    for (Verdict.ResourceDepth resource : verdict.resources()) {
      json.writeStartObject();
      JsonText.write(json, "resource", resource.resource());
      JsonText.write(json, "depth", resource.depth());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The other findings of the pair and stake, so that a later proof can tell what is new. */
  private static void others(JsonGenerator json, ProofAnswers answers, Verdict verdict)
      throws IOException {
    if (verdict.outcome() == Verdict.Outcome.HOLDS) {
      return;
    }
    json.writeArrayFieldStart("otherSets");
    for (List<Boundary> set : answers.setsThatFallShort(verdict)) {
      if (!set.equals(verdict.smallest())) {
        writeBoundaries(json, set);
      }
    }
    json.writeEndArray();
  }

  private static String id(ProofAnswers answers, Verdict verdict) {
    String finding = RiskRegister.id(answers, verdict);
    List<Boundary> smallest = verdict.smallest();
    return finding != null
        ? finding
        : answers.findingId(
            verdict.from(), verdict.to(), verdict.stake(), smallest == null ? List.of() : smallest);
  }

  static void writeBoundaries(JsonGenerator json, String field, List<Boundary> boundaries)
      throws IOException {
    json.writeFieldName(field);
    writeBoundaries(json, boundaries);
  }

  private static void writeBoundaries(JsonGenerator json, List<Boundary> boundaries)
      throws IOException {
    json.writeStartArray();
    for (Boundary boundary : boundaries) {
      json.writeStartObject();
      JsonText.write(json, "kind", boundary.kind());
      JsonText.write(json, "implementation", boundary.implementation());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
