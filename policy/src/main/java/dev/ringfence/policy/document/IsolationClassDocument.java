package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An IsolationClass document: a pattern that an administrator offers, like a StorageClass.
 *
 * @param quotaProfile null where the pattern's own is meant; the same for the network profile
 */
public record IsolationClassDocument(
    String name,
    Pattern pattern,
    @Nullable String runtimeClassName,
    @Nullable String nodePool,
    @Nullable String quotaProfile,
    @Nullable String networkProfile,
    @Nullable PodSecurityLevel podSecurityLevel,
    Origin origin) {

  /** The forms of isolation, weakest first. */
  public enum Pattern {
    SHARED,
    DEDICATED_NODES,
    DEDICATED_NODES_WITH_HOST_PRIVILEGES,
    SANDBOXED,
    SANDBOXED_DEDICATED_NODES,
    DEDICATED_CLUSTER,
    EPHEMERAL_CLUSTER
  }

  /** The levels of the Pod Security Standards; in lower case, as namespaces are labelled. */
  public enum PodSecurityLevel {
    PRIVILEGED,
    BASELINE,
    RESTRICTED
  }

  static final Shape.Fields SPEC =
      Shape.Fields.of(
          Field.required("pattern", Shape.choice(Pattern.class), "The form of isolation."),
          Field.optional(
              "runtimeClassName",
              Shape.dnsSubdomain("a RuntimeClass's name"),
              "The RuntimeClass that every pod gets."),
          Field.optional(
              "nodePool", Shape.dnsSubdomain("a node pool's name"), "Where its pods are placed."),
          Field.optional(
              "quotaProfile", Shape.dnsLabel("a profile's name"), "Which quotas are set."),
          Field.optional(
              "networkProfile", Shape.dnsLabel("a profile's name"), "Which traffic is allowed."),
          Field.optional(
              "podSecurityLevel",
              new Shape.Choice(List.of("privileged", "baseline", "restricted"), Map.of()),
              "The level that its namespaces enforce."));

  static IsolationClassDocument read(Section document, Checks checks) {
    Section spec = document.section("spec");
    String level = spec.text("podSecurityLevel");
    return new IsolationClassDocument(
        document.section("metadata").text("name", ""),
        spec.constant("pattern", Pattern.class, Pattern.SHARED),
        spec.text("runtimeClassName"),
        spec.text("nodePool"),
        spec.text("quotaProfile"),
        spec.text("networkProfile"),
        level == null ? null : PodSecurityLevel.valueOf(level.toUpperCase(Locale.ROOT)),
        checks.origin());
  }
}
