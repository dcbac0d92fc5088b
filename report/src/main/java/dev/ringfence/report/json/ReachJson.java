package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.report.reach.ReachQuestion;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The answer of {@code reach} for programs, as {@code schema/reach.schema.json} has it. */
public final class ReachJson {

  private ReachJson() {}

  /** Writes one JSON object and a line feed; the stream stays open. */
  public static void write(ReachQuestion question, OutputStream out) throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      head(json, "Reach", question);
      json.writeArrayFieldStart("entries");
      try {
        question.forEach((from, to, ports) -> entry(json, question, from, to, ports));
      } catch (UncheckedIOException failed) {
        throw failed.getCause();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  static void head(JsonGenerator json, String kind, ReachQuestion question) throws IOException {
    json.writeStringField("apiVersion", HeadJson.API_VERSION);
    json.writeStringField("kind", kind);
    JsonText.write(json, "source", question.source());
    JsonText.write(json, "kubernetesVersion", question.reach().cluster().kubernetesVersion());
    JsonText.writeAll(json, "remarks", question.remarks());
    json.writeArrayFieldStart("assumptions");
    for (Assumption assumption : question.reach().assumed()) {
      assumption(json, assumption, question.assumptions());
    }
    json.writeEndArray();
  }

  private static void assumption(JsonGenerator json, Assumption assumption, Assumptions assumptions)
      throws IOException {
    Assumptions.Statement statement = assumptions.statement(assumption.id());
    json.writeStartObject();
    JsonText.write(json, "id", assumption.id());
    JsonText.write(json, "question", assumption.question());
    JsonText.write(json, "value", statement == null ? assumption.pessimistic() : statement.value());
    JsonText.write(json, "vouchedBy", statement == null ? null : statement.vouchedBy());
    JsonText.write(json, "until", statement == null ? null : statement.until());
    json.writeEndObject();
  }

  private static void entry(
      JsonGenerator json,
      ReachQuestion question,
      ReachQuestion.Name from,
      ReachQuestion.Name to,
      PortSet ports) {
    try {
      json.writeStartObject();
      end(json, "source", question, from);
      end(json, "destination", question, to);
      ports(json, "ports", ports);
      json.writeEndObject();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void end(
      JsonGenerator json, String field, ReachQuestion question, ReachQuestion.Name name)
      throws IOException {
    String cidr = name.cidr();
    if (cidr == null) {
      workload(json, field, question.reach().workload(name.end()).reference());
    } else {
      cidr(json, field, cidr);
    }
  }

  static void workload(JsonGenerator json, String field, ObjectReference reference)
      throws IOException {
    json.writeObjectFieldStart(field);
    JsonText.write(json, "namespace", reference.namespaceOrEmpty());
    JsonText.write(json, "kind", reference.kind());
    JsonText.write(json, "name", reference.name());
    json.writeEndObject();
  }

  static void cidr(JsonGenerator json, String field, String cidr) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("cidr", cidr);
    json.writeEndObject();
  }

  /** An empty list means every port of every protocol. */
  static void ports(JsonGenerator json, String field, PortSet ports) throws IOException {
    json.writeArrayFieldStart(field);
    if (!ports.isAll()) {
      for (PortSet.Range range : ports.ranges()) {
        json.writeStartObject();
        json.writeStringField("protocol", range.protocol().name());
        json.writeNumberField("port", range.from());
        json.writeNumberField("endPort", range.to());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }
}
