package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.ShapeException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of which the wanted fields were read.
 *
 * @param apiVersion for example {@code apps/v1}
 */
public record ReadObject(String apiVersion, String kind, Fields root, Origin origin) {

  private static final int LONGEST_NAME = 253;

  public Fields metadata() {
    return root.fields("metadata");
  }

  /** Whether an API server has stored it: it has a uid and a resourceVersion. */
  public boolean stored() {
    Fields metadata = metadata();
    return metadata.has("uid") && metadata.has("resourceVersion");
  }

  /** {@code metadata.name}; the generated name's beginning with a star where it has none yet. */
  public String name() {
    Fields metadata = metadata();
    String name = metadata.textOrNull("name");
    if (name == null || name.isEmpty()) {
      String prefix = metadata.text("generateName");
      if (prefix.isEmpty()) {
        throw ShapeException.refused(metadata, "name", "is missing, and the API server needs it");
      }
      check(metadata, "generateName", prefix);
      return prefix + "*";
    }
    if (apiVersion.startsWith("rbac.authorization.k8s.io/")) {
      checkPathSegment(metadata, name);
    } else {
      check(metadata, "name", name);
    }
    return name;
  }

  /** Whether the name is not decided yet. */
  public boolean nameGenerated() {
    return metadata().text("name").isEmpty();
  }

  /** The namespace; {@code default} where a namespaced object has none. */
  public String namespace() {
    Fields metadata = metadata();
    String namespace = metadata.text("namespace", "default");
    check(metadata, "namespace", namespace);
    return namespace;
  }

  /**
   * Roles and bindings may have any name that is one part of a path (ValidatePathSegmentName):
   * spaces, line feeds and more than {@link #LONGEST_NAME} characters are accepted.
   */
  private static void checkPathSegment(Fields metadata, String name) {
    if (name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf('%') >= 0) {
      throw ShapeException.refused(
          metadata,
          "name",
          "is no name that the API server accepts: it is '.' or '..', or has slashes or percent"
              + " signs");
    }
  }

  /** What holds for the names of all other kinds, whose rules are stricter still. */
  private static void check(Fields metadata, String field, String name) {
    boolean refused = name.length() > LONGEST_NAME || name.equals(".") || name.equals("..");
    for (int i = 0; i < name.length() && !refused; i++) {
      char c = name.charAt(i);
      refused = c <= ' ' || c == '/' || c == '%' || c == 0x7f || Character.isISOControl(c);
    }
    if (refused) {
      throw ShapeException.refused(
          metadata,
          field,
          "is no name that the API server accepts: "
              + (name.length() > LONGEST_NAME
                  ? "it is longer than " + LONGEST_NAME + " characters"
                  : "it has spaces, slashes, percent signs or control characters"));
    }
  }

  /** What the model keeps of every object. */
  public ObjectMeta meta(boolean namespaced) {
    Fields metadata = metadata();
    String namespace = namespaced ? namespace() : null;
    return new ObjectMeta(
        new ObjectReference(kind, KindCatalogue.foreignGroup(apiVersion), namespace, name()),
        labels(metadata),
        annotations(metadata),
        controller(metadata, namespace),
        origin);
  }

  /** The labels below {@code metadata}, which may be a template's. */
  public static LabelSet labels(Fields metadata) {
    Fields labels = metadata.fields("labels");
    int size = labels.size();
    if (size == 0) {
      return LabelSet.EMPTY;
    }
    String[] keys = new String[size];
    String[] values = new String[size];
    for (int i = 0; i < size; i++) {
      keys[i] = labels.name(i);
      String value = labels.textOrNull(keys[i]);
      values[i] = value == null ? "" : value;
    }
    return LabelSet.of(keys, values);
  }

  private static Map<String, String> annotations(Fields metadata) {
    return metadata.textMap("annotations");
  }

  private static @Nullable ObjectReference controller(Fields metadata, @Nullable String namespace) {
    Items owners = metadata.items("ownerReferences");
    for (int i = 0; i < owners.size(); i++) {
      Fields owner = owners.fields(i);
      if (owner.flag("controller")) {
        String kind = owner.text("kind");
        return new ObjectReference(
            kind,
            KindCatalogue.foreignGroup(owner.text("apiVersion")),
            KindScope.isClusterScoped(kind) ? null : namespace,
            owner.text("name"));
      }
    }
    return null;
  }
}
