package dev.ringfence.policy.controls;

import org.jspecify.annotations.Nullable;

/**
 * One object of a fence.
 *
 * @param control the control that it makes, for example {@code network/default-deny}
 * @param namespace null for objects of the cluster
 * @param text the object as one YAML document, without separator
 */
public record ControlObject(
    String control,
    String apiVersion,
    String kind,
    @Nullable String namespace,
    String name,
    String text) {

  /** The label that marks what Ringfence made. */
  public static final String OWNER_LABEL = "app.kubernetes.io/managed-by";

  /** Its value. */
  public static final String OWNER = "ringfence";

  /** {@code NetworkPolicy web/ringfence-default-deny}. */
  public String title() {
    return kind + " " + (namespace == null ? "" : namespace + "/") + name;
  }

  /** The file's name within its folder: {@code networkpolicy-ringfence-default-deny.yaml}. */
  public String fileName() {
    String owner = namespace == null ? "" : namespace + "/";
    return owner + kind.toLowerCase(java.util.Locale.ROOT) + "-" + name + ".yaml";
  }
}
