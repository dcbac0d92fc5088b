package dev.ringfence.report.html;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Boundary;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.ProofAnswers;
import dev.ringfence.engine.verdict.ProofAnswers.AssumptionAnswer;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.AssumptionUse;
import dev.ringfence.report.finding.SearchBound;
import dev.ringfence.report.finding.SearchBoundText;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.json.JsonText;
import dev.ringfence.report.json.PathJson;
import dev.ringfence.report.redaction.Pseudonyms;
import dev.ringfence.report.redaction.RedactingGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of a page, as {@code model.js} reads it; tenants go by their position in name order. */
final class PageData {

  private final ProofAnswers answers;
  private final HtmlOptions options;
  private final List<Tenant> ordered = new ArrayList<>();
  private final int[] position;
  private final VerdictGrids grids;
  private final Totals totals;
  private final AssumptionUse assumptionUse = new AssumptionUse();
  private final WorstFindings worstFindings;
  private final Map<Boundary, Integer> boundaries = new LinkedHashMap<>();
  private final PageExtras extras;
  private final SearchBound bound = new SearchBound();
  private long verdicts;

  PageData(ProofAnswers answers, HtmlOptions options, PageExtras extras) {
    this.answers = answers;
    this.extras = extras;
    this.options = options;
    ordered.addAll(answers.tenancy().tenants());
    ordered.sort(Comparator.comparing(Tenant::name));
    position = new int[ordered.size()];
    for (int at = 0; at < position.length; at++) {
      position[ordered.get(at).id()] = at;
    }
    this.grids = new VerdictGrids(position, options.maximumDetails());
    this.totals = new Totals(answers.tenancy());
    this.worstFindings = new WorstFindings(options.maximumExplanations());
  }

  void write(OutputStream out, String source) throws IOException {
    answers.forEachVerdict(
        verdict -> {
          verdicts++;
          grids.add(verdict);
          totals.add(verdict);
          assumptionUse.add(verdict);
          worstFindings.add(verdict);
          bound.add(verdict);
        });
    bound.finish();
    JsonFactory factory = new JsonFactory();
    factory.setCharacterEscapes(new ScriptSafeEscapes());
    try (JsonGenerator plain = factory.createGenerator(out, JsonEncoding.UTF8)) {
      plain.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      Pseudonyms pseudonyms = extras.pseudonyms();
      JsonGenerator json = pseudonyms == null ? plain : new RedactingGenerator(plain, pseudonyms);
      json.writeStartObject();
      JsonText.write(json, "source", source);
      JsonText.write(json, "kubernetesVersion", answers.cluster().kubernetesVersion());
      json.writeNumberField("maximumDepth", answers.maximumDepth());
      JsonText.writeAll(json, "remarks", remarks());
      writeCounts(json);
      writeTenants(json);
      writeAssumptions(json);
      writeVerdicts(json);
      writeBoundaries(json);
      json.writeArrayFieldStart("cells");
      for (Stake stake : Stake.values()) {
        json.writeBinary(grids.deflated(stake));
      }
      json.writeEndArray();
      writeExplanations(json);
      new ExtraData(json).write(extras);
      json.writeEndObject();
    }
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>(answers.remarks());
    if (bound.verdicts() > 0) {
      remarks.add(SearchBoundText.of(bound, answers.maximumDepth()));
    }
    if (!grids.complete()) {
      remarks.add(
          "More than "
              + options.maximumDetails()
              + " different verdicts: the page gives depth and outcome of all, and the sets of the"
              + " first "
              + options.maximumDetails()
              + " kinds only. prove -o json --all has every set.");
    }
    return remarks;
  }

  private void writeCounts(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("counts");
    json.writeNumberField("short", totals.of(Totals.Count.FALLS_SHORT));
    json.writeNumberField("doubt", totals.of(Totals.Count.UNDECIDED));
    json.writeNumberField("hold", totals.of(Totals.Count.HOLDS));
    json.writeNumberField("none", totals.of(Totals.Count.NOT_REQUIRED));
    json.writeEndObject();
    json.writeNumberField(
        "shortfalls", totals.of(Totals.Count.FALLS_SHORT) + totals.of(Totals.Count.UNDECIDED));
    json.writeNumberField("explainable", verdicts);
  }

  private void writeTenants(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("tenants");
    for (Tenant tenant : ordered) {
      json.writeStartObject();
      JsonText.write(json, "name", tenant.name());
      JsonText.write(json, "profile", Profile.of(tenant));
      json.writeBooleanField("attacker", tenant.isAttacker());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeAssumptions(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("assumptions");
    for (AssumptionAnswer assumption : assumptionUse.ordered(answers.assumptions())) {
      json.writeStartObject();
      JsonText.write(json, "id", assumption.id());
      JsonText.write(json, "question", assumption.question());
      JsonText.write(json, "value", assumption.value());
      JsonText.write(json, "vouchedBy", assumption.vouchedBy());
      JsonText.write(json, "until", assumption.until());
      JsonText.write(json, "row", AssumptionUse.rowNotExamined(assumption));
      json.writeNumberField("verdicts", assumptionUse.of(assumption.id()));
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
    json.writeEndArray();
  }

  private void writeVerdicts(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("verdicts");
    for (Verdict verdict : grids.distinct()) {
      json.writeStartObject();
      json.writeStringField("verdict", verdict.outcome().word());
      json.writeNumberField("required", verdict.required());
      JsonText.write(json, "depth", verdict.depth());
      JsonText.write(json, "depthIfRefuted", verdict.depthIfRefuted());
      List<Boundary> smallest = verdict.smallest();
      if (smallest == null) {
        json.writeNullField("smallest");
      } else {
        json.writeArrayFieldStart("smallest");
        for (Boundary boundary : smallest) {
          json.writeNumber(boundaries.computeIfAbsent(boundary, _ -> boundaries.size()));
        }
        json.writeEndArray();
      }
      json.writeNumberField("count", verdict.count());
      JsonText.writeAll(json, "assumptions", verdict.assumptions());
      json.writeArrayFieldStart("resources");
      for (Verdict.ResourceDepth resource : verdict.resources()) {
        json.writeStartArray();
        json.writeString(JsonText.wellFormed(resource.resource()));
        Integer depth = resource.depth();
        if (depth == null) {
          json.writeNull();
        } else {
          json.writeNumber(depth);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeBoundaries(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("boundaries");
    for (Boundary boundary : boundaries.keySet()) {
      json.writeStartObject();
      JsonText.write(json, "kind", boundary.kind());
      JsonText.write(json, "implementation", boundary.implementation());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeExplanations(JsonGenerator json) throws IOException {
    PathJson paths = PathJson.shared(json, options.maximumPaths(), answers.cluster());
    json.writeArrayFieldStart("explanations");
    for (WorstFindings.Finding finding : worstFindings.worst()) {
      Explanation explanation = answers.explain(finding.from(), finding.to(), finding.stake());
      json.writeStartObject();
      json.writeNumberField("from", position[finding.from()]);
      json.writeNumberField("to", position[finding.to()]);
      json.writeNumberField("stake", finding.stake().ordinal());
      json.writeNumberField(
          "omitted",
          omitted(explanation.failureSets().size()) + omitted(explanation.byPublication().size()));
      paths.writeFields(explanation);
      json.writeEndObject();
    }
    json.writeEndArray();
    paths.writeSharedSteps("steps");
  }

  private int omitted(int paths) {
    return Math.max(0, paths - options.maximumPaths());
  }
}
