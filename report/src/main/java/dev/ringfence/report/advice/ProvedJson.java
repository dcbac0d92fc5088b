package dev.ringfence.report.advice;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.policy.advice.PatternProofs;
import dev.ringfence.policy.advice.ProvedPattern;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.shape.Spelling;
import dev.ringfence.report.json.JsonText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field {@code proofs} of a tenant's advice. */
final class ProvedJson {

  private ProvedJson() {}

  /** Writes the field; null where nothing was proved. */
  static void write(@Nullable PatternProofs proofs, JsonGenerator json) throws IOException {
    if (proofs == null) {
      json.writeNullField("proofs");
      return;
    }
    json.writeObjectFieldStart("proofs");
    write("today", proofs.today(), json);
    write("inForce", proofs.inForce(), json);
    write("up", proofs.up(), json);
    write("down", proofs.down(), json);
    JsonText.writeAll(json, "notProved", proofs.notProved());
    json.writeEndObject();
  }

  private static void write(String field, @Nullable ProvedPattern proved, JsonGenerator json)
      throws IOException {
    if (proved == null) {
      json.writeNullField(field);
      return;
    }
    Pattern pattern = proved.pattern();
    json.writeObjectFieldStart(field);
    JsonText.write(json, "pattern", pattern == null ? null : Spelling.word(pattern));
    JsonText.writeAll(json, "provided", proved.provided());
    findings("towardsOthers", proved.towardsOthers(), json);
    findings("fromOthers", proved.fromOthers(), json);
    json.writeEndObject();
  }

  private static void findings(
      String field, List<ProvedPattern.Finding> findings, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(field);
    for (ProvedPattern.Finding finding : findings) {
      json.writeStartObject();
      JsonText.write(json, "stake", finding.stake().word());
      JsonText.write(json, "promised", finding.promised());
      JsonText.write(json, "depth", finding.depth());
      JsonText.write(json, "depthIfRefuted", finding.depthIfRefuted());
      cause("sure", finding.sure(), json);
      cause("feared", finding.feared(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void cause(String field, ProvedPattern.@Nullable Cause cause, JsonGenerator json)
      throws IOException {
    if (cause == null) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    JsonText.write(json, "tenant", cause.other());
    JsonText.writeAll(json, "boundaries", cause.boundaries());
    JsonText.writeAll(json, "assumptions", cause.assumptions());
    json.writeEndObject();
  }
}
