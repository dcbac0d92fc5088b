package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.report.reach.ReachChanges;
import dev.ringfence.report.reach.ReachQuestion;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The answer of {@code reach --diff} for programs, as {@code schema/reach-difference.schema.json}
 * has it.
 */
public final class ReachDifferenceJson {

  private ReachDifferenceJson() {}

  /**
   * Writes one JSON object and a line feed; the stream stays open.
   *
   * @param question about the cluster after the change
   * @param before the source before the change, as the user gave it
   */
  public static void write(
      ReachChanges changes, ReachQuestion question, String before, OutputStream out)
      throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      ReachJson.head(json, "ReachDifference", question);
      JsonText.write(json, "before", before);
      json.writeArrayFieldStart("pairs");
      for (ReachChanges.Pair pair : changes.pairs()) {
        pair(json, pair);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void pair(JsonGenerator json, ReachChanges.Pair pair) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "from", pair.from());
    JsonText.write(json, "to", pair.to());
    json.writeArrayFieldStart("opened");
    for (ReachChanges.Change change : pair.opened()) {
      change(json, change);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("closed");
    for (ReachChanges.Change change : pair.closed()) {
      change(json, change);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void change(JsonGenerator json, ReachChanges.Change change) throws IOException {
    json.writeStartObject();
    end(json, "source", change.from());
    end(json, "destination", change.to());
    ReachJson.ports(json, "ports", change.ports());
    json.writeEndObject();
  }

  private static void end(JsonGenerator json, String field, ReachChanges.Side side)
      throws IOException {
    ObjectReference workload = side.workload();
    if (workload == null) {
      ReachJson.cidr(json, field, side.label());
    } else {
      ReachJson.workload(json, field, workload);
    }
  }
}
