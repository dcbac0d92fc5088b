package dev.ringfence.enforce;

import dev.ringfence.policy.controls.ControlObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a fence and the cluster.
 *
 * @param object what is wanted; null for what is no longer
 * @param title of the object
 * @param path of the object in the API
 * @param fields where it differs; empty where the whole object is missing or too much
 * @param changedBy the other manager that last wrote what differs, or else the object; null where
 *     that is not known
 * @param since when that was, as the API writes times; null where it is not known
 */
public record Difference(
    Kind kind,
    @Nullable ControlObject object,
    String title,
    String path,
    List<Field> fields,
    @Nullable String changedBy,
    @Nullable String since) {

  /** How it differs. */
  public enum Kind {
    MISSING,
    DIFFERS,
    NO_LONGER_NEEDED
  }

  /**
   * One field.
   *
   * @param wanted null where it should not be there: somebody else has added it
   * @param found null where it is absent
   */
  public record Field(String path, @Nullable String wanted, @Nullable String found) {}

  public Difference {
    fields = List.copyOf(fields);
  }

  /** The namespace that the object is in, or is; empty for others of the cluster. */
  public String namespace() {
    int name = title.indexOf(' ') + 1;
    int slash = title.indexOf('/', name);
    return slash > 0
        ? title.substring(name, slash)
        : title.startsWith("Namespace ") ? title.substring(name) : "";
  }
}
