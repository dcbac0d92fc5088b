package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An IsolationClass document: a pattern that an administrator offers, like a StorageClass.
 *
 * @param quotaProfile null where the pattern's own is meant; the same for the network profile
 * @param runtimeHandler what the RuntimeClass names; null where the cluster has the class already
 * @param quota resource to quantity: instead of the profile's
 * @param apiServerAddresses where pods that need the API may connect to
 * @param clusterClass the Cluster API class of dedicated and ephemeral clusters
 * @param clusters what else is said of those
 * @param registry the path below which images must be, with {@code {tenant}} for the tenant's name;
 *     null where any may be
 * @param bandwidth what a pod may send and what it may get in a second; null where it is not
 *     bounded
 */
public record IsolationClassDocument(
    String name,
    Pattern pattern,
    @Nullable String runtimeClassName,
    @Nullable String nodePool,
    @Nullable String quotaProfile,
    @Nullable String networkProfile,
    @Nullable PodSecurityLevel podSecurityLevel,
    @Nullable String runtimeHandler,
    Map<String, String> quota,
    List<String> apiServerAddresses,
    @Nullable String clusterClass,
    ClusterSettings clusters,
    @Nullable String registry,
    @Nullable String bandwidth,
    Origin origin) {

  public IsolationClassDocument {
    quota = Collections.unmodifiableMap(new TreeMap<>(quota));
    apiServerAddresses = List.copyOf(apiServerAddresses);
  }

  /**
   * The pool of sandbox nodes that tenants of the class share where they have none of their own.
   */
  public String pool() {
    return nodePool == null ? "sandbox" : nodePool;
  }

  /** The path below which a tenant's images must be; null where any may be. */
  public @Nullable String registryOf(String tenant) {
    return registry == null ? null : registry.replace("{tenant}", tenant);
  }

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
    RESTRICTED;

    /** The value of the namespace's label. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Shape.Text QUANTITY =
      new Shape.Text(
          "a quantity such as 500m, 20 or 8Gi",
          java.util.regex.Pattern.compile("^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$"),
          32);

  private static final Shape.Text REGISTRY =
      new Shape.Text(
          "a registry's path such as registry.example.com/tenants/{tenant}",
          java.util.regex.Pattern.compile(
              "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(/([a-z0-9]+([._-]+[a-z0-9]+)*|\\{tenant\\}))*$"),
          255);

  private static final Shape.Text ADDRESS_RANGE =
      new Shape.Text(
          "a range of addresses such as 10.0.0.1/32",
          java.util.regex.Pattern.compile(
              "^([0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-fA-F:]+/[0-9]{1,3})$"),
          64);

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
              "The level that its namespaces enforce."),
          Field.optional(
              "runtimeHandler",
              Shape.dnsLabel("a runtime handler's name"),
              "The handler of the RuntimeClass, where Ringfence is to make it."),
          Field.optional(
              "quota",
              new Shape.Table(Shape.labelKey(), QUANTITY),
              "Quantities by resource, instead of the profile's."),
          Field.optional(
              "apiServerAddresses",
              new Shape.Listing(ADDRESS_RANGE, 0),
              "Where pods that need the API connect to; closed where left out."),
          Field.optional(
              "clusterClass",
              Shape.dnsSubdomain("a ClusterClass's name"),
              "The Cluster API class of dedicated and ephemeral clusters."),
          ClusterSettings.classNamespaceField(),
          ClusterSettings.deliveryField(ADDRESS_RANGE),
          Field.optional(
              "registry",
              REGISTRY,
              "The path below which every image must be; {tenant} stands for the tenant's name."),
          Field.optional(
              "bandwidth",
              QUANTITY,
              "What a pod may send, and what it may get, in bits a second."));

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
        spec.text("runtimeHandler"),
        spec.table("quota"),
        spec.texts("apiServerAddresses"),
        spec.text("clusterClass"),
        ClusterSettings.read(spec),
        spec.text("registry"),
        spec.text("bandwidth"),
        checks.origin());
  }
}
