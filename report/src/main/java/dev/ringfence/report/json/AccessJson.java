package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.access.Decision;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.cluster.Rbac;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of {@code can} and {@code who-can} for programs, as {@code schema/access.schema.json}
 * and {@code schema/who-can.schema.json} have them.
 */
public final class AccessJson {

  private AccessJson() {}

  /** Writes what one requester may. */
  public static void write(
      OutputStream out, String source, Requester requester, Request request, Decision decision)
      throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      head(json, "Access", source);
      json.writeObjectFieldStart("requester");
      JsonText.write(json, "user", requester.user());
      JsonText.writeAll(json, "groups", requester.groups());
      json.writeEndObject();
      writeRequest(json, request);
      json.writeBooleanField("allowed", decision.allowed());
      boolean byNode = decision.allowed() && decision.by().isEmpty();
      JsonText.write(json, "reason", byNode ? "the Node authorizer" : decision.reason());
      GrantJson.writeAll(json, "by", decision.by());
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** Writes who may, subject by subject, each with its bindings. */
  public static void writeWhoCan(
      OutputStream out, String source, Request request, List<Grant> grants) throws IOException {
    try (JsonGenerator json = JsonOutput.open(new JsonFactory(), out)) {
      json.writeStartObject();
      head(json, "WhoCan", source);
      writeRequest(json, request);
      json.writeArrayFieldStart("subjects");
      for (Map.Entry<Rbac.Subject, List<Grant>> entry : bySubject(grants).entrySet()) {
        json.writeStartObject();
        json.writeFieldName("subject");
        GrantJson.writeSubject(
            json,
            entry.getKey(),
            java.util.Objects.requireNonNull(entry.getValue().getFirst().binding()));
        GrantJson.writeAll(json, "by", entry.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** The grants of each subject, service accounts by their full names. */
  public static Map<Rbac.Subject, List<Grant>> bySubject(List<Grant> grants) {
    Map<Rbac.Subject, List<Grant>> subjects = new LinkedHashMap<>();
    for (Grant grant : grants) {
      Rbac.Binding binding = grant.binding();
      if (binding == null) {
        continue;
      }
      for (int at = 0; at < binding.subjects().size(); at++) {
        Rbac.Subject subject = binding.subjects().get(at);
        boolean account = subject.kind() == Rbac.SubjectKind.SERVICE_ACCOUNT;
        if (account && subject.namespace().isEmpty()) {
          if (binding.isClusterRoleBinding()) {
            continue; // without a namespace it is nobody
          }
          subject = new Rbac.Subject(subject.kind(), binding.meta().namespace(), subject.name());
        }
        subjects
            .computeIfAbsent(subject, ignored -> new ArrayList<>(1))
            .add(new Grant(binding, at, grant.role(), grant.rule()));
      }
    }
    return subjects;
  }

  private static void head(JsonGenerator json, String kind, String source) throws IOException {
    json.writeStringField("apiVersion", HeadJson.API_VERSION);
    json.writeStringField("kind", kind);
    JsonText.write(json, "source", source);
  }

  /** In the words of a SubjectAccessReview. */
  private static void writeRequest(JsonGenerator json, Request request) throws IOException {
    if (!request.path().isEmpty()) {
      json.writeObjectFieldStart("nonResourceAttributes");
      JsonText.write(json, "path", request.path());
      JsonText.write(json, "verb", request.verb());
      json.writeEndObject();
      return;
    }
    json.writeObjectFieldStart("resourceAttributes");
    JsonText.write(json, "namespace", request.namespace());
    JsonText.write(json, "verb", request.verb());
    JsonText.write(json, "group", request.group());
    JsonText.write(json, "resource", request.resource());
    JsonText.write(json, "subresource", request.subresource());
    JsonText.write(json, "name", request.name());
    json.writeEndObject();
  }
}
