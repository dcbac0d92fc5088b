package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.engine.verdict.VerdictChange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verdicts that differ between two proofs, with both. */
public final class VerdictChangeJson {

  private VerdictChangeJson() {}

  /** Writes a field that holds a list; null where nothing was proved. */
  public static void write(JsonGenerator json, String field, @Nullable List<VerdictChange> changes)
      throws IOException {
    if (changes == null) {
      json.writeNullField(field);
      return;
    }
    json.writeArrayFieldStart(field);
    for (VerdictChange change : changes) {
      json.writeStartObject();
      JsonText.write(json, "from", change.from());
      JsonText.write(json, "to", change.to());
      JsonText.write(json, "stake", change.stake().word());
      standing("before", change.before(), json);
      standing("after", change.after(), json);
      json.writeBooleanField("worse", change.isWorse());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void standing(String field, Verdict verdict, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    JsonText.write(json, "verdict", verdict.outcome().word());
    JsonText.write(json, "depth", verdict.depth());
    JsonText.write(json, "depthIfRefuted", verdict.depthIfRefuted());
    json.writeEndObject();
  }
}
