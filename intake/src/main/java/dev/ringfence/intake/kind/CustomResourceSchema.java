package dev.ringfence.intake.kind;

import dev.ringfence.engine.deputies.ReferenceFields;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Collects from the schemas of a CustomResourceDefinition the fields by which a resource may name
 * something elsewhere; of all versions, served or not, but for {@code status}, which is the
 * controller's.
 */
final class CustomResourceSchema {

  private final Map<String, ReferenceFields.Kind> references = new TreeMap<>();

  private CustomResourceSchema() {}

  /** What each such field seems to name, by its path; {@code spec} where nothing is known. */
  static Map<String, String> references(Fields spec) {
    CustomResourceSchema collected = new CustomResourceSchema();
    boolean any = collected.root(spec.fields("validation").fields("openAPIV3Schema"));
    Items versions = spec.items("versions");
    for (int at = 0; at < versions.size(); at++) {
      any |= collected.root(versions.fields(at).fields("schema").fields("openAPIV3Schema"));
    }
    if (!any) {
      collected.references.put("spec", ReferenceFields.Kind.ANYTHING);
    }
    Map<String, String> words = new TreeMap<>();
    collected.references.forEach((path, kind) -> words.put(path, kind.words()));
    return words;
  }

  /** Whether there is a schema at all. */
  private boolean root(Fields schema) {
    if (schema.isEmpty()) {
      return false;
    }
    if (isOpen(schema)) {
      references.put("spec", ReferenceFields.Kind.ANYTHING);
    }
    Fields properties = schema.fields("properties");
    for (int at = 0; at < properties.size(); at++) {
      String name = properties.name(at);
      boolean own = name.equals("status") || name.equals("metadata");
      if (!own && properties.value(at) instanceof Fields below) {
        field(name, name, below);
      }
    }
    return true;
  }

  private static boolean isOpen(Fields schema) {
    return schema.flag("x-kubernetes-preserve-unknown-fields")
        || schema.flag("x-kubernetes-embedded-resource");
  }

  private void field(String name, String path, Fields schema) {
    Optional<ReferenceFields.Kind> kind = ReferenceFields.of(name);
    kind.ifPresent(one -> references.putIfAbsent(path, one));
    if (kind.isPresent() && kind.get() != ReferenceFields.Kind.POD_TEMPLATE) {
      // What stands below says the same once more, unless it is a pod.
      pods(path, schema);
      return;
    }
    if (isOpen(schema)) {
      references.putIfAbsent(path, ReferenceFields.Kind.ANYTHING);
    }
    below(path, schema);
  }

  private void below(String path, Fields schema) {
    Fields properties = schema.fields("properties");
    for (int at = 0; at < properties.size(); at++) {
      if (properties.value(at) instanceof Fields below) {
        field(properties.name(at), path + "." + properties.name(at), below);
      }
    }
    if (schema.get("items") instanceof Fields items) {
      below(path + "[]", items);
    }
    if (schema.get("additionalProperties") instanceof Fields values) {
      below(path + ".*", values);
    }
  }

  private void pods(String path, Fields schema) {
    CustomResourceSchema inner = new CustomResourceSchema();
    inner.below(path, schema);
    inner.references.forEach(
        (below, kind) -> {
          if (kind == ReferenceFields.Kind.POD_TEMPLATE) {
            references.putIfAbsent(below, kind);
          }
        });
  }
}
