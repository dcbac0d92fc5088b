package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.engine.cluster.TieredPolicy.Action;
import dev.ringfence.engine.cluster.TieredPolicy.Peer;
import dev.ringfence.intake.pod.Selectors;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code cilium.io CiliumNetworkPolicy} and {@code CiliumClusterwideNetworkPolicy}, by Cilium's
 * documentation of its policy language: deny rules come first, then all that NetworkPolicies and
 * these policies allow together; a section with rules isolates its pods for that direction unless
 * enableDefaultDeny says otherwise. CIDRs do not mean pods or nodes. Rules of the application layer
 * let a client connect. Policies of nodes (nodeSelector) hold where the host firewall is on.
 */
final class CiliumPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec specs");
  private static final double DENY_TIER = 900_000;
  private static final List<String> LISTS =
      List.of("Endpoints", "Nodes", "Entities", "CIDR", "CIDRSet");

  private final boolean namespaced;

  CiliumPolicyMapper(boolean namespaced) {
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

  /** Cilium's agent takes an object as a whole or not at all: what it refuses refuses all of it. */
  @Override
  public void map(ReadObject object, Sink sink) {
    Map<String, Fields> specs = new LinkedHashMap<>();
    if (object.root().has("spec")) {
      specs.put("spec", object.root().fields("spec"));
    }
    Items more = object.root().items("specs");
    for (int i = 0; i < more.size(); i++) {
      specs.put("specs[" + i + "]", more.fields(i));
    }
    boolean[] refused = {false};
    specs.forEach((path, spec) -> refused[0] |= warnOfRefusals(object, spec, path, sink));
    specs.forEach((path, spec) -> add(object, spec, path, refused[0], sink));
  }

  private static boolean warnOfRefusals(ReadObject object, Fields spec, String path, Sink sink) {
    CiliumRefusal subject = CiliumRefusal.ofSubject(spec, path);
    boolean refused = subject != null;
    if (subject != null) {
      warn(object, subject, sink);
    }
    for (String direction : CiliumRefusal.DIRECTIONS) {
      CiliumRefusal refusal = CiliumRefusal.of(spec, path, direction);
      if (refusal != null) {
        refused = true;
        warn(object, refusal, sink);
      }
    }
    return refused;
  }

  private static void warn(ReadObject object, CiliumRefusal refusal, Sink sink) {
    sink.warn(object, refusal.field(), refusal.why() + "; Cilium refuses it, taken as permitting");
  }

  private void add(ReadObject object, Fields spec, String path, boolean refused, Sink sink) {
    CiliumSelector selector = new CiliumSelector(namespaced ? object.meta(true).namespace() : null);
    TieredPolicy.Hosts hosts = null;
    List<Peer.Pods> subject;
    boolean understood = !refused;
    if (spec.has("nodeSelector")) {
      hosts =
          new TieredPolicy.Hosts(
              List.of(Selectors.labels(spec.fields("nodeSelector"))),
              true,
              TieredPolicy.Stage.NORMAL,
              false);
      subject = List.of();
    } else {
      subject = selector.subject(spec.fields("endpointSelector"));
      if (subject == null) {
        understood = false;
        sink.warn(object, path + ".endpointSelector", "is not understood; taken as permitting");
        subject = List.of(selector.everything());
      }
    }
    for (boolean deny : new boolean[] {true, false}) {
      TieredPolicy.Section ingress =
          section(object, spec, path, selector, true, deny, understood, sink);
      TieredPolicy.Section egress =
          section(object, spec, path, selector, false, deny, understood, sink);
      if (ingress != null || egress != null) {
        sink.builder()
            .add(
                new TieredPolicy(
                    object.meta(namespaced),
                    TieredPolicy.Api.CILIUM,
                    deny ? DENY_TIER : TieredPolicy.DEFAULT_TIER,
                    TieredPolicy.NETWORK_POLICY_ORDER,
                    subject,
                    ingress,
                    egress,
                    hosts));
      }
    }
  }

  private static TieredPolicy.@Nullable Section section(
      ReadObject object,
      Fields spec,
      String path,
      CiliumSelector selector,
      boolean ingress,
      boolean deny,
      boolean understood,
      Sink sink) {
    String direction = ingress ? "ingress" : "egress";
    String field = deny ? direction + "Deny" : direction;
    Items items = spec.items(field);
    boolean both = !items.isEmpty() || !spec.items(direction + "Deny").isEmpty();
    if (deny ? items.isEmpty() : !both) {
      return null;
    }
    List<TieredPolicy.Rule> rules = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String at = path + "." + field + "[" + i + "]";
      addRule(rules, items.fields(i), at, selector, ingress, deny, understood);
      warnOfUnknown(object, items.fields(i), at, selector, deny, sink);
    }
    Boolean defaultDeny = spec.fields("enableDefaultDeny").flagOrNull(direction);
    boolean closes = !deny && understood && !Boolean.FALSE.equals(defaultDeny);
    return new TieredPolicy.Section(rules, closes);
  }

  private static void addRule(
      List<TieredPolicy.Rule> rules,
      Fields rule,
      String path,
      CiliumSelector selector,
      boolean ingress,
      boolean deny,
      boolean understood) {
    String prefix = ingress ? "from" : "to";
    List<Peer> known = new ArrayList<>();
    List<Peer> unsure = new ArrayList<>();
    boolean named = false;
    for (int i = 0; i < rule.size(); i++) {
      String name = rule.name(i);
      if (name.startsWith(prefix) && !name.equals("toPorts")) {
        if (LISTS.contains(name.substring(prefix.length())) && rule.items(name).isEmpty()) {
          return; // An empty list means nobody, whatever stands beside it.
        }
        named = true;
        CiliumPeers.add(rule, name.substring(prefix.length()), name, selector, deny, known, unsure);
      }
    }
    boolean onlyPorts = !named && rule.has("toPorts");
    if (onlyPorts) {
      known.add(new Peer.Anything());
    }
    List<TieredPolicy.Port> ports = ports(rule);
    Action action = deny ? Action.DENY : Action.ACCEPT;
    if (ports == null && rule.has("icmps")) {
      return; // ICMP connects to no port.
    }
    if (!known.isEmpty()) {
      rules.add(new TieredPolicy.Rule(path, action, known, ports, understood));
    }
    if (!unsure.isEmpty()) {
      rules.add(new TieredPolicy.Rule(path, action, unsure, ports, false));
    }
  }

  /** What a rule names and nothing here can judge: it may match or not, and that is said. */
  private static void warnOfUnknown(
      ReadObject object,
      Fields rule,
      String path,
      CiliumSelector selector,
      boolean deny,
      Sink sink) {
    for (int i = 0; i < rule.size(); i++) {
      String name = rule.name(i);
      String kind = name.replaceFirst("^(from|to)", "");
      List<Peer> unsure = new ArrayList<>();
      if (!kind.equals(name) && !name.equals("toPorts")) {
        CiliumPeers.add(rule, kind, name, selector, deny, new ArrayList<>(), unsure);
      }
      if (!unsure.isEmpty()) {
        sink.warn(
            object,
            path + "." + name,
            "names what cannot be seen here, in part or whole; taken as permitting");
      }
    }
  }

  private static @Nullable List<TieredPolicy.Port> ports(Fields rule) {
    Items groups = rule.items("toPorts");
    if (groups.isEmpty()) {
      return null;
    }
    List<TieredPolicy.Port> ports = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Items entries = groups.fields(i).items("ports");
      if (entries.isEmpty()) {
        return null;
      }
      for (int j = 0; j < entries.size(); j++) {
        ports.add(port(entries.fields(j)));
      }
    }
    return ports;
  }

  /** Port 0 and no protocol, or ANY, mean all; a port that is no number is a name. */
  private static TieredPolicy.Port port(Fields entry) {
    String protocol = entry.text("protocol", "ANY");
    String any = protocol.equals("ANY") ? "" : protocol;
    String port =
        entry.get("port") instanceof Tree.Numeral
            ? Integer.toString(entry.integer("port", 0))
            : entry.text("port", "0");
    if (!port.matches("[0-9]{1,5}")) {
      return new TieredPolicy.Port(any, port, 0, 0);
    }
    int first = Integer.parseInt(port);
    return first == 0
        ? new TieredPolicy.Port(any, null, 1, 65535)
        : TierFields.port(
            entry, "port", any, first, Math.max(first, entry.integer("endPort", first)));
  }
}
