package dev.ringfence.report.pipeline;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.finding.Severity;
import dev.ringfence.report.finding.Totals;
import dev.ringfence.report.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A report of the whole cluster as an object of the API, ready for {@code kubectl apply}. */
public final class PolicyReports {

  /**
   * Bytes of a report's results. {@code kubectl apply} keeps what it sent in an annotation, and an
   * API server refuses an object with more than 262,144 bytes of annotations.
   */
  private static final int LONGEST = 240_000;

  /** Of one finding; how many more there are is told beside. */
  private static final int MOST_RESOURCES = 8;

  /** The two APIs that read such reports. */
  public enum Api {
    /** The Kubernetes Policy Working Group's. */
    WORKING_GROUP("wgpolicyk8s.io/v1alpha2", "ClusterPolicyReport"),
    /** Its successor outside Kubernetes. */
    OPEN_REPORTS("openreports.io/v1alpha1", "ClusterReport");

    private final String apiVersion;
    private final String kind;

    Api(String apiVersion, String kind) {
      this.apiVersion = apiVersion;
      this.kind = kind;
    }
  }

  private PolicyReports() {}

  /**
   * Writes one object; the stream stays open. As many findings as {@code kubectl apply} can send,
   * or all where all were asked for.
   */
  public static void write(PipelineAnswers pipeline, Api api, OutputStream out) throws IOException {
    List<String> results = results(pipeline);
    long left = pipeline.all() - results.size();
    try (JsonGenerator json = generator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("apiVersion", api.apiVersion);
      json.writeStringField("kind", api.kind);
      json.writeObjectFieldStart("metadata");
      json.writeStringField("name", "ringfence");
      json.writeObjectFieldStart("annotations");
      json.writeStringField("ringfence.dev/findings", Long.toString(pipeline.all()));
      json.writeStringField("ringfence.dev/findings-not-listed", Long.toString(left));
      json.writeEndObject();
      json.writeEndObject();
      if (api == Api.OPEN_REPORTS) {
        json.writeStringField("source", "ringfence");
      }
      summary(pipeline, json);
      json.writeArrayFieldStart("results");
      for (String result : results) {
        json.writeRawValue(result);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** In ASCII: who reads it as YAML takes some characters of JSON for ends of lines. */
  private static JsonGenerator generator(OutputStream out) throws IOException {
    return JsonFactory.builder()
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .build()
        .createGenerator(out, JsonEncoding.UTF8);
  }

  /** Each finding told as JSON, worst first, as many as there is room for. */
  private static List<String> results(PipelineAnswers pipeline) throws IOException {
    List<String> results = new ArrayList<>();
    long bytes = 0;
    for (Finding finding : pipeline.findings()) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      try (JsonGenerator json = generator(one)) {
        result(finding, json);
      }
      bytes += one.size() + 1;
      if (bytes > LONGEST && !pipeline.unbounded()) {
        break;
      }
      results.add(one.toString(StandardCharsets.UTF_8));
    }
    return results;
  }

  private static void summary(PipelineAnswers pipeline, JsonGenerator json) throws IOException {
    Totals totals = pipeline.totals();
    json.writeObjectFieldStart("summary");
    json.writeNumberField("pass", totals.of(Totals.Count.HOLDS));
    json.writeNumberField("fail", totals.of(Totals.Count.FALLS_SHORT));
    json.writeNumberField("warn", totals.of(Totals.Count.UNDECIDED));
    json.writeNumberField("error", 0);
    json.writeNumberField("skip", totals.of(Totals.Count.NOT_REQUIRED));
    json.writeEndObject();
  }

  private static void result(Finding finding, JsonGenerator json) throws IOException {
    Verdict verdict = finding.verdict();
    json.writeStartObject();
    json.writeStringField("source", "ringfence");
    json.writeStringField("policy", "ringfence-isolation");
    json.writeStringField("rule", verdict.stake().word());
    json.writeStringField("category", "Tenant isolation");
    boolean sure = verdict.outcome() == Verdict.Outcome.FALLS_SHORT;
    json.writeStringField("result", finding.accepted() ? "skip" : sure ? "fail" : "warn");
    json.writeStringField("severity", severity(verdict, sure));
    JsonText.write(json, "message", finding.message());
    json.writeArrayFieldStart("resources");
    List<Evidence> all = finding.evidence();
    for (Evidence evidence : all.subList(0, Math.min(MOST_RESOURCES, all.size()))) {
      resource(evidence, json);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("properties");
    JsonText.write(json, "finding", finding.id());
    JsonText.write(json, "from", finding.from());
    JsonText.write(json, "to", finding.to());
    json.writeStringField("depth", String.valueOf(verdict.depth()));
    json.writeStringField("required", String.valueOf(verdict.required()));
    if (all.size() > MOST_RESOURCES) {
      json.writeStringField("resourcesNotListed", String.valueOf(all.size() - MOST_RESOURCES));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** By how many boundaries are missing: an order, no score. */
  private static String severity(Verdict verdict, boolean sure) {
    if (!sure) {
      return "medium";
    }
    return Severity.missing(verdict) > 1 ? "critical" : "high";
  }

  private static void resource(Evidence evidence, JsonGenerator json) throws IOException {
    String object = evidence.object();
    int space = object.indexOf(' ');
    String rest = object.substring(space + 1);
    int slash = rest.indexOf('/');
    json.writeStartObject();
    JsonText.write(json, "kind", space < 0 ? "Object" : object.substring(0, space));
    if (slash >= 0) {
      JsonText.write(json, "namespace", rest.substring(0, slash));
    }
    JsonText.write(json, "name", rest.substring(slash + 1));
    JsonText.write(json, "fieldPath", evidence.field());
    json.writeEndObject();
  }
}
