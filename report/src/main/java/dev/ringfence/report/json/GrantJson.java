package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.ResolvedRole;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Rbac;
import java.io.IOException;
import java.util.List;

/** Writes by which binding, role and rule something is allowed. */
final class GrantJson {

  private GrantJson() {}

  /** Writes the list of the bindings that a binding gives a right by; masters have none. */
  static void writeAll(JsonGenerator json, String field, List<Grant> grants) throws IOException {
    json.writeArrayFieldStart(field);
    for (Grant grant : grants) {
      Rbac.Binding binding = grant.binding();
      if (binding != null) {
        write(json, grant, binding);
      }
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Grant grant, Rbac.Binding binding)
      throws IOException {
    json.writeStartObject();
    writeReference(json, binding.meta());
    json.writeObjectFieldStart("roleRef");
    json.writeStringField("kind", binding.clusterRole() ? "ClusterRole" : "Role");
    JsonText.write(json, "name", binding.roleName());
    json.writeEndObject();
    json.writeFieldName("subject");
    writeSubject(json, binding.subjects().get(grant.subject()), binding);
    ResolvedRole.ResolvedRule rule = grant.rule();
    if (rule != null) {
      json.writeObjectFieldStart("rule");
      writeReference(json, rule.owner().meta());
      json.writeNumberField("index", rule.index());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  static void writeSubject(JsonGenerator json, Rbac.Subject subject, Rbac.Binding binding)
      throws IOException {
    json.writeStartObject();
    switch (subject.kind()) {
      case USER -> json.writeStringField("kind", "User");
      case GROUP -> json.writeStringField("kind", "Group");
      case SERVICE_ACCOUNT -> {
        json.writeStringField("kind", "ServiceAccount");
        String own = subject.namespace();
        JsonText.write(json, "namespace", own.isEmpty() ? binding.meta().namespace() : own);
      }
    }
    JsonText.write(json, "name", subject.name());
    json.writeEndObject();
  }

  /** Kind, namespace where it has one, name, file and document where it was read from one. */
  private static void writeReference(JsonGenerator json, ObjectMeta meta) throws IOException {
    json.writeStringField("kind", meta.reference().kind());
    if (!meta.namespace().isEmpty()) {
      JsonText.write(json, "namespace", meta.namespace());
    }
    JsonText.write(json, "name", meta.name());
    boolean fromFile = meta.origin().source() == Origin.Source.FILE;
    JsonText.write(json, "file", fromFile ? meta.origin().file() : null);
    if (fromFile) {
      json.writeNumberField("document", meta.origin().document());
    } else {
      json.writeNullField("document");
    }
  }
}
