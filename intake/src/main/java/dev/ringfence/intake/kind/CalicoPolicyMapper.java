package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Action;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code projectcalico.org NetworkPolicy} and {@code GlobalNetworkPolicy}, by Calico's reference:
 * tiers and policies in order, Allow, Deny, Pass and Log, selectors, nets, ports, host endpoints
 * and what stands before address translation. Conditions beyond (labels of service accounts,
 * services, source ports) make a rule one that may match or not; conditions of HTTP let a client
 * connect.
 */
final class CalicoPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");
  private static final List<String> JUDGED =
      List.of(
          "nets",
          "notNets",
          "selector",
          "notSelector",
          "namespaceSelector",
          "serviceAccounts",
          "ports",
          "notPorts");

  private final boolean namespaced;

  CalicoPolicyMapper(boolean namespaced) {
    this.namespaced = namespaced;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return namespaced;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    String own = namespaced ? object.meta(true).namespace() : null;
    String selector = spec.text("selector");
    String namespaceSelector = namespaced ? null : spec.textOrNull("namespaceSelector");
    List<Peer.Pods> subject = CalicoPeers.of(selector, namespaceSelector, own);
    boolean ofAccounts = spec.has("serviceAccountSelector");
    boolean understood = subject != null && !ofAccounts;
    if (!understood) {
      String field =
          ofAccounts
              ? "serviceAccountSelector"
              : CalicoPeers.of(selector, null, own) == null ? "selector" : "namespaceSelector";
      sink.warn(object, "spec." + field, "is not understood; the policy is taken as permitting");
    }
    if (subject == null) {
      subject = List.of(new Peer.Pods(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING));
    }
    TieredPolicy.Stage stage = stage(spec);
    boolean normal = stage == TieredPolicy.Stage.NORMAL;
    TieredPolicy.Hosts hosts =
        namespaced || namespaceSelector != null || ofAccounts
            ? null
            : hosts(selector, stage, spec.flag("applyOnForward"));
    if (!normal) {
      subject = List.of(); // It stands before host endpoints alone.
    }
    List<String> types = spec.texts("types");
    boolean hasEgress = !spec.items("egress").isEmpty();
    boolean ingress =
        types.isEmpty()
            ? !hasEgress || !spec.items("ingress").isEmpty()
            : types.contains("Ingress");
    boolean egress = types.isEmpty() ? hasEgress : types.contains("Egress");
    sink.builder()
        .addInTier(
            new TieredPolicy(
                object.meta(namespaced),
                TieredPolicy.Api.CALICO,
                0,
                TierFields.order(spec),
                subject,
                ingress ? section(object, true, own, understood, normal, sink) : null,
                egress && stage != TieredPolicy.Stage.BEFORE_TRANSLATION
                    ? section(object, false, own, understood, normal, sink)
                    : null,
                hosts),
            spec.text("tier", "default"));
  }

  /** Selectors look at the labels of host endpoints as at those of pods. */
  private static TieredPolicy.Hosts hosts(
      String selector, TieredPolicy.Stage stage, boolean forwarded) {
    List<LabelSelector> selectors = CalicoSelector.parse(selector);
    return new TieredPolicy.Hosts(
        selectors == null ? List.of(LabelSelector.EVERYTHING) : selectors, false, stage, forwarded);
  }

  private static TieredPolicy.Stage stage(Fields spec) {
    if (spec.flag("doNotTrack")) {
      return TieredPolicy.Stage.UNTRACKED;
    }
    return spec.flag("preDNAT") ? TieredPolicy.Stage.BEFORE_TRANSLATION : TieredPolicy.Stage.NORMAL;
  }

  /**
   * @param closes whether what no rule matches is denied; what stands before address translation
   *     leaves it to what stands behind
   */
  private static TieredPolicy.Section section(
      ReadObject object,
      boolean ingress,
      @Nullable String own,
      boolean understood,
      boolean closes,
      Sink sink) {
    Fields spec = object.root().fields("spec");
    String direction = ingress ? "ingress" : "egress";
    Items items = spec.items(direction);
    List<TieredPolicy.Rule> rules = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Fields rule = items.fields(i);
      String field = "spec." + direction + "[" + i + "]";
      CalicoPeers.warn(rule, field, own, object, sink);
      TieredPolicy.Rule read = rule(rule, field, ingress, own, understood);
      if (read != null) {
        rules.add(read);
      }
    }
    return new TieredPolicy.Section(rules, understood && closes);
  }

  private static TieredPolicy.@Nullable Rule rule(
      Fields rule, String field, boolean ingress, @Nullable String own, boolean understood) {
    Action action =
        switch (rule.text("action")) {
          case "Allow" -> Action.ACCEPT;
          case "Deny" -> Action.DENY;
          case "Pass" -> Action.PASS;
          case "Log" -> null;
          default ->
              throw ShapeException.refused(rule, "action", "must be Allow, Deny, Log or Pass");
        };
    List<String> protocols = CalicoPorts.protocols(rule);
    if (action == null || protocols.isEmpty()) {
      return null; // Logging decides nothing, and other protocols connect to no port.
    }
    Fields other = rule.fields(ingress ? "source" : "destination");
    Fields self = rule.fields(ingress ? "destination" : "source");
    if (isLoopback(self.texts("nets"))) {
      return null; // What a machine says to itself never comes from another end.
    }
    boolean clear =
        understood
            && (!rule.fields("destination").has("notPorts") || CalicoPorts.isDeniedExactly(rule));
    for (int i = 0; i < other.size(); i++) {
      clear &= JUDGED.contains(other.name(i)) && !(ingress && other.name(i).endsWith("orts"));
    }
    for (int i = 0; i < self.size(); i++) {
      clear &= ingress && (self.name(i).equals("ports") || self.name(i).equals("notPorts"));
    }
    List<Peer> peers = new ArrayList<>();
    clear &= CalicoPeers.add(other, own, family(rule), peers);
    List<TieredPolicy.Port> ports = CalicoPorts.of(rule, protocols);
    return new TieredPolicy.Rule(field, action, peers, ports, clear);
  }

  /** All addresses of the family that a rule asks for; empty where it asks for none. */
  private static String family(Fields rule) {
    return switch (rule.scalarOrNull("ipVersion")) {
      case null -> "";
      case "4" -> "0.0.0.0/0";
      case "6" -> "::/0";
      default -> throw ShapeException.refused(rule, "ipVersion", "must be 4 or 6");
    };
  }

  private static boolean isLoopback(List<String> nets) {
    return !nets.isEmpty()
        && nets.stream().allMatch(net -> net.startsWith("127.") || net.equals("::1/128"));
  }
}
