package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Action;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code projectcalico.org NetworkPolicy} and {@code GlobalNetworkPolicy}, by Calico's reference:
 * tiers and policies in order, Allow, Deny, Pass and Log, selectors, nets, ports, host endpoints
 * and what stands before address translation. Conditions beyond (service accounts, services,
 * notSelector, source ports) make a rule one that may match or not; conditions of HTTP let a client
 * connect.
 */
final class CalicoPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");
  private static final List<String> JUDGED =
      List.of("nets", "notNets", "selector", "namespaceSelector", "ports");

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
    String protocol = protocol(rule.scalarOrNull("protocol"));
    if (action == null || protocol == null) {
      return null; // Logging decides nothing, and other protocols connect to no port.
    }
    Fields other = rule.fields(ingress ? "source" : "destination");
    Fields self = rule.fields(ingress ? "destination" : "source");
    if (isLoopback(self.texts("nets"))) {
      return null; // What a machine says to itself never comes from another end.
    }
    boolean clear = understood && !rule.has("notProtocol") && !rule.has("ipVersion");
    for (int i = 0; i < other.size(); i++) {
      clear &= JUDGED.contains(other.name(i)) && !(ingress && other.name(i).equals("ports"));
    }
    for (int i = 0; i < self.size(); i++) {
      clear &= ingress && self.name(i).equals("ports");
    }
    List<Peer> peers = new ArrayList<>();
    clear &= CalicoPeers.add(other, own, peers);
    List<TieredPolicy.Port> ports = ports(rule.fields("destination"), protocol);
    return new TieredPolicy.Rule(field, action, peers, ports, clear);
  }

  private static boolean isLoopback(List<String> nets) {
    return !nets.isEmpty()
        && nets.stream().allMatch(net -> net.startsWith("127.") || net.equals("::1/128"));
  }

  /** Empty for any; null for one that has no ports. */
  private static @Nullable String protocol(@Nullable String written) {
    return switch (written) {
      case null -> "";
      case "TCP", "6" -> "TCP";
      case "UDP", "17" -> "UDP";
      case "SCTP", "132" -> "SCTP";
      default -> null;
    };
  }

  private static @Nullable List<TieredPolicy.Port> ports(Fields destination, String protocol) {
    Items items = destination.items("ports");
    if (items.isEmpty()) {
      return protocol.isEmpty() ? null : List.of(new TieredPolicy.Port(protocol, null, 1, 65535));
    }
    List<TieredPolicy.Port> ports = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String field = "ports[" + i + "]";
      String port = items.get(i) instanceof Tree.Numeral number ? number.digits() : items.text(i);
      String[] range = port.split(":", -1);
      if (port.matches("[0-9]{1,5}(:[0-9]{1,5})?")) {
        ports.add(
            TierFields.port(
                destination,
                field,
                protocol,
                Integer.parseInt(range[0]),
                Integer.parseInt(range[range.length - 1])));
      } else {
        ports.add(new TieredPolicy.Port(protocol, port, 0, 0));
      }
    }
    return ports;
  }
}
