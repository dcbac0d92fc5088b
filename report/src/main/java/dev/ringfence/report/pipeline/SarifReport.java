package dev.ringfence.report.pipeline;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.engine.verdict.Explanation;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.report.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SARIF 2.1.0: a result a finding, at the object that makes it, the path as a code flow. */
public final class SarifReport {

  private final PipelineAnswers pipeline;
  private final JsonGenerator json;

  private SarifReport(PipelineAnswers pipeline, JsonGenerator json) {
    this.pipeline = pipeline;
    this.json = json;
  }

  /** Writes one log with one run; the stream stays open. */
  public static void write(PipelineAnswers pipeline, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new SarifReport(pipeline, json).write();
      json.writeRaw('\n');
    }
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField(
        "$schema",
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    tool();
    invocation();
    json.writeArrayFieldStart("results");
    for (Finding finding : pipeline.findings()) {
      result(finding);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("properties");
    JsonText.write(json, "source", pipeline.source());
    json.writeNumberField("findings", pipeline.all());
    json.writeNumberField("findingsNotListed", pipeline.left());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void tool() throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "Ringfence");
    json.writeArrayFieldStart("rules");
    for (Stake stake : Stake.values()) {
      json.writeStartObject();
      json.writeStringField("id", stake.word());
      text("shortDescription", meaning(stake));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  static String meaning(Stake stake) {
    return switch (stake) {
      case TAKEOVER ->
          "Code in another tenant's pod, a credential of it, or the right to change it";
      case READ -> "Content of another tenant's Secrets, ConfigMaps, volumes, logs or traffic";
      case REACH -> "A connection to what another tenant does not publish";
      case DISRUPT -> "Deleting, evicting, redirecting or starving another tenant's workloads";
      case OBSERVE -> "The names of another tenant's objects";
    };
  }

  /** Says in the tool's own words how much is not listed. */
  private void invocation() throws IOException {
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeBooleanField("executionSuccessful", true);
    if (pipeline.left() > 0) {
      json.writeArrayFieldStart("toolExecutionNotifications");
      json.writeStartObject();
      json.writeStringField("level", "warning");
      text("message", pipeline.left() + " more findings are not listed: worst first");
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private void result(Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", finding.verdict().stake().word());
    json.writeNumberField("ruleIndex", finding.verdict().stake().ordinal());
    boolean sure = finding.verdict().outcome() == Verdict.Outcome.FALLS_SHORT;
    json.writeStringField("level", sure ? "error" : "warning");
    if (pipeline.changes() != null) {
      json.writeStringField("baselineState", finding.fresh() ? "new" : "unchanged");
    }
    text("message", finding.message());
    json.writeArrayFieldStart("locations");
    Evidence shown = shown(finding);
    if (shown != null) {
      location(shown, shown, null);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField("ringfenceFinding/v1", finding.id());
    json.writeEndObject();
    flow(finding, shown);
    if (finding.accepted()) {
      json.writeArrayFieldStart("suppressions");
      json.writeStartObject();
      json.writeStringField("kind", "external");
      json.writeStringField("status", "accepted");
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** What to look at: of a file if possible, because code scanning refuses places without one. */
  private static @Nullable Evidence shown(Finding finding) {
    List<Evidence> all = finding.evidence();
    for (Evidence evidence : all) {
      if (evidence.file() != null) {
        return evidence;
      }
    }
    return all.isEmpty() ? null : all.getFirst();
  }

  private void flow(Finding finding, @Nullable Evidence shown) throws IOException {
    Explanation.Path path = finding.path();
    if (path == null || path.steps().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("codeFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("threadFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("locations");
    for (Explanation.Step step : path.steps()) {
      json.writeStartObject();
      json.writeFieldName("location");
      String says = step.title() + " [" + step.id() + "] → " + step.to();
      Evidence object = step.evidence().isEmpty() ? null : step.evidence().getFirst();
      // A step that rests on no file of its own stands where the finding does.
      location(object, object == null || object.file() == null ? shown : object, says);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  /**
   * @param object null where there is none
   * @param placed whose file and line are told
   */
  private void location(@Nullable Evidence object, @Nullable Evidence placed, @Nullable String says)
      throws IOException {
    json.writeStartObject();
    String file = placed == null ? null : placed.file();
    if (placed != null && file != null) {
      json.writeObjectFieldStart("physicalLocation");
      json.writeObjectFieldStart("artifactLocation");
      json.writeStringField("uri", uri(file));
      json.writeEndObject();
      int line = pipeline.line(placed);
      if (line > 0) {
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", line);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    if (object != null) {
      json.writeArrayFieldStart("logicalLocations");
      json.writeStartObject();
      JsonText.write(json, "name", object.object());
      JsonText.write(json, "fullyQualifiedName", object.object() + " " + object.field());
      json.writeEndObject();
      json.writeEndArray();
    }
    if (says != null) {
      text("message", says);
    }
    json.writeEndObject();
  }

  /** A path as a relative reference: spaces and the like escaped. */
  static String uri(String file) {
    String slashes = JsonText.wellFormed(file).replace('\\', '/');
    try {
      String reference =
          new URI(null, null, slashes.startsWith("/") ? slashes : "/" + slashes, null)
              .toASCIIString()
              .substring(slashes.startsWith("/") ? 0 : 1);
      // RFC 3986, 4.2: what stands before a colon in the first part would be a scheme.
      int colon = reference.indexOf(':');
      return colon >= 0 && reference.lastIndexOf('/', colon) < 0 ? "./" + reference : reference;
    } catch (URISyntaxException notAPath) {
      return java.net.URLEncoder.encode(slashes, StandardCharsets.UTF_8);
    }
  }

  private void text(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    JsonText.write(json, "text", text);
    json.writeEndObject();
  }
}
