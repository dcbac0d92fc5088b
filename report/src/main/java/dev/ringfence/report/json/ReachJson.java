package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.network.Direction;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.engine.network.Network;
import dev.ringfence.engine.network.PodAddressing;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.network.Ruling;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.report.reach.ReachQuestion;
import dev.ringfence.report.reach.ReachReasons;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The answer of {@code reach} for programs, as {@code schema/reach.schema.json} has it. */
public final class ReachJson {

  private ReachJson() {}

  /**
   * Writes one JSON object and a line feed; the stream stays open.
   *
   * @param why whether to tell what decides each pair
   */
  public static void write(ReachQuestion question, boolean why, OutputStream out)
      throws IOException {
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
      if (why) {
        reasons(json, question);
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** Every pair that was asked for, open or closed, with what decides it. */
  private static void reasons(JsonGenerator json, ReachQuestion question) throws IOException {
    json.writeArrayFieldStart("reasons");
    try {
      question.forEachPair(
          (from, to, ports) -> {
            try {
              json.writeStartObject();
              end(json, "source", question, from);
              end(json, "destination", question, to);
              json.writeBooleanField("open", !ports.isEmpty());
              for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
                json.writeArrayFieldStart(direction.field());
                for (Ruling ruling : ReachReasons.rulings(question, direction, from, to)) {
                  ruling(json, ruling);
                }
                json.writeEndArray();
              }
              json.writeEndObject();
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
    json.writeEndArray();
  }

  private static void ruling(JsonGenerator json, Ruling ruling) throws IOException {
    json.writeStartObject();
    json.writeStringField(
        "effect",
        switch (ruling.effect()) {
          case LETS_THROUGH -> "LetsThrough";
          case STOPS -> "Stops";
          case HANDS_ON -> "HandsOn";
        });
    json.writeBooleanField("certain", ruling.certain());
    JsonText.write(json, "object", ruling.rule().policy().reference().toString());
    JsonText.write(json, "field", ruling.rule().field());
    JsonText.write(json, "value", ruling.rule().value());
    ports(json, "ports", ruling.ports());
    json.writeEndObject();
  }

  static void head(JsonGenerator json, String kind, ReachQuestion question) throws IOException {
    json.writeStringField("apiVersion", HeadJson.API_VERSION);
    json.writeStringField("kind", kind);
    JsonText.write(json, "source", question.source());
    JsonText.write(json, "kubernetesVersion", question.reach().cluster().kubernetesVersion());
    JsonText.writeAll(json, "remarks", question.remarks());
    enforcers(json, question.reach());
    json.writeArrayFieldStart("assumptions");
    for (Assumption assumption : question.reach().assumed()) {
      assumption(json, assumption, question.assumptions());
    }
    json.writeEndArray();
  }

  /** What decides whether policies hold, each with the nodes that it stands on and its evidence. */
  private static void enforcers(JsonGenerator json, Reach reach) throws IOException {
    Network network = reach.network();
    json.writeArrayFieldStart("enforcers");
    for (int id = 0; id < network.enforcements().size(); id++) {
      Enforcement enforcement = network.enforcement(id);
      PodAddressing addressing = network.addressing(id);
      json.writeStartObject();
      JsonText.write(json, "product", enforcement.product());
      json.writeStringField("state", stateName(enforcement.state()));
      json.writeStringField("podAddresses", addressingName(addressing.kind()));
      int nodes = 0;
      for (int node = 0; node < reach.cluster().nodes().size(); node++) {
        nodes += network.enforcementOfNode(node) == id ? 1 : 0;
      }
      json.writeNumberField("nodes", nodes);
      json.writeArrayFieldStart("evidence");
      for (Enforcement.Sign sign : enforcement.signs()) {
        evidence(json, sign);
      }
      if (addressing.sign() != null) {
        evidence(json, addressing.sign());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void evidence(JsonGenerator json, Enforcement.Sign sign) throws IOException {
    json.writeStartObject();
    JsonText.write(json, "object", sign.object().reference().toString());
    JsonText.write(json, "field", sign.field());
    JsonText.write(json, "value", sign.value());
    json.writeEndObject();
  }

  private static String stateName(Enforcement.State state) {
    return switch (state) {
      case ENFORCED -> "Enforced";
      case ENFORCED_ONCE_STARTED -> "EnforcedOnceStarted";
      case NOT_ENFORCED -> "NotEnforced";
      case UNKNOWN -> "Unknown";
    };
  }

  private static String addressingName(PodAddressing.Kind kind) {
    return switch (kind) {
      case OVERLAY -> "Overlay";
      case ROUTED -> "Routed";
      case UNKNOWN -> "Unknown";
    };
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
    if (!reference.group().isEmpty()) {
      JsonText.write(json, "group", reference.group());
    }
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
