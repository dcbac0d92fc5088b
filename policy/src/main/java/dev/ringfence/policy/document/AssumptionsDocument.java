package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Assumptions document: what cannot be read from the cluster, and the node pools it may have.
 */
public record AssumptionsDocument(
    String name, List<Statement> statements, List<NodePool> nodePools, Origin origin) {

  /**
   * Somebody's word for a fact.
   *
   * @param until the last day on which it counts; null: for ever
   */
  public record Statement(
      String id,
      String value,
      String vouchedBy,
      @Nullable LocalDate until,
      String reason,
      Origin origin,
      DocumentPosition position) {}

  /**
   * Nodes that the cluster may have.
   *
   * @param runtimeHandlers the default handler, of the name "", is always among them
   * @param enforcer what enforces NetworkPolicy there, {@code none}, or null where it is not said
   * @param count how many nodes; null where it is not said
   */
  public record NodePool(
      String name,
      Map<String, String> labels,
      List<Node.Taint> taints,
      List<Node.RuntimeHandler> runtimeHandlers,
      @Nullable String enforcer,
      String operatingSystem,
      @Nullable Integer count,
      Origin origin,
      DocumentPosition position) {
    public NodePool {
      labels = Map.copyOf(labels);
      taints = List.copyOf(taints);
      runtimeHandlers = List.copyOf(runtimeHandlers);
    }

    /** The same nodes with that enforcer. */
    public NodePool withEnforcer(String product) {
      return new NodePool(
          name, labels, taints, runtimeHandlers, product, operatingSystem, count, origin, position);
    }
  }

  /**
   * The Kubernetes project's own enforcer, which closes nothing but what policies close: the one in
   * the model where a cluster has none.
   */
  public static final String PLAIN_ENFORCER = "kube-network-policies";

  /**
   * The products that the network analysis tells apart, by its names for them. A list on purpose: a
   * misspelt enforcer would count as a boundary that nobody has seen.
   */
  public static final List<String> ENFORCERS =
      List.of(
          "none",
          "antrea",
          "aws-network-policy-agent",
          "azure-npm",
          "calico",
          "cilium",
          PLAIN_ENFORCER,
          "kube-ovn",
          "kube-router",
          "ovn-kubernetes",
          "weave");

  private static final Shape.Choice ENFORCER =
      new Shape.Choice(
          ENFORCERS,
          Map.of(
              "flannel", "Flannel enforces no NetworkPolicy: write none",
              "kindnet", "kindnet enforces by kube-network-policies: write that, or none",
              "canal", "Canal enforces by Calico: write calico",
              "gke-dataplane-v2", "GKE Dataplane V2 is Cilium: write cilium",
              "aws-vpc-cni", "its agent enforces, where it is on: write aws-network-policy-agent"));

  private static final Shape.Fields STATEMENT =
      Shape.Fields.of(
          Field.required(
              "id",
              new Shape.Text(
                  "an assumption's id", Pattern.compile("^[A-Za-z0-9]([-A-Za-z0-9._:/]*)$"), 253),
              "The id that an answer lists."),
          Field.required("value", Shape.words("a text"), "What is the case."),
          Field.required(
              "vouchedBy", Shape.words("a person, team or contract"), "Who answers for it."),
          Field.optional("until", new Shape.Date(), "The last day on which it counts."),
          Field.optional("reason", Shape.words("a text"), "Why it is believed."));

  private static final Shape.Fields TAINT =
      Shape.Fields.of(
          Field.required("key", Shape.labelKey(), "The taint's key."),
          Field.optional("value", Shape.labelValue(), "The taint's value."),
          Field.required(
              "effect",
              new Shape.Choice(List.of("NoSchedule", "PreferNoSchedule", "NoExecute"), Map.of()),
              "What it does to pods that do not tolerate it."));

  private static final Shape.Fields RUNTIME_HANDLER =
      Shape.Fields.of(
          Field.required(
              "name",
              new Shape.Text(
                  "a handler's name", Pattern.compile("^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$"), 63),
              "As in RuntimeClass.handler; empty for the default handler."),
          Field.optional(
              "userNamespaces", new Shape.Flag(), "Whether pods may have user namespaces."));

  private static final Shape.Fields NODE_POOL =
      Shape.Fields.of(
          Field.required("name", Shape.dnsSubdomain("a node pool's name"), "Unique."),
          Field.optional(
              "labels",
              Shape.labels(),
              "All labels of its nodes that a pod may select by; left out: whatever pods ask for."),
          Field.optional("taints", new Shape.Listing(TAINT, 0), "The taints of its nodes."),
          Field.optional(
              "runtimeHandlers",
              new Shape.Listing(RUNTIME_HANDLER, 0),
              "Handlers of the container runtime; the default one is always there."),
          Field.optional("enforcer", ENFORCER, "What enforces NetworkPolicy on its nodes."),
          Field.optional(
              "operatingSystem",
              new Shape.Choice(
                  List.of("linux", "windows"),
                  Map.of("linux", "write linux", "windows", "write windows")),
              "linux by default."),
          Field.optional("count", new Shape.Count(0, 1_000_000), "How many nodes."));

  static final Shape.Fields SPEC =
      Shape.Fields.of(
          Field.optional(
              "assumptions", new Shape.Listing(STATEMENT, 0), "Facts that somebody vouches for."),
          Field.optional(
              "nodePools", new Shape.Listing(NODE_POOL, 0), "Nodes that the cluster may have."));

  public AssumptionsDocument {
    statements = List.copyOf(statements);
    nodePools = List.copyOf(nodePools);
  }

  static AssumptionsDocument read(Section document, Checks checks) {
    Section spec = document.section("spec");
    return new AssumptionsDocument(
        document.section("metadata").text("name", ""),
        spec.sections("assumptions", section -> statement(section, checks.origin())),
        spec.sections("nodePools", section -> nodePool(section, checks.origin())),
        checks.origin());
  }

  private static Statement statement(Section section, Origin origin) {
    String until = section.text("until");
    return new Statement(
        section.text("id", ""),
        section.text("value", ""),
        section.text("vouchedBy", ""),
        until == null ? null : LocalDate.parse(until),
        section.text("reason", ""),
        origin,
        section.position());
  }

  private static NodePool nodePool(Section section, Origin origin) {
    return new NodePool(
        section.text("name", ""),
        section.table("labels"),
        section.sections(
            "taints",
            taint ->
                new Node.Taint(
                    taint.text("key", ""), taint.text("value", ""), taint.text("effect", ""))),
        section.sections(
            "runtimeHandlers",
            handler ->
                new Node.RuntimeHandler(
                    handler.text("name", ""), handler.flag("userNamespaces", false), false)),
        section.text("enforcer"),
        section.text("operatingSystem", "linux"),
        section.count("count"),
        origin,
        section.position());
  }
}
