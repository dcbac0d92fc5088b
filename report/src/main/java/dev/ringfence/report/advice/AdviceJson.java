package dev.ringfence.report.advice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.policy.advice.AdoptionPlan;
import dev.ringfence.policy.advice.Advice;
import dev.ringfence.policy.advice.Cost;
import dev.ringfence.policy.advice.NextPattern;
import dev.ringfence.policy.advice.PatternProofs;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.shape.Spelling;
import dev.ringfence.report.json.JsonOutput;
import dev.ringfence.report.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of {@code advise} for programs, as {@code schema/advice.schema.json} has it. */
public final class AdviceJson {

  private final JsonGenerator json;

  private AdviceJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes one JSON object and a line feed; the stream stays open.
   *
   * @param proved what was proved, by tenant; empty where nothing was
   * @param plan null where none was asked for
   */
  public static void write(
      List<Advice> advice,
      Map<String, PatternProofs> proved,
      @Nullable AdoptionPlan plan,
      List<String> remarks,
      OutputStream out,
      String source)
      throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", "ringfence.dev/v1alpha1");
      json.writeStringField("kind", "Advice");
      JsonText.write(json, "source", source);
      JsonText.writeAll(json, "remarks", remarks);
      json.writeArrayFieldStart("tenants");
      for (Advice each : advice) {
        new AdviceJson(json).write(each, proved.get(each.profile().name()));
      }
      json.writeEndArray();
      if (plan != null) {
        new AdviceJson(json).write(plan);
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void write(AdoptionPlan plan) throws IOException {
    json.writeArrayFieldStart("stages");
    for (AdoptionPlan.Stage stage : plan.stages()) {
      json.writeStartObject();
      JsonText.write(json, "name", stage.name());
      JsonText.writeAll(json, "tenants", stage.tenants());
      JsonText.writeAll(json, "actions", stage.actions());
      JsonText.writeAll(json, "watch", stage.watch());
      JsonText.writeAll(json, "cutsOff", stage.cutsOff());
      StageWords.write(stage.proof(), json);
      JsonText.write(json, "notProved", stage.notProved());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(Advice advice, @Nullable PatternProofs proved) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "tenant", advice.profile().name());
    JsonText.write(json, "pattern", Spelling.word(advice.choice().pattern()));
    JsonText.write(json, "row", Spelling.word(advice.choice().row()));
    JsonText.write(json, "reason", advice.choice().reason());
    JsonText.write(json, "isolationClass", advice.declaredClass());
    Pattern declared = advice.declared();
    JsonText.write(json, "classPattern", declared == null ? null : Spelling.word(declared));
    json.writeBooleanField("possible", advice.isPossible());
    JsonText.writeAll(json, "missing", advice.missing());
    JsonText.writeAll(json, "lowered", advice.lowered());
    promise(advice);
    ProvedJson.write(proved, json);
    json.writeArrayFieldStart("unsuitable");
    for (Advice.Unsuitable unsuitable : advice.unsuitable()) {
      json.writeStartObject();
      JsonText.write(json, "workload", unsuitable.workload());
      JsonText.writeAll(json, "obstacles", unsuitable.obstacles());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("groups");
    for (Advice.Group group : advice.groups()) {
      json.writeStartObject();
      JsonText.write(json, "pattern", Spelling.word(group.pattern()));
      JsonText.write(json, "reason", group.reason());
      JsonText.writeAll(json, "workloads", group.workloads());
      json.writeEndObject();
    }
    json.writeEndArray();
    cost(advice.cost());
    next("up", advice.up());
    next("down", advice.down());
    json.writeEndObject();
  }

  private void promise(Advice advice) throws IOException {
    json.writeObjectFieldStart("promise");
    Map<Stake, Integer> depths =
        advice.profile().usesTheApi()
            ? Promise.withApi(advice.pattern())
            : Promise.of(advice.pattern());
    for (Stake stake : Stake.values()) {
      json.writeNumberField(stake.word(), depths.getOrDefault(stake, 0));
    }
    json.writeEndObject();
  }

  private void cost(Cost cost) throws IOException {
    json.writeObjectFieldStart("cost");
    json.writeNumberField("pods", cost.pods());
    json.writeNumberField("nodesDedicated", cost.nodesDedicated());
    json.writeNumberField("nodesShared", rounded(cost.nodesShared()));
    json.writeNumberField("nodesLost", rounded(cost.nodesLost()));
    json.writeNumberField("sandboxMemoryBytes", Math.round(cost.sandboxMemory()));
    json.writeNumberField("sandboxCpu", rounded(cost.sandboxCpu()));
    json.writeNumberField("controlPlanes", cost.controlPlanes());
    JsonText.write(json, "startUp", cost.startUp());
    JsonText.write(json, "basis", cost.basis());
    json.writeEndObject();
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private void next(String field, NextPattern next) throws IOException {
    Pattern pattern = next.pattern();
    if (pattern == null) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    JsonText.write(json, "pattern", Spelling.word(pattern));
    JsonText.write(json, "change", next.change());
    json.writeEndObject();
  }
}
