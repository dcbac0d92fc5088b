package dev.ringfence.policy.document;

import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a class says of clusters of a tenant's own.
 *
 * @param classNamespace where the ClusterClass is; null where it is beside the Cluster
 * @param deliverImage what puts a job's result on the bus; null where nobody has said
 * @param busAddresses where it connects to, as ranges; empty where nobody has said
 * @param busPort its TCP port there
 */
public record ClusterSettings(
    @Nullable String classNamespace,
    @Nullable String deliverImage,
    List<String> busAddresses,
    int busPort) {

  /** Nothing is said. */
  public static final ClusterSettings UNSAID = new ClusterSettings(null, null, List.of(), 443);

  private static final Shape.Text IMAGE =
      new Shape.Text(
          "an image such as registry.example.com/deliver:1",
          Pattern.compile("^[a-z0-9][-a-zA-Z0-9._/:@]*$"),
          255);

  public ClusterSettings {
    busAddresses = List.copyOf(busAddresses);
  }

  static Field classNamespaceField() {
    return Field.optional(
        "clusterClassNamespace",
        Shape.dnsLabel("a namespace's name"),
        "Where the ClusterClass is; beside the Cluster where left out.");
  }

  static Field deliveryField(Shape.Text addressRange) {
    return Field.optional(
        "delivery",
        Shape.Fields.of(
            Field.required("image", IMAGE, "What puts /result on the bus."),
            Field.required(
                "addresses",
                new Shape.Listing(addressRange, 1),
                "Where the bus is: the only way out of the job."),
            Field.optional("port", new Shape.Count(1, 65535), "The bus's TCP port: 443.")),
        "How the result of a job that is run and thrown away gets out.");
  }

  static ClusterSettings read(Section spec) {
    Section delivery = spec.section("delivery");
    Integer port = delivery.count("port");
    return new ClusterSettings(
        spec.text("clusterClassNamespace"),
        delivery.text("image"),
        delivery.texts("addresses"),
        port == null ? UNSAID.busPort() : port);
  }
}
